import { defineGuestTests } from "../../support/guest.ts";

const SYSTEM = "test/guest/flat/system.ts";
await defineGuestTests(SYSTEM, "the flat domain, on a processor without NX", { cpu: "pentium3" });
await defineGuestTests(SYSTEM, "the same with checks of the kernel heap, NX, SMEP and SMAP", {
  cpu: "max",
  extra: ["-append", "heap-checks"],
});
await defineGuestTests("test/guest/flat/system.ts", "flat tasks, with memory beyond 4 GiB", {
  cpu: "max",
  memory: "5G",
});
