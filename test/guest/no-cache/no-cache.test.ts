import { defineGuestTests } from "../../support/guest.ts";

await defineGuestTests(
  "test/guest/no-cache/system.ts",
  "without an IPC cache server nobody decides, so nothing is allowed",
);
