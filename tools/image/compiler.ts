/**
 * Calls ts2c: TypeScript program to one C file, layouts to a NASM include file. Programs are compiled
 * in this process, which parses what they share only once. The compiler's own sources count as input,
 * so that a changed compiler compiles everything again.
 */
import { writeFileSync } from "node:fs";
import type { Often } from "../../ts2c/src/api.ts";
import type { ModuleTree } from "../../ts2c/src/tree.ts";
import { Failure } from "../failure.ts";
import { fromRoot, inRoot } from "../paths.ts";
import { runCommand } from "../process.ts";
import { filesBelow, runStep } from "./step.ts";

const TS2C = "ts2c/bin/ts2c.mjs";
const LAYERS = "ts2c.json";
const ADVICE = "mend the source; `npx ts2c explain CODE` tells more about a code";

/**
 * Entry file and all it imports to one C file; "host" is for programs that this machine runs. `replacements`
 * names files that stand for others, from the root; `often`, what is to be compiled for speed.
 */
export async function compileTypeScript(
  entry: string,
  c: string,
  target: "freestanding" | "host" = "freestanding",
  replacements: Readonly<Record<string, string>> = {},
  often?: Often,
): Promise<void> {
  await runStep({
    tool: "ts2c",
    subject: entry,
    outputs: [c],
    inputs: [entry, LAYERS, ...compilerFiles()],
    key: [entry, target, ...Object.entries(replacements).flat(), often],
    run: async () => {
      const { compileProgram, formatDiagnostic } = await import("../../ts2c/src/api.ts");
      const options = { entry: inRoot(entry), root: inRoot("."), target, replacements, often };
      const result = compileProgram(options);
      if (result.c === null) throw new Failure(result.diagnostics.map(formatDiagnostic).join("\n"), ADVICE);
      if (result.world !== null) insistOnNames(often ?? {}, result.world.modules, replacements);
      writeFileSync(inRoot(c), result.c);
      return result.dependencies.map(fromRoot);
    },
  });
}

/** A list that names what is not there, or no more, is a Failure. */
function insistOnNames(
  often: Often,
  modules: readonly ModuleTree[],
  replacements: Readonly<Record<string, string>>,
): void {
  const functions = new Map(
    modules.map(({ path, functions, classes }) => {
      const methods = classes.flatMap((one) => one.methods);
      return [path, [...functions, ...methods].map((one) => one.name)] as const;
    }),
  );
  const unknown = Object.entries(often).flatMap(([path, names]) => {
    if (path in replacements) return [];
    const known = functions.get(path);
    if (known === undefined || names === "*") return known === undefined ? [path] : [];
    return names.filter((name) => !known.includes(name)).map((name) => `${name} of ${path}`);
  });
  if (unknown.length > 0) throw new Failure(`not there: ${unknown.join(", ")}`, "see tools/image/often.ts");
}

/** The constants and layouts of these files as a NASM include file. */
export async function writeLayouts(sources: string[], include: string): Promise<void> {
  const command = [process.execPath, TS2C, "layout", ...sources, "--format", "nasm", "-o", include];
  await runStep({
    tool: "ts2c",
    subject: `layouts of ${sources.length} files`,
    outputs: [include],
    inputs: [...sources, LAYERS, ...compilerFiles()],
    key: command.slice(1),
    run: async () => {
      await runCommand(command, { advice: ADVICE });
      return undefined;
    },
  });
}

let compiler: string[] | undefined;

function compilerFiles(): string[] {
  compiler ??= ["src", "bin", "library"].flatMap((folder) => filesBelow(`ts2c/${folder}`));
  return compiler;
}
