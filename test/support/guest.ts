/**
 * Tests that run inside the system: boots a test system once and makes a vitest test of every TAP line
 * (`ok 1 - name`, `not ok 2 - name: detail`, `1..N` last) that its programs print. A guest that prints
 * fewer than it planned, says a number twice, panics or ends badly fails.
 */
import { describe, expect, test } from "vitest";
import { EXIT_PANIC, EXIT_SUCCESS, EXIT_TASK_FAILED } from "../../lib/abi/machine-exit.ts";
import {
  bootable,
  describeStatus,
  type EmulatorOptions,
  type EmulatorResult,
  exitStatus,
  lastLines,
  runEmulator,
  serialText,
} from "../../tools/emulator.ts";
import { Failure } from "../../tools/failure.ts";
import { buildSystem } from "../../tools/image/build-system.ts";
import type { KernelVariant } from "../../tools/image/kernel.ts";

export interface GuestTest {
  number: number;
  ok: boolean;
  name: string;
  /** After the name of a test that failed. */
  detail: string;
}

export interface GuestOutcome {
  tests: GuestTest[];
  /** N of the line `1..N`; null when it never came. */
  plan: number | null;
}

/** Builds and boots the system described in a file (from the root) and defines its tests. Await it at the top of a test file. */
export async function defineGuestTests(
  systemPath: string,
  title: string,
  options: Partial<EmulatorOptions> & { kernel?: KernelVariant } = {},
): Promise<void> {
  let result: EmulatorResult;
  try {
    const { kernel, ...run } = options;
    result = await runEmulator(bootable(await buildSystem(systemPath, { kernel })), {
      way: "kernel",
      ...run,
    });
  } catch (error) {
    describe(title, () => {
      test("builds and boots", () => {
        throw error instanceof Failure ? new Error(`${error.message}\n${error.advice}`) : error;
      });
    });
    return;
  }
  const outcome = parseGuestTests(serialText(result));
  describe(title, () => {
    for (const one of outcome.tests) defineGuestTest(one);
    test("all planned tests were run, each once", () => checkPlan(outcome, result));
    test("the system ended by itself, without panic", () => checkEnd(outcome, result));
  });
}

/** Finds the TAP lines in a system's output. A task's name and a colon may stand before them. */
export function parseGuestTests(text: string): GuestOutcome {
  const outcome: GuestOutcome = { tests: [], plan: null };
  for (const line of text.split("\n")) {
    const found = /^(?:[a-z0-9-]+: )?(ok|not ok) (\d+) - ([^:]*)(?::\s*(.*))?$/.exec(line.trimEnd());
    if (found !== null) {
      const [, verdict, number, name, detail] = found;
      outcome.tests.push({ number: Number(number), ok: verdict === "ok", name: name!, detail: detail ?? "" });
    }
    const plan = /^(?:[a-z0-9-]+: )?1\.\.(\d+)$/.exec(line.trimEnd());
    if (plan !== null) outcome.plan = Number(plan[1]);
  }
  return outcome;
}

function defineGuestTest(one: GuestTest): void {
  test(`${one.number} ${one.name}`, () => {
    expect(one.ok, one.detail === "" ? "the guest says: not ok" : one.detail).toBe(true);
  });
}

function checkPlan(outcome: GuestOutcome, result: EmulatorResult): void {
  expect(outcome.plan, `no plan; last lines:\n${lastLines(result)}`).not.toBeNull();
  expect(outcome.plan).toBeGreaterThan(0);
  const expected = Array.from({ length: outcome.plan! }, (_, index) => index + 1);
  expect(outcome.tests.map((one) => one.number)).toEqual(expected);
}

function checkEnd(outcome: GuestOutcome, result: EmulatorResult): void {
  const last = `; last lines:\n${lastLines(result)}`;
  expect(result.timedOut, `killed after ${result.timeLimitSeconds} s${last}`).toBe(false);
  expect(serialText(result), "a panic").not.toContain("PANIC");
  const failed = outcome.tests.some((one) => !one.ok);
  expect(result.status, describeStatus(result.status) + last).not.toBe(exitStatus(EXIT_PANIC));
  expect(result.status, describeStatus(result.status) + last).toBe(
    exitStatus(failed ? EXIT_TASK_FAILED : EXIT_SUCCESS),
  );
}
