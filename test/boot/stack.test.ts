/** The stack that the kernel really uses in the demonstration stays below the bound that the build has found. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { KERNEL_STACK_BYTES } from "../../kernel/arch/layouts.ts";
import { KERNEL_BASE } from "../../tools/image/kernel.ts";
import { readStackBounds } from "../../tools/image/stack-bound.ts";
import { BUILD, inRoot } from "../../tools/paths.ts";
import { runCommand } from "../../tools/process.ts";

const FOLDER = `${BUILD}/test/stack`;
/** Nothing useful is done with less. */
const USED_MIN_BYTES = 64;

/** The kernel's stack is zeroed at the start: what is not zero at the end has been used. */
async function usedBytes(): Promise<number> {
  mkdirSync(inRoot(FOLDER), { recursive: true });
  const [commands, memory] = [`${FOLDER}/commands`, `${FOLDER}/memory`];
  const range = `(long)&kernelStackTop-${KERNEL_STACK_BYTES} (long)&kernelStackTop`;
  const script = ["delete", "break finishMachine", "continue", `dump binary memory ${memory} ${range}`];
  writeFileSync(inRoot(commands), `${script.join("\n")}\n`);
  await runCommand([process.execPath, "--import", "tsx", "tools/gdb.ts", "--commands", commands], {
    timeLimitSeconds: 150,
  });
  const bytes = readFileSync(inRoot(memory));
  expect(bytes.length).toBe(KERNEL_STACK_BYTES);
  return bytes.length - bytes.findIndex((byte) => byte !== 0);
}

test("the kernel uses less stack than its bound", { timeout: 200_000 }, async () => {
  const used = await usedBytes();
  const bound = Math.max(...readStackBounds(KERNEL_BASE).map(({ bytes }) => bytes!));
  console.info(`kernel stack: ${used} bytes used, ${bound} at most`);
  expect(used).toBeGreaterThan(USED_MIN_BYTES);
  expect(used).toBeLessThan(bound);
});
