/**
 * Runs the kernel's own memory code on the host, under address and undefined-behaviour sanitizers. What needs
 * the machine is replaced (decision 0018). Addresses are 32 bits wide, so the program lies below 4 GiB.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { inRoot } from "../../tools/paths.ts";
import { runCommand } from "../../tools/process.ts";
import { compileProgram, formatDiagnostic } from "../../ts2c/src/api.ts";

const FOLDER = "build/test/engine";
const LIMIT_MS = 300_000;
const RUN_LIMIT_SECONDS = 200;
const REPLACEMENTS = {
  "kernel/arch/active-space.ts": "test/doubles/active-space.ts",
  "kernel/arch/page-contents.ts": "test/doubles/page-contents.ts",
  "kernel/arch/frame-window.ts": "test/doubles/frame-window.ts",
  "kernel/arch/interrupt-window.ts": "test/doubles/interrupt-window.ts",
  "kernel/arch/processor.ts": "test/doubles/processor.ts",
  "kernel/debug/panic.ts": "test/doubles/panic.ts",
  "kernel/memory/kernel-space.ts": "test/doubles/kernel-space.ts",
  "kernel/memory/shortage.ts": "test/doubles/host-shortage.ts",
};
const FLAGS =
  "-std=gnu11 -O1 -g -fno-strict-aliasing -fno-pie -no-pie -Its2c/runtime -w " +
  "-fsanitize=address,undefined -fno-sanitize-recover=all";

async function build(entry: string): Promise<string> {
  const { c, diagnostics } = compileProgram({
    entry: inRoot(entry),
    root: inRoot("."),
    replacements: REPLACEMENTS,
  });
  expect(diagnostics.map(formatDiagnostic)).toEqual([]);
  mkdirSync(inRoot(FOLDER), { recursive: true });
  writeFileSync(inRoot(`${FOLDER}/memory.c`), c!);
  const command = [
    process.env.CC ?? "cc",
    ...FLAGS.split(" "),
    `${FOLDER}/memory.c`,
    "-o",
    `${FOLDER}/memory`,
  ];
  await runCommand(command, { timeLimitSeconds: 120, advice: "CC names another compiler for this machine" });
  return `${FOLDER}/memory`;
}

test("a million random calls, windows and moves against plain arrays", { timeout: LIMIT_MS }, async () => {
  const program = await build("test/engine/memory.ts");
  const output = await runCommand([inRoot(program)], { timeLimitSeconds: RUN_LIMIT_SECONDS, advice: "" });
  console.info(output);
  expect(output).toMatch(/^3200000 operations, \d+ done, \d+ refused for want of memory, /m);
});
