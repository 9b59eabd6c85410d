import { defineGuestTests } from "../../support/guest.ts";

const SYSTEM = "test/guest/isolation/system.ts";
await defineGuestTests(SYSTEM, "a task that leaves its marks dies alone");
await defineGuestTests(SYSTEM, "the same on a processor with NX, SMEP and SMAP", { cpu: "max" });
