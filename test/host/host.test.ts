/**
 * Runs every program of this folder on the host, with address and undefined-behaviour sanitizers.
 * A program passes when it ends with status 0 and has said how many checks it made.
 */
import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
const ROOT = join(FOLDER, "../..");
const COMPILER = join(ROOT, "ts2c/bin/ts2c.mjs");
const RUN_LIMIT_SECONDS = 60;
/** Compiling comes on top of running. */
const TEST_LIMIT_MS = 2 * RUN_LIMIT_SECONDS * 1000;

const programs = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
  .sort();

async function run(program: string): Promise<string> {
  const command = [
    COMPILER,
    "run",
    `test/host/${program}`,
    "--sanitize",
    "--timeout",
    `${RUN_LIMIT_SECONDS}`,
  ];
  const options = { cwd: ROOT, timeout: TEST_LIMIT_MS, maxBuffer: 1 << 24 };
  try {
    return (await promisify(execFile)(process.execPath, command, options)).stdout;
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new Error(`${program} failed:\n${stdout}${stderr}`, { cause: error });
  }
}

describe.concurrent("programs on the host, with sanitizers", () => {
  test("there are programs", () => {
    expect(programs.length).toBeGreaterThan(0);
  });
  for (const program of programs) {
    test(program, { timeout: TEST_LIMIT_MS }, async () => {
      const output = await run(program);
      expect(output).toMatch(/[1-9]\d* checks, 0 failed\n$/);
    });
  }
});
