/**
 * Runs C for i386 directly, where the processor and the kernel of this machine can.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RUNTIME_PATH } from "../../src/run.ts";
import { TEST_FOLDER } from "./fixtures.ts";

/** The C compiler for i386; `CROSS` as in the Makefile. */
export const CROSS_COMPILER = `${process.env.CROSS ?? "i686-linux-gnu-"}gcc`;

const FLAGS =
  "-std=gnu11 -Wall -Wextra -Werror -m32 -static -nostdlib -fno-pic -fno-builtin -fno-strict-aliasing -frounding-math";
const MORE = "-msse2 -mfpmath=sse -fno-stack-protector -fno-tree-loop-distribute-patterns -DTS2C_HOST";

/** Builds and runs a host program as 32-bit code; null when this machine cannot run such code. */
export function runOn32(c: string, optimize: string): { stdout: string; status: number | null } | null {
  const folder = mkdtempSync(join(tmpdir(), "ts2c-"));
  try {
    const base = join(folder, "program");
    writeFileSync(`${base}.c`, c);
    const flags = [...FLAGS.split(" "), ...MORE.split(" "), optimize, `-I${RUNTIME_PATH}`];
    const sources = [`${base}.c`, join(TEST_FOLDER, "support/host32.c")];
    const built = spawnSync(CROSS_COMPILER, [...flags, ...sources, "-o", base], {
      encoding: "utf8",
      timeout: 60_000,
    });
    if (built.status !== 0) throw new Error(built.stderr || String(built.error));
    const ran = spawnSync(base, [], { encoding: "utf8", timeout: 60_000, killSignal: "SIGKILL" });
    if (ran.error && "code" in ran.error && (ran.error.code === "ENOEXEC" || ran.error.code === "ENOENT"))
      return null;
    return { stdout: ran.stdout, status: ran.status };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
