/**
 * Compiles programs that a test writes out, in a temporary folder of their own.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type CompileResult, compileProgram, formatDiagnostic } from "../../src/api.ts";

export interface CompileText {
  /** The entry file; without one, the first file. */
  readonly entry?: string;
  readonly target?: "host" | "freestanding";
  /** Let the compiler find the root itself rather than telling it. */
  readonly findRoot?: boolean;
}

/** Compiles files given by name and text. */
export function compileText(files: Record<string, string>, options: CompileText = {}): CompileResult {
  const folder = mkdtempSync(join(tmpdir(), "ts2c-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const entry = join(folder, options.entry ?? Object.keys(files)[0] ?? "");
    const root = options.findRoot ? {} : { root: folder };
    return compileProgram({ entry, target: options.target ?? "freestanding", ...root });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The C of a program that must be accepted. Throws with the findings otherwise. */
export function acceptedC(files: Record<string, string>, options: CompileText = {}): string {
  const { c, diagnostics } = compileText(files, options);
  if (c === null) throw new Error(diagnostics.map(formatDiagnostic).join("\n"));
  return c;
}

/** The findings of a program, as `file(line,column): error CODE: …` cut behind the code. */
export function findingsOf(files: Record<string, string>, options: CompileText = {}): string[] {
  return compileText(files, options).diagnostics.map((found) =>
    formatDiagnostic(found).replace(/^(.*?: error \w+): .*$/s, "$1"),
  );
}
