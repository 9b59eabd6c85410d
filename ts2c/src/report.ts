/**
 * Findings as people and tools want them: one line each, with the lines of the source, or as JSON.
 *
 * Invariants: the one-line form is that of TypeScript and never changes, for editors and make read it; colours only
 * where the caller asks for them. This file must never leave a finding out.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Diagnostic, formatDiagnostic, type Position } from "./diagnostics.ts";

export type ReportForm = "plain" | "pretty" | "json";

export interface ReportOptions {
  readonly form: ReportForm;
  readonly colour: boolean;
  /** What the paths in positions are relative to. */
  readonly root: string;
}

/** A source line longer than this is shown in part: what is wrong in a minified file is not worth a screenful. */
const EXCERPT_COLUMNS = 160;

type Paint = (style: keyof typeof STYLES, text: string) => string;
const STYLES = { file: 96, place: 93, error: 91, dim: 90, gutter: 7 } as const;

const painter =
  (colour: boolean): Paint =>
  (style, text) =>
    colour ? `\u001b[${STYLES[style]}m${text}\u001b[0m` : text;

/** All findings as text that ends with a new line; empty for none, but for JSON, which is then `[]`. */
export function reportText(diagnostics: readonly Diagnostic[], options: ReportOptions): string {
  if (options.form === "json") return `${JSON.stringify(diagnostics.map(plainObject), null, 2)}\n`;
  if (diagnostics.length === 0) return "";
  if (options.form === "plain") return `${diagnostics.map(formatDiagnostic).join("\n")}\n`;
  const paint = painter(options.colour);
  const texts = diagnostics.map((diagnostic) => excerpt(diagnostic, options.root, paint));
  return `${texts.join("\n")}\n${summary(diagnostics)}\n`;
}

function plainObject({ at, code, message }: Diagnostic) {
  return { file: at.file, line: at.line, column: at.column, length: at.length ?? 0, code, message };
}

/** As `tsc --pretty`: the place, the message, the line, and what is meant underlined. */
function excerpt({ at, code, message }: Diagnostic, root: string, paint: Paint): string {
  const place = [paint("file", at.file), paint("place", String(at.line)), paint("place", String(at.column))];
  const head = `${place.join(":")} - ${paint("error", "error")} ${paint("dim", `${code}:`)} ${message}\n`;
  const line = sourceLine(at, root);
  if (line === null) return head;
  const from = Math.max(0, at.column - 1 - EXCERPT_COLUMNS / 2);
  const shown = line.slice(from, from + EXCERPT_COLUMNS).replace(/[^\P{Cc}\t]/gu, "\u{fffd}");
  const start = at.column - 1 - from;
  const length = Math.max(1, Math.min(at.length ?? 1, shown.length - start));
  const gutter = String(at.line);
  const blank = shown.slice(0, start).replace(/[^\t]/g, " ");
  const under = `${paint("gutter", " ".repeat(gutter.length))} ${blank}${paint("error", "~".repeat(length))}`;
  return `${head}\n${paint("gutter", gutter)} ${shown}\n${under}\n`;
}

/** The line as it is in the file now; null when that cannot be read. */
function sourceLine(at: Position, root: string): string | null {
  try {
    return readFileSync(resolve(root, at.file), "utf8").split(/\r\n|[\n\r\u2028\u2029]/)[at.line - 1] ?? null;
  } catch {
    return null;
  }
}

function summary(diagnostics: readonly Diagnostic[]): string {
  const files = new Map<string, number>();
  for (const { at } of diagnostics) files.set(at.file, (files.get(at.file) ?? 0) + 1);
  const errors = diagnostics.length === 1 ? "1 error" : `${diagnostics.length} errors`;
  const where = files.size === 1 ? `in ${diagnostics[0]?.at.file}` : `in ${files.size} files`;
  const code = diagnostics.find((diagnostic) => diagnostic.code.startsWith("K"))?.code;
  return `Found ${errors} ${where}.${code ? ` More about a code: ts2c explain ${code}` : ""}`;
}
