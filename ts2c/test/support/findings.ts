/**
 * What refused fixtures expect, and what the compiler finds in them.
 *
 * A fixture says what is expected at the end of the line: `// error: K2003 11, TS2322 3`, code and column.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compileProgram } from "../../src/api.ts";

/** What the comments of one file expect, as `file line code column`. */
export function expectedIn(root: string, file: string): string[] {
  const lines = readFileSync(join(root, file), "utf8").split("\n");
  return lines.flatMap((line, index) => {
    const comment = / \/\/ error: (.*)$/.exec(line)?.[1];
    return comment ? comment.split(", ").map((found) => `${file} ${index + 1} ${found}`) : [];
  });
}

/** What is found in a program, in the same form. Throws when it is accepted. */
export function foundIn(root: string, entry: string): string[] {
  const text = readFileSync(join(root, entry), "utf8");
  const target = text.startsWith("// target: host") ? "host" : "freestanding";
  const { diagnostics, c } = compileProgram({ entry: join(root, entry), root, target });
  if (c !== null) throw new Error(`${entry} is accepted`);
  return diagnostics.map(({ at, code }) => `${at.file} ${at.line} ${code} ${at.column}`);
}
