/**
 * Runs every program of test/host/panics: each uses the kernel's tables as only a bug would, and
 * must be stopped with status 134 and the message that its first line names.
 */
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FOLDER = "test/host/panics";
const COMPILER = join(ROOT, "ts2c/bin/ts2c.mjs");
const PANIC_STATUS = 134;
const TEST_LIMIT_MS = 60_000;

const programs = readdirSync(join(ROOT, FOLDER)).sort();

/** Exit status and everything printed. */
async function run(program: string): Promise<{ status: number; output: string }> {
  const command = [COMPILER, "run", join(FOLDER, program), "--timeout", "20"];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, command, {
      cwd: ROOT,
      timeout: TEST_LIMIT_MS,
    });
    return { status: 0, output: stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, output: stdout + stderr };
  }
}

describe.concurrent("bugs that must panic", () => {
  test("there are programs", () => {
    expect(programs.length).toBeGreaterThan(0);
  });
  for (const program of programs) {
    test(program, { timeout: TEST_LIMIT_MS }, async () => {
      const message = /^\/\*\* panics: (.+) \*\/\n/.exec(
        readFileSync(join(ROOT, FOLDER, program), "utf8"),
      )?.[1];
      expect(message).toBeDefined();
      const { status, output } = await run(program);
      expect(output).toContain(message);
      expect(status).toBe(PANIC_STATUS);
    });
  }
});
