/**
 * Builds a program for this machine and runs it: `ts2c run`.
 *
 * Invariants: everything lands in a folder of its own in the system's temporary folder, removed afterwards unless kept;
 * the program has a time limit.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Where `ts2c.h` lies. */
export const RUNTIME_PATH = resolve(dirname(fileURLToPath(import.meta.url)), "../runtime");

const WARNINGS = ["-std=gnu11", "-Wall", "-Wextra", "-Werror"];
const SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
const BUILD_LIMIT_MS = 120_000;

export interface RunOptions {
  readonly sanitize?: boolean;
  readonly keep?: boolean;
  readonly timeoutMs?: number;
  readonly optimize?: string;
}

export interface RunResult {
  /** The exit status: of the program, or 134 after a panic, or 124 after the time limit, or 1 when gcc failed. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly folder: string;
}

/** Compiles C text with the host's compiler and runs it. */
export function runOnHost(c: string, name: string, options: RunOptions = {}): RunResult {
  const folder = mkdtempSync(join(tmpdir(), "ts2c-"));
  try {
    return build(c, join(folder, basename(name, ".ts")), folder, options);
  } finally {
    if (!options.keep) rmSync(folder, { recursive: true, force: true });
  }
}

function build(c: string, base: string, folder: string, options: RunOptions): RunResult {
  writeFileSync(`${base}.c`, c);
  const flags = [
    ...WARNINGS,
    options.optimize ?? "-O2",
    "-g",
    "-fno-strict-aliasing",
    "-frounding-math",
    "-DTS2C_HOST",
    `-I${RUNTIME_PATH}`,
  ];
  if (options.sanitize) flags.push(...SANITIZERS);
  const compiler = process.env.CC ?? "cc";
  const built = spawnSync(compiler, [...flags, `${base}.c`, "-o", base], {
    encoding: "utf8",
    timeout: BUILD_LIMIT_MS,
  });
  if (built.status !== 0) {
    const why = built.error
      ? `cannot run ${compiler} (CC names another compiler): ${built.error.message}\n`
      : `the C compiler refused what ts2c wrote (a bug in ts2c):\n${built.stderr}`;
    return {
      status: 1,
      stdout: "",
      stderr: why,
      folder,
    };
  }
  const limit = options.timeoutMs ?? 60_000;
  const ran = spawnSync(base, [], {
    encoding: "utf8",
    timeout: limit,
    killSignal: "SIGKILL",
    maxBuffer: 1 << 28,
  });
  const timedOut = ran.error && "code" in ran.error && ran.error.code === "ETIMEDOUT";
  const stderr = timedOut ? `${ran.stderr}ended after ${limit / 1000} s\n` : ran.stderr;
  const status = timedOut ? 124 : (ran.status ?? 128);
  const signal = !timedOut && ran.signal ? `ended by ${ran.signal}\n` : "";
  return { status, stdout: ran.stdout, stderr: stderr + signal, folder };
}
