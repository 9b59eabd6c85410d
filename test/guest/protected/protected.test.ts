import { defineGuestTests } from "../../support/guest.ts";

await defineGuestTests(
  "test/guest/protected/system.ts",
  "ACL server and IPC cache server cannot be stopped or exchanged",
);
