/**
 * The command line: `ts2c FILE -o FILE.c`, `ts2c check`, `run`, `layout`, `explain`.
 *
 * Invariants: status 0 is success, 1 a program with findings, 2 a wrong call or a file that cannot be written, told in
 * one line; `run` gives the status of the program. Findings go to standard error, as JSON to standard output.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Command, CommanderError, Option } from "commander";
import { type CompileOptions, type CompileResult, compileProgram, projectRoot } from "./api.ts";
import { explain } from "./explain.ts";
import { type LayoutFormat, printLayout } from "./layout.ts";
import { reportText } from "./report.ts";
import { runOnHost } from "./run.ts";

const USAGE_STATUS = 2;

/** How findings are shown; every command that compiles takes these. */
interface ReportFlags {
  pretty?: boolean;
  json?: boolean;
}

/** Compiles and prints what was found; null when something was. */
function compileOrReport(options: CompileOptions, flags: ReportFlags): CompileResult | null {
  const result = compileProgram(options);
  report(options.entry, result.diagnostics, flags);
  if (result.diagnostics.length === 0) return result;
  process.exitCode = 1;
  return null;
}

function report(entry: string, diagnostics: CompileResult["diagnostics"], flags: ReportFlags): void {
  const root = projectRoot(entry);
  if (flags.json) {
    process.stdout.write(reportText(diagnostics, { form: "json", colour: false, root }));
    return;
  }
  const terminal = process.stderr.isTTY === true;
  const form = (flags.pretty ?? terminal) ? "pretty" : "plain";
  const colour = terminal && !process.env.NO_COLOR;
  process.stderr.write(reportText(diagnostics, { form, colour, root }));
}

function writeOutput(path: string, text: string): void {
  mkdirSync(dirname(resolve(path)), { recursive: true });
  writeFileSync(path, text);
}

interface CompileFlags extends ReportFlags {
  output?: string;
  deps?: string;
  host?: boolean;
}

function compileCommand(file: string, flags: CompileFlags): void {
  if (!flags.output) throw new Error(`where to? ts2c ${file} -o FILE.c; ts2c check ${file} writes nothing`);
  const result = compileOrReport({ entry: file, target: flags.host ? "host" : "freestanding" }, flags);
  if (!result?.c) return;
  writeOutput(flags.output, result.c);
  if (!flags.deps) return;
  const names = result.dependencies.map((path) => relative(process.cwd(), path).replaceAll(" ", "\\ "));
  writeOutput(flags.deps, `${flags.output}: ${names.join(" \\\n  ")}\n`);
}

/** Several programs, one list of findings. */
function checkCommand(files: string[], flags: ReportFlags & { host?: boolean }): void {
  const target = flags.host ? "host" : "freestanding";
  const seen = new Map<string, CompileResult["diagnostics"][number]>();
  for (const entry of files) {
    for (const found of compileProgram({ entry, target }).diagnostics) {
      const { at, code, message } = found;
      seen.set([at.file, at.line, at.column, code, message].join("\0"), found);
    }
  }
  report(files[0] ?? "", [...seen.values()], flags);
  if (seen.size > 0) process.exitCode = 1;
}

interface RunFlags extends ReportFlags {
  sanitize?: boolean;
  keep?: boolean;
  timeout: string;
}

function runCommand(file: string, flags: RunFlags): void {
  const seconds = Number(flags.timeout);
  if (!(seconds > 0)) throw new Error("--timeout takes a number of seconds above zero");
  const result = compileOrReport({ entry: file, target: "host" }, flags);
  if (!result?.c) return;
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

function layoutCommand(files: string[], flags: ReportFlags & { format: string; output: string }): void {
  const texts: string[] = [];
  for (const file of files) {
    const result = compileOrReport({ entry: file }, flags);
    if (result?.world)
      texts.push(printLayout(result.world, result.world.entry, flags.format as LayoutFormat));
  }
  if (process.exitCode !== 1) writeOutput(flags.output, texts.join("\n"));
}

/** `Version 0.1.0 (TypeScript 6.0.3)` from the packages themselves. */
function versionText(): string {
  const file = resolve(dirname(fileURLToPath(import.meta.url)), "../package.json");
  const { version, dependencies } = JSON.parse(readFileSync(file, "utf8")) as {
    version: string;
    dependencies: Record<string, string>;
  };
  return `Version ${version} (TypeScript ${dependencies.typescript})`;
}

/** Options that say how findings are shown. */
function withReports(command: Command, json: boolean): Command {
  command
    .option("--pretty", "show the lines of the source; so it is on a terminal anyway")
    .option("--no-pretty", "one line for each finding");
  return json ? command.option("--json", "findings as JSON on standard output") : command;
}

function makeProgram(): Command {
  const program = new Command("ts2c")
    .description("Compiles a restricted TypeScript to readable, freestanding C")
    .version(versionText(), "-v, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .addHelpText("after", "\nThe language: docs/language.md. A message: ts2c explain CODE.");
  withReports(program.command("compile", { isDefault: true }), true)
    .description("compile a program, given by its entry file, to one C file")
    .argument("<file>")
    .option("-o, --output <file>", "the C file to write")
    .option("--deps <file>", "write the files read in make's format")
    .option("--host", "for this machine: with print and main, without machine intrinsics")
    .action(compileCommand);
  withReports(program.command("check"), true)
    .description("report what is wrong with programs, given by their entry files, and write nothing")
    .argument("<files...>")
    .option("--host", "for this machine: with print and main, without machine intrinsics")
    .action(checkCommand);
  withReports(program.command("run"), false)
    .description("build for this machine and run the exported main(): i32")
    .argument("<file>")
    .option("--sanitize", "with address and undefined-behaviour sanitizers")
    .option("--keep", "keep the C file and the program")
    .option("--timeout <seconds>", "time limit", "60")
    .action(runCommand);
  withReports(program.command("layout"), false)
    .description("write exported constants, enum members and field offsets")
    .argument("<files...>")
    .requiredOption("-o, --output <file>", "the file to write")
    .addOption(new Option("--format <format>", "for whom").choices(["nasm", "c", "markdown"]).default("nasm"))
    .action(layoutCommand);
  program
    .command("explain")
    .description("explain a code, such as K2003, with an example and its repair")
    .argument("<code>")
    .action((code: string) => {
      process.stdout.write(explain(code));
    });
  return program;
}

/** Runs the command line; sets the exit status. */
export async function main(argv: string[]): Promise<void> {
  try {
    if (argv.length <= 2) throw new Error("no file given; ts2c --help shows what there is");
    await makeProgram().parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return;
    const [line = ""] = (error as Error).message.replace(/^error: /, "").split("\n");
    console.error(`ts2c: ${line}`);
    process.exitCode = USAGE_STATUS;
  }
}
