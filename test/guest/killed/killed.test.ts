import { defineGuestTests } from "../../support/guest.ts";

/** Decision 0018. */
const KERNEL = {
  name: "kill",
  replacements: {
    "kernel/syscall/entries.ts": "test/doubles/call-entries.ts",
    "kernel/syscall/counter-get.ts": "test/doubles/counter-get.ts",
  },
};
const SOAK = process.env.SOAK === "1";

await defineGuestTests(`test/guest/killed${SOAK ? "-soak" : ""}/system.ts`, "servers that end at any call", {
  kernel: KERNEL,
  timeLimitSeconds: SOAK ? 1200 : 120,
});
