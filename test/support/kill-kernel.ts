/** The kernel that ends a task at a call of its (test/doubles/kill.ts, decision 0018). */
import type { KernelVariant } from "../../tools/image/kernel.ts";

export const KILL_KERNEL: KernelVariant = {
  name: "kill",
  replacements: {
    "kernel/syscall/entries.ts": "test/doubles/call-entries.ts",
    "kernel/syscall/counter-get.ts": "test/doubles/counter-get.ts",
  },
};
