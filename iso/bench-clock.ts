/**
 * `make bench`: how long it takes from a timer's interrupt to the driver that it is for, or the task that has slept:
 * first where it interrupts a task, then where the kernel is at work for another.
 */
import { defineSystem } from "../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    "bench-clock": {
      program: "programs/bench/clock.ts",
      kind: "server",
      priority: 18,
      interrupts: [8],
      ports: [{ first: 0x70, count: 2 }],
    },
    "bench-spinner": { program: "programs/bench/spinner.ts", priority: 16, peers: ["bench-clock"] },
    "bench-pager": { program: "programs/bench/pager.ts", kind: "vmm", priority: 15 },
    /** The name of the pager's client. */
    bench: {
      program: "programs/bench/load.ts",
      priority: 10,
      manager: "bench-pager",
      peers: ["bench-pager", "bench-clock"],
      final: true,
    },
  },
  rules: [],
});
