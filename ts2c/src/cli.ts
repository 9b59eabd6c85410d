/**
 * The command line: `ts2c FILE -o FILE.c`, `ts2c run`, `ts2c layout`, `ts2c explain`.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { Command } from "commander";
import { type CompileOptions, type CompileResult, compileProgram, formatDiagnostic } from "./api.ts";
import { MESSAGES } from "./diagnostics.ts";
import { type LayoutFormat, printLayout } from "./layout.ts";
import { runOnHost } from "./run.ts";

/** Compiles and prints what was found; null when something was. */
function compileOrReport(options: CompileOptions): CompileResult | null {
  const result = compileProgram(options);
  for (const diagnostic of result.diagnostics) console.error(formatDiagnostic(diagnostic));
  if (result.diagnostics.length === 0) return result;
  process.exitCode = 1;
  return null;
}

function writeOutput(path: string, text: string): void {
  mkdirSync(dirname(resolve(path)), { recursive: true });
  writeFileSync(path, text);
}

interface CompileFlags {
  output: string;
  deps?: string;
  host?: boolean;
}

function compileCommand(file: string, flags: CompileFlags): void {
  const result = compileOrReport({ entry: file, target: flags.host ? "host" : "freestanding" });
  if (!result?.c) return;
  writeOutput(flags.output, result.c);
  if (!flags.deps) return;
  const names = result.dependencies.map((path) => relative(process.cwd(), path).replaceAll(" ", "\\ "));
  writeOutput(flags.deps, `${flags.output}: ${names.join(" \\\n  ")}\n`);
}

interface RunFlags {
  sanitize?: boolean;
  keep?: boolean;
  timeout: string;
}

function runCommand(file: string, flags: RunFlags): void {
  const result = compileOrReport({ entry: file, target: "host" });
  if (!result?.c) return;
  const seconds = Number(flags.timeout);
  if (!(seconds > 0)) throw new Error("--timeout takes a number of seconds above zero");
  const ran = runOnHost(result.c, file, {
    sanitize: flags.sanitize === true,
    keep: flags.keep === true,
    timeoutMs: seconds * 1000,
  });
  process.stdout.write(ran.stdout);
  process.stderr.write(ran.stderr);
  if (flags.keep) console.error(`kept in ${ran.folder}`);
  process.exitCode = ran.status;
}

function layoutCommand(files: string[], flags: { format: string; output: string }): void {
  if (!["nasm", "c", "markdown"].includes(flags.format)) throw new Error("--format is nasm, c or markdown");
  const texts: string[] = [];
  for (const file of files) {
    const result = compileOrReport({ entry: file });
    if (result?.world)
      texts.push(printLayout(result.world, result.world.entry, flags.format as LayoutFormat));
  }
  if (process.exitCode !== 1) writeOutput(flags.output, texts.join("\n"));
}

function explainCommand(code: string): void {
  const found = Object.values(MESSAGES).find((entry) => entry.code === code.toUpperCase());
  if (!found)
    throw new Error(`there is no ${code}; the codes are K2001 to ${Object.values(MESSAGES).at(-1)?.code}`);
  console.log(`${found.code}: ${found.text}.\n${found.hint}`);
}

/** Runs the command line; sets the exit status. */
export async function main(argv: string[]): Promise<void> {
  const program = new Command("ts2c").description(
    "Compiles a restricted TypeScript to readable, freestanding C",
  );
  program
    .command("compile", { isDefault: true })
    .description("compile a program, given by its entry file, to one C file")
    .argument("<file>")
    .requiredOption("-o, --output <file>", "the C file to write")
    .option("--deps <file>", "write the files read in make's format")
    .option("--host", "for this machine: with print and main, without machine intrinsics")
    .action(compileCommand);
  program
    .command("run")
    .description("build for this machine and run the exported main(): i32")
    .argument("<file>")
    .option("--sanitize", "with address and undefined-behaviour sanitizers")
    .option("--keep", "keep the C file and the program")
    .option("--timeout <seconds>", "time limit", "60")
    .action(runCommand);
  program
    .command("layout")
    .description("write exported constants, enum members and field offsets")
    .argument("<files...>")
    .requiredOption("-o, --output <file>", "the file to write")
    .option("--format <format>", "nasm, c or markdown", "nasm")
    .action(layoutCommand);
  program
    .command("explain")
    .description("explain a code, such as K2003")
    .argument("<code>")
    .action(explainCommand);
  try {
    await program.parseAsync(argv);
  } catch (error) {
    console.error(`ts2c: ${(error as Error).message}`);
    process.exitCode = 2;
  }
}
