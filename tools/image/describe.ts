/**
 * Reads a system description. It is evaluated in a process of its own, always by the same runner,
 * so that the line numbers of its rules are right whoever asks (a test runner rewrites sources).
 * Run as a program (`tsx tools/image/describe.ts FILE`) it prints the description as JSON.
 */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Failure } from "../failure.ts";
import { inRoot } from "../paths.ts";
import { runCommand } from "../process.ts";
import type { System } from "../system.ts";
import { systemMistakes } from "./check-system.ts";
import { descriptionLines } from "./description-lines.ts";

const OWN_PATH = fileURLToPath(import.meta.url);
const MARK = "system-description:";

/** The description in a file (from the root), checked. */
export async function describeSystem(path: string): Promise<System> {
  if (!existsSync(inRoot(path))) throw new Failure(`there is no system description ${path}`);
  const output = await runCommand([process.execPath, "--import", "tsx", OWN_PATH, inRoot(path)], {
    timeLimitSeconds: 30,
    advice: `mend ${path}`,
  });
  const start = output.indexOf(MARK);
  const system = JSON.parse(output.slice(start + MARK.length)) as System | null;
  if (system?.tasks === undefined) {
    throw new Failure(
      `${path} does not export a system`,
      "write: export default defineSystem({ tasks: {…}, rules: […] });",
    );
  }
  const placed = { ...system, lines: descriptionLines(readFileSync(inRoot(path), "utf8")) };
  const mistakes = systemMistakes(placed);
  if (mistakes.length === 0) return placed;
  const lines = mistakes.map(({ line, text }) => `${path}:${line === 0 ? "" : `${line}:`} ${text}`);
  throw new Failure(lines.join("\n"), `mend ${path}`);
}

if (process.argv[1] === OWN_PATH) {
  const module = (await import(pathToFileURL(process.argv[2]!).href)) as { default?: System };
  process.stdout.write(`${MARK}${JSON.stringify(module.default ?? null)}\n`);
}
