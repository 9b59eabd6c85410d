/**
 * Whether a generated program does the same by the oracle and in every build.
 */
import type { Diagnostic } from "../../src/api.ts";
import { formatDiagnostic } from "../../src/api.ts";
import { type Expected, expectedLines } from "./expected.ts";
import { type Build, compile, runBuild, writeTable } from "./native.ts";
import { entryNames } from "./program.ts";

export type Difference =
  /** The compiler refuses or crashes on what the generator takes to be a program of the language. */
  | { readonly kind: "refused"; readonly what: string; readonly diagnostics: readonly Diagnostic[] }
  /** A build does something else; `entry` is the first one that does. */
  | { readonly kind: "differs"; readonly what: string; readonly build: Build; readonly entry: string };

export interface Comparison {
  readonly difference: Difference | null;
  readonly checks: number;
  readonly traps: number;
}

/** Compiles, runs and compares. */
export function compare(
  source: string,
  vectors: readonly bigint[][],
  builds: readonly Build[],
  folder: string,
  trace = false,
): Comparison {
  const none = { checks: 0, traps: 0 };
  const { c, diagnostics } = compile(source, folder);
  if (c === null) {
    const what = diagnostics.map(formatDiagnostic).join("\n");
    return { ...none, difference: { kind: "refused", what, diagnostics } };
  }
  const names = entryNames(source);
  const expected = expectedLines(source, names, vectors, trace);
  writeTable(folder, names, vectors);
  for (const build of builds) {
    const { lines, failure } = runBuild(c, folder, build, trace);
    const at = firstDifference(source, expected.lines, lines);
    if (at === null && failure === null) continue;
    const call = (at === null ? lines : lines.slice(0, at)).filter((line) => !line.startsWith("=")).length;
    const entry = names[Math.floor(call / vectors.length)] ?? "";
    return {
      ...counts(expected),
      difference: { kind: "differs", what: say(expected, lines, at, failure), build, entry },
    };
  }
  return { ...counts(expected), difference: null };
}

const counts = ({ checks, traps }: Expected) => ({ checks, traps });

function say(
  expected: Expected,
  lines: readonly string[],
  at: number | null,
  failure: string | null,
): string {
  const found = failure ? [failure] : [];
  if (at !== null) found.push(`oracle:  ${expected.lines[at]}`, `program: ${lines[at]}`);
  return found.join("\n");
}

function firstDifference(
  source: string,
  expected: readonly string[],
  found: readonly string[],
): number | null {
  for (const [index, line] of expected.entries()) {
    if (found[index] !== line && !sameTrap(source, line, found[index])) return index;
  }
  return found.length > expected.length ? expected.length : null;
}

/**
 * Two checks that fail in one statement, with nothing between them that could be seen: which of them speaks first is
 * not laid down. Both must fail, on the same line, after the same checks.
 */
function sameTrap(source: string, expected: string, found: string | undefined): boolean {
  const [checks, hash, line, message] = expected.split(" ");
  const other = found?.split(" ");
  if (!message || !other?.[3]) return false;
  const text = source.split("\n")[Number.parseInt(line ?? "0", 16) - 1] ?? "";
  const places = text.match(/\[|\/|%|<<|>>|checked|charCodeAt|!/g)?.length ?? 0;
  return places > 1 && checks === other[0] && hash === other[1] && line === other[2];
}
