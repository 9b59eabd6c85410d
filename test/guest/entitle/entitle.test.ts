import { defineGuestTests } from "../../support/guest.ts";

await defineGuestTests("test/guest/entitle/system.ts", "Rights that the kernel checks, at run time", {
  extra: ["-rtc", "clock=vm"],
});
