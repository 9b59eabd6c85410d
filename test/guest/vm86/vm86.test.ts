import { defineGuestTests } from "../../support/guest.ts";

const SYSTEM = "test/guest/vm86/system.ts";
await defineGuestTests(SYSTEM, "VM86, on a processor without NX and global pages", { cpu: "pentium3,-pge" });
await defineGuestTests(SYSTEM, "VM86, with NX, SMEP, SMAP, global pages", { cpu: "max" });
