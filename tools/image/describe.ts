/**
 * Reads a system description. It is evaluated in a process of its own, always by the same runner,
 * so that the line numbers of its rules are right whoever asks (a test runner rewrites sources).
 * Run as a program (`tsx tools/image/describe.ts FILE`) it prints the description as JSON.
 */
import { existsSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Failure } from "../failure.ts";
import { inRoot } from "../paths.ts";
import { runCommand } from "../process.ts";
import type { System } from "../system.ts";
import { systemMistakes } from "./check-system.ts";

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
  const mistakes = systemMistakes(system);
  if (mistakes.length > 0) throw new Failure(`${path}: ${mistakes.join(`\n${path}: `)}`, `mend ${path}`);
  return system;
}

if (process.argv[1] === OWN_PATH) {
  const module = (await import(pathToFileURL(process.argv[2]!).href)) as { default?: System };
  process.stdout.write(`${MARK}${JSON.stringify(module.default ?? null)}\n`);
}
