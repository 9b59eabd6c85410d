/**
 * The examples of explanations: what they promise, and what the compiler finds in them.
 */
import type { Diagnostic } from "../../src/api.ts";
import type { Example } from "../../src/explain.ts";
import { compileText } from "./compile-text.ts";

/** Stands for a program too long to print. */
const AND_SO_ON = "x; // and so on: K2049";
const MANY = 5_000;

/** Compiles an example; its first source file is the entry. */
export function compileExample(files: readonly Example[]): readonly Diagnostic[] {
  const texts = files.map(({ file, text }) => [file, text.replace(AND_SO_ON, `x${" + x".repeat(MANY)};`)]);
  const entry = files.find(({ file }) => file.endsWith(".ts"))?.file;
  if (entry === undefined) throw new Error("an example without a source file");
  const target = files.some(({ text }) => text.startsWith("// target: host")) ? "host" : "freestanding";
  return compileText(Object.fromEntries(texts), { entry, target }).diagnostics;
}

/** What the comments of an example promise, as `file line code`. */
export function promisedIn(files: readonly Example[]): string[] {
  return files.flatMap(({ file, text }) =>
    text.split("\n").flatMap((line, index) => {
      const codes = / \/\/ ((?:K2|TS)\d+(?:, (?:K2|TS)\d+)*)$/.exec(line)?.[1];
      return codes ? codes.split(", ").map((code) => `${file} ${index + 1} ${code}`) : [];
    }),
  );
}

/** Findings in the same form. */
export function placesOf(found: readonly Diagnostic[]): string[] {
  return found.map((one) => `${one.at.file} ${one.at.line} ${one.code}`);
}
