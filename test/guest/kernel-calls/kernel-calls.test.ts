import { defineGuestTests } from "../../support/guest.ts";

await defineGuestTests("test/guest/kernel-calls/system.ts", "kernel calls");
