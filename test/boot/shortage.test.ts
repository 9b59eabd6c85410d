/**
 * Memory runs out: the k-th allocation since the boot began fails, once, for every k until none is left, those
 * of the running system included. Each run ends by itself with lines that say what could not be had: no
 * hang, no panic of another kind. The kernel is a test build (decision 0018).
 */
import { describe, expect, test } from "vitest";
import { EXIT_PANIC, EXIT_SUCCESS, EXIT_TASK_FAILED } from "../../lib/abi/machine-exit.ts";
import { bootable, type EmulatorResult, exitStatus, runEmulator, serialText } from "../../tools/emulator.ts";
import { buildSystem, PRODUCT } from "../../tools/image/build-system.ts";

const KERNEL = {
  name: "shortage",
  replacements: { "kernel/memory/shortage.ts": "test/doubles/shortage.ts" },
};
const FAILED = "test: this allocation fails";
const LIMIT_MS = 300_000;
/** Allocations of a whole run: fewer and the question is not asked everywhere, more and it never ends. */
const ALLOCATIONS = { min: 15, max: 300 };

/** Why the boot is refused; each of them is met. */
const REFUSALS = [
  "too little memory for kernel and modules",
  "the kernel heap has no room for the kernel's own page tables",
  "the kernel heap has no room for the table of frames",
  "the kernel heap has no room for the list of sharers",
  "there is not enough memory for what the tasks of the manifest share",
  "the ACL server could not be started",
  "the task that the machine is to end with could not be started",
  "there is not enough memory for what the tasks of the manifest share",
];
/** Why a task is not started; each of them is met. */
const REASONS = [
  "there is no room for its address space",
  "memory has run out",
  "there is no memory for its stack",
];

/** What is wrong with a run in which an allocation failed; empty when nothing is. */
function mistakesOf(result: EmulatorResult): string[] {
  const text = serialText(result);
  const ends = text.split("\n").filter((line) => line.includes("PANIC"));
  const expected = ends.length > 0 ? [EXIT_PANIC] : [EXIT_SUCCESS, EXIT_TASK_FAILED];
  return [
    ...(result.timedOut ? ["it did not end"] : []),
    ...(ends.length > 1 ? ["it ended twice"] : []),
    ...ends.filter((line) => !REFUSALS.some((reason) => line.includes(`PANIC: cannot start: ${reason}`))),
    ...[...text.matchAll(/not started: (.*)/g)]
      .map(([, reason]) => reason!)
      .filter((r) => !REASONS.includes(r)),
    ...(expected.map(exitStatus).includes(result.status!) ? [] : [`status ${result.status}`]),
  ];
}

describe("the k-th allocation fails, for every k", () => {
  const texts: string[] = [];

  for (const description of [PRODUCT, "iso/flat.ts"]) {
    test(description, { timeout: LIMIT_MS }, async () => {
      const system = bootable(await buildSystem(description, { kernel: KERNEL }));
      for (let k = 1; k <= ALLOCATIONS.max + 1; k++) {
        const result = await runEmulator(system, {
          way: "kernel",
          extra: ["-append", `fail-allocation=${k}`],
        });
        const text = serialText(result);
        expect(mistakesOf(result), `allocation ${k}; it said:\n${text}`).toEqual([]);
        if (!text.includes(FAILED)) {
          console.info(`${description}: ${k - 1} allocations`);
          expect(k).toBeGreaterThan(ALLOCATIONS.min);
          return;
        }
        texts.push(text);
      }
      expect.unreachable(`more than ${ALLOCATIONS.max} allocations`);
    });
  }

  test("every refusal is met", () => {
    for (const line of [...REFUSALS, ...REASONS])
      expect(
        texts.some((text) => text.includes(line)),
        line,
      ).toBe(true);
  });
});

test("a product's kernel knows no such word", async () => {
  const result = await runEmulator(bootable(await buildSystem(PRODUCT)), {
    way: "kernel",
    extra: ["-append", "fail-allocation=1"],
  });
  expect(result.status).toBe(exitStatus(EXIT_SUCCESS));
});
