/**
 * Puts bugs into copies of the compiler, one each, and has them judged.
 *
 * Invariants: the project's own files are never touched; each copy lies in the system's temporary folder and is removed;
 * a judge that takes too long has noticed, as a compiler or a program that does not end is a bug one sees.
 */
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { makeBaseline } from "./judge.ts";
import { type Mutant, mutated } from "./mutant.ts";

const TS2C = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const JUDGE_LIMIT_MS = 240_000;

export interface Verdict {
  readonly mutant: Mutant;
  /** What noticed the bug; null when nothing did. */
  readonly noticed: string | null;
}

/** A folder with a copy of ts2c/ and what its tests need. The caller removes it. */
export function makeCopy(mutant: Mutant | null): string {
  const folder = mkdtempSync(join(tmpdir(), "ts2c-mutant-"));
  cpSync(TS2C, join(folder, "ts2c"), { recursive: true });
  symlinkSync(join(TS2C, "../node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  if (mutant) {
    const path = join(folder, "ts2c", mutant.file);
    writeFileSync(path, mutated(mutant, readFileSync(path, "utf8")));
  }
  return folder;
}

/** Judges mutants, some at a time, telling each verdict as it comes. */
export async function judgeAll(
  mutants: readonly Mutant[],
  workers: number,
  tell: (verdict: Verdict) => void,
): Promise<Verdict[]> {
  const folder = mkdtempSync(join(tmpdir(), "ts2c-mutants-"));
  const verdicts: Verdict[] = [];
  const waiting = [...mutants];
  try {
    const baseline = join(folder, "baseline.json");
    writeFileSync(baseline, JSON.stringify(makeBaseline()));
    const work = async () => {
      for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
        const verdict = { mutant, noticed: await judgeOne(mutant, baseline) };
        verdicts.push(verdict);
        tell(verdict);
      }
    };
    await Promise.all(Array.from({ length: workers }, work));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return verdicts;
}

/** What notices a mutant, or null; without a mutant, whether the judge is content with the compiler as it is. */
export async function judgeOne(mutant: Mutant | null, baseline: string): Promise<string | null> {
  const copy = makeCopy(mutant);
  try {
    const judge = join(copy, "ts2c/test/mutants/judge.ts");
    const all = mutant?.file.startsWith("runtime/") ? ["--all"] : [];
    return await runJudge(["--import", "tsx", judge, baseline, ...all], copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function runJudge(args: string[], cwd: string): Promise<string | null> {
  return new Promise((resolvePromise) => {
    const child = spawn(process.execPath, args, { cwd, stdio: ["ignore", "pipe", "pipe"], detached: true });
    let [stdout, stderr] = ["", ""];
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      if (child.pid) process.kill(-child.pid, "SIGKILL"); // with the compilers and programs it has started
    }, JUDGE_LIMIT_MS);
    child.stdout.on("data", (text) => {
      stdout += text;
    });
    child.stderr.on("data", (text) => {
      stderr += text;
    });
    child.on("close", () => {
      clearTimeout(timer);
      if (late) resolvePromise("the time limit");
      else resolvePromise(noticedIn(stdout) ?? `exception: ${stderr.split("\n").find(Boolean)}`);
    });
  }).then((noticed) => (noticed === NOTHING ? null : (noticed as string)));
}

const NOTHING = "nothing";

/** The judge's last line; undefined when it ended without one. */
function noticedIn(stdout: string): string | undefined {
  const line = stdout.trim().split("\n").at(-1) ?? "";
  if (!line.startsWith("{")) return undefined;
  return (JSON.parse(line) as { noticed: string | null }).noticed ?? NOTHING;
}
