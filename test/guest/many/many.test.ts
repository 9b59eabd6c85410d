import { defineGuestTests } from "../../support/guest.ts";

await defineGuestTests(
  "test/guest/many/system.ts",
  "a thousand tasks and spaces: nothing that is done to all of them holds the machine",
);
