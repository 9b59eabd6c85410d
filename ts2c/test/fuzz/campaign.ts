/**
 * Makes programs, compares them, and makes what fails small.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Comparison, compare, type Difference } from "./compare.ts";
import { BUILDS, type Build, buildsHere } from "./native.ts";
import { type GeneratedProgram, generateProgram, sourceOf } from "./program.ts";
import { type ShrinkLimits, shrink } from "./shrink.ts";
import { type Statement, showStatements } from "./tree.ts";

const ENTRIES = 40;
const VECTORS = 72;

export interface CampaignOptions {
  /** The seed of the first program; each next one has the next. */
  readonly seed: number;
  /** Stops after so many checks … */
  readonly checks: number;
  /** … or so much time. */
  readonly timeMs: number;
  readonly shrinking: ShrinkLimits;
  readonly progress?: (message: string) => void;
}

export interface CampaignResult {
  readonly checks: number;
  readonly programs: number;
  readonly traps: number;
  /** Entries left out because TypeScript's own rules refuse them; the generator should make few. */
  readonly leftOut: number;
  readonly entries: number;
  /** The failing program, small, with a report as its first comment; null when all agree. */
  readonly failure: { readonly seed: number; readonly text: string } | null;
}

/** Runs programs until a limit is reached or one fails. */
export function runCampaign(options: CampaignOptions): CampaignResult {
  const folder = mkdtempSync(join(tmpdir(), "ts2c-fuzz-"));
  const end = Date.now() + options.timeMs;
  const others = buildsHere();
  const total = { checks: 0, programs: 0, traps: 0, leftOut: 0, entries: 0 };
  try {
    for (let seed = options.seed; total.checks < options.checks && Date.now() < end; seed++) {
      const other = others[seed % others.length] ?? BUILDS.optimized;
      const builds = [BUILDS.plain, other];
      const { program, comparison, leftOut } = tryProgram(
        generateProgram(seed, ENTRIES, VECTORS, other.floats),
        builds,
        folder,
      );
      total.checks += comparison.checks;
      total.traps += comparison.traps;
      total.programs += 1;
      total.leftOut += leftOut;
      total.entries += ENTRIES;
      options.progress?.(`seed ${seed}: ${comparison.checks} checks, ${total.checks} in all`);
      if (comparison.difference) {
        const text = explain(program, comparison.difference, builds, folder, options.shrinking);
        return { ...total, failure: { seed, text } };
      }
    }
    return { ...total, failure: null };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Compares; entries that only TypeScript's own rules refuse are left out first. */
function tryProgram(
  made: GeneratedProgram,
  builds: readonly Build[],
  folder: string,
): { program: GeneratedProgram; comparison: Comparison; leftOut: number } {
  let program = made;
  for (;;) {
    const comparison = compare(sourceOf(program), program.vectors, builds, folder);
    const entries = comparison.difference ? withoutRefused(program, comparison.difference) : null;
    if (!entries) return { program, comparison, leftOut: made.entries.length - program.entries.length };
    program = { ...program, entries };
  }
}

function withoutRefused(program: GeneratedProgram, difference: Difference): Statement[] | null {
  if (difference.kind !== "refused" || difference.diagnostics.some(({ code }) => !code.startsWith("TS")))
    return null;
  let line = showStatements(program.world).split("\n").length;
  const refused = new Set(difference.diagnostics.map(({ at }) => at.line));
  const entries = program.entries.filter((entry) => {
    const first = line;
    line += showStatements([entry]).split("\n").length - 1;
    return ![...refused].some((found) => found >= first && found < line);
  });
  return entries.length < program.entries.length ? entries : null;
}

/** Shrinks a failing program and writes down what is wrong with it. */
function explain(
  program: GeneratedProgram,
  difference: Difference,
  builds: readonly Build[],
  folder: string,
  limits: ShrinkLimits,
): string {
  const only = difference.kind === "differs" ? [difference.build] : builds;
  let { vectors } = program;
  const find = (candidate: readonly Statement[], trace = false) =>
    compare(showStatements(candidate), vectors, only, folder, trace).difference;
  const fails = (candidate: Statement[]) => {
    try {
      return sameFailure(find(candidate), difference);
    } catch {
      return false;
    }
  };
  const whole = [...program.world, ...program.entries];
  const focused = [...program.world, ...program.entries.filter((entry) => isEntry(entry, difference))];
  const start = fails(focused) ? focused : whole;
  const small = shrink(start, fails, limits);
  const failing = vectors.find((vector) => {
    vectors = [vector];
    return fails(small);
  });
  vectors = failing ? [failing] : program.vectors;
  const what = find(small, true) ?? difference;
  return report(program.seed, what, vectors, showStatements(small));
}

/** The same kind; refused for the same reasons, and for no others. */
function sameFailure(found: Difference | null, wanted: Difference): boolean {
  if (found?.kind !== "refused" || wanted.kind !== "refused") return found?.kind === wanted.kind;
  return found.diagnostics.every(({ code }) => wanted.diagnostics.some((other) => other.code === code));
}

function isEntry(statement: Statement, difference: Difference): boolean {
  return (
    difference.kind !== "differs" || String(statement.parts[0]).includes(`function ${difference.entry}(`)
  );
}

function report(seed: number, what: Difference, vectors: readonly bigint[][], text: string): string {
  const build = what.kind === "differs" ? `build:   ${what.build.name}\n` : "";
  const called = vectors.length === 1 ? `called with ${vectors[0]?.join(", ")}\n` : "";
  return `/*\nseed ${seed}: ${what.kind}\n${build}${called}${what.what}\n*/\n${text}`;
}

/** Keeps a failing program for later: `FOLDER/SEED.ts`. */
export function keepFailure(folder: string, failure: { seed: number; text: string }): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${failure.seed}.ts`);
  writeFileSync(path, failure.text);
  return path;
}
