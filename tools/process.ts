/**
 * Runs other programs. Every run has a time limit; past it the process is killed by its own id.
 * No process started here outlives this one.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { Failure } from "./failure.ts";
import { ROOT } from "./paths.ts";

export interface CommandOptions {
  timeLimitSeconds?: number;
  environment?: Record<string, string>;
  /** What to do when the program is missing or fails. */
  advice?: string;
}

const COMMAND_TIME_LIMIT_SECONDS = 120;
const children = new Set<ChildProcess>();
let cleaningUp = false;

/** Kills a child when this process ends, however it ends. */
export function ownChild(child: ChildProcess): void {
  children.add(child);
  child.once("close", () => children.delete(child));
  if (cleaningUp) return;
  cleaningUp = true;
  process.once("exit", () => {
    for (const one of children) one.kill("SIGKILL");
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));
}

/** Runs a program to its end and gives its output (both streams); any failure is a `Failure` with that output. */
export function runCommand(command: string[], options: CommandOptions = {}): Promise<string> {
  const limit = options.timeLimitSeconds ?? COMMAND_TIME_LIMIT_SECONDS;
  const [program, ...parameters] = command;
  return new Promise((resolvePromise, reject) => {
    const child = spawn(program!, parameters, {
      cwd: ROOT,
      env: { ...process.env, LC_ALL: "C", ...options.environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    ownChild(child);
    const output: Buffer[] = [];
    child.stdout.on("data", (data: Buffer) => output.push(data));
    child.stderr.on("data", (data: Buffer) => output.push(data));
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill("SIGKILL");
    }, limit * 1000);
    child.once("error", (error) => {
      clearTimeout(timer);
      reject(
        new Failure(`${program} cannot be run: ${error.message}`, options.advice ?? "make setup installs it"),
      );
    });
    child.once("close", (status) => {
      clearTimeout(timer);
      const text = Buffer.concat(output).toString();
      if (status === 0 && !timedOut) return resolvePromise(text);
      const reason = timedOut ? `did not end within ${limit} s` : `ended with status ${status}`;
      reject(new Failure(`${text.trimEnd()}\n${command.join(" ")}\n${program} ${reason}`, options.advice));
    });
  });
}

/** The first of these programs that can be found: a name on the PATH, or a path. Null when there is none. */
export function findProgram(...candidates: string[]): string | null {
  for (const candidate of candidates) {
    if (candidate.includes("/") ? isExecutable(candidate) : findOnPath(candidate)) return candidate;
  }
  return null;
}

function findOnPath(name: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => isExecutable(join(folder, name)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
