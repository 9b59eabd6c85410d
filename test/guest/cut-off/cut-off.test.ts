import { defineGuestTests } from "../../support/guest.ts";

await defineGuestTests(
  "test/guest/cut-off/system.ts",
  "without an answer of the ACL server nothing is allowed",
);
