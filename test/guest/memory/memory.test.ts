import { defineGuestTests } from "../../support/guest.ts";

await defineGuestTests(
  "test/guest/memory/system.ts",
  "the four calls, whole: copy-on-write, devices, relocation, long calls, no memory",
  // More than 32 bits of physical address, and a page attribute table.
  { cpu: "max" },
);
