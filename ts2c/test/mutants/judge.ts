/**
 * Whether the fixtures and the generator notice that something is wrong with the compiler beside them.
 *
 * Runs inside a copy of ts2c/ with a bug in it, as a process of its own: `judge.ts BASELINE`. The baseline holds the C
 * text that the right compiler gives for every program: where the text is the same, running it could not tell more, so
 * that only programs whose text has changed are built. Prints one line: what noticed, or that nothing did.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compileProgram, formatDiagnostic } from "../../src/api.ts";
import { allCodes, readExplanation } from "../../src/explain.ts";
import { runOnHost } from "../../src/run.ts";
import { compileExample, placesOf, promisedIn } from "../support/examples.ts";
import { expectedIn, foundIn } from "../support/findings.ts";
import { expectation, fixturesIn, RUNNING_FOLDERS, runningIn, TEST_FOLDER } from "../support/fixtures.ts";
import { runOn32 } from "../support/host32.ts";

/** The C text of each program by its path. */
export type Baseline = Record<string, string>;

/** Quick tests that look at the C text; those of the command and of the documents are about other things. */
const TESTS = ["refused", "output", "programs", "layout", "intrinsics", "volatile", "expressions"];
const TESTS_LIMIT_MS = 120_000;
const FUZZ_CHECKS = 200_000;
const FUZZ_LIMIT_MS = 40_000;
const RUN_LIMIT_MS = 5_000;
const TAKES_TOO_LONG = 124;

type Finding = string | null;

function programs(): { path: string; target: "host" | "freestanding" }[] {
  const host = RUNNING_FOLDERS.flatMap(runningIn).map(({ path }) => path);
  const freestanding = fixturesIn("freestanding").map(({ path }) => path);
  return [
    ...host.map((path) => ({ path, target: "host" as const })),
    ...freestanding.map((path) => ({ path, target: "freestanding" as const })),
  ];
}

function compile(path: string, target: "host" | "freestanding"): { c: string | null; found: string[] } {
  const { c, diagnostics } = compileProgram({ entry: path, root: TEST_FOLDER, target });
  return { c, found: diagnostics.map(formatDiagnostic) };
}

/** The C text of all programs, by the compiler beside this file. */
export function makeBaseline(): Baseline {
  return Object.fromEntries(
    programs().map(({ path, target }) => [path.slice(TEST_FOLDER.length), compile(path, target).c ?? ""]),
  );
}

function judgeRefusals(): Finding {
  const root = join(TEST_FOLDER, "refused");
  for (const { name } of fixturesIn("refused")) {
    const same = String(foundIn(root, `${name}.ts`).sort()) === String(expectedIn(root, `${name}.ts`).sort());
    if (!same) return `refused/${name}.ts`;
  }
  const layers = join(root, "layers");
  if (String(foundIn(layers, "low/main.ts").sort()) === "") return "refused/layers";
  for (const code of allCodes()) {
    const { refused, repaired } = readExplanation(code);
    if (compileExample(repaired).length > 0) return `the repair of ${code}`;
    const places = placesOf(compileExample(refused)).sort();
    if (code !== "K2049" && String(places) !== String(promisedIn(refused).sort()))
      return `the example of ${code}`;
  }
  return null;
}

function judgePrograms(baseline: Baseline, all: boolean): Finding {
  for (const { path, target } of programs()) {
    const name = path.slice(TEST_FOLDER.length + 1);
    const { c, found } = compile(path, target);
    if (c === null) return `${name} is refused: ${found[0]}`;
    if (target === "freestanding" || (!all && c === baseline[`/${name}`])) continue;
    const why = judgeProgram(path, c);
    if (why) return `${name}: ${why}`;
  }
  return null;
}

function judgeProgram(path: string, c: string): Finding {
  const text = readFileSync(path, "utf8");
  const fixture = { name: path, path, text };
  const traps = text.startsWith("/* traps");
  const ran = runOnHost(c, path, { sanitize: true, optimize: "-O1", timeoutMs: RUN_LIMIT_MS });
  if (ran.status === TAKES_TOO_LONG) return "runs too long";
  if (traps) {
    const message = expectation(fixture, "traps").trim();
    const right = ran.status === 134 && ran.stderr.trim().endsWith(message);
    return right ? null : `no panic "${message}"`;
  }
  if (ran.status !== 0 || ran.stdout !== expectation(fixture, "prints")) return "prints something else";
  const ran32 = runOn32(c, "-O2");
  return ran32 && ran32.stdout !== expectation(fixture, "prints") ? "prints something else in 32 bits" : null;
}

function judgeTests(): Finding {
  const root = join(TEST_FOLDER, "../..");
  const files = TESTS.map((name) => `ts2c/test/${name}.test.ts`);
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const args = [
    vitest,
    "run",
    "--root",
    root,
    "--bail=1",
    "--reporter=json",
    `--testTimeout=${TESTS_LIMIT_MS}`,
    ...files,
  ];
  const ran = spawnSync(process.execPath, args, { encoding: "utf8", timeout: TESTS_LIMIT_MS, cwd: root });
  if (ran.status === 0) return null;
  return `the tests: ${/"fullName":"([^"]*)","status":"failed"/.exec(ran.stdout)?.[1] ?? ran.stderr.slice(0, 200)}`;
}

async function judgeGenerator(): Promise<Finding> {
  const { runCampaign } = await import("../fuzz/campaign.ts");
  const shrinking = { attempts: 0, timeMs: 0 };
  const result = runCampaign({ seed: 1, checks: FUZZ_CHECKS, timeMs: FUZZ_LIMIT_MS, shrinking });
  return result.failure ? "the generator" : null;
}

/** What notices first; cheap things first. An exception is noticing, too. */
async function judge(baseline: Baseline, all: boolean): Promise<Finding> {
  const steps = [judgeRefusals, () => judgePrograms(baseline, all), judgeTests, judgeGenerator];
  for (const step of steps) {
    try {
      const found = await step();
      if (found) return found;
    } catch (error) {
      return `exception: ${(error as Error).message.split("\n")[0]}`;
    }
  }
  return null;
}

const [baselinePath, all] = process.argv.slice(2);
if (import.meta.filename === process.argv[1] && baselinePath) {
  const baseline = JSON.parse(readFileSync(baselinePath, "utf8")) as Baseline;
  console.log(JSON.stringify({ noticed: await judge(baseline, all === "--all") }));
}
