/** The emulator driver tells every kind of end from a good one. */
import { mkdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { EXIT_PANIC, EXIT_SUCCESS } from "../../lib/abi/machine-exit.ts";
import {
  type EmulatorResult,
  lastLines,
  runEmulator,
  runMistakes,
  serialText,
} from "../../tools/emulator.ts";
import { toolPath } from "../../tools/image/toolchain.ts";
import { BUILD, inRoot } from "../../tools/paths.ts";
import { runCommand } from "../../tools/process.ts";

const FOLDER = `${BUILD}/test/emulator`;
const TOKEN = "guest: done";
const HANG_LIMIT_SECONDS = 2;

type End = "EXIT" | "HANG" | "RESET";

/** Builds a machine program that says something and ends somehow, and runs it. */
async function runProgram(text: string, end: End, code = 0): Promise<EmulatorResult> {
  const base = `${FOLDER}/${expect.getState().currentTestName!.replace(/[^a-z0-9]+/gi, "-")}`;
  mkdirSync(inRoot(FOLDER), { recursive: true });
  const definitions = [`-dHOW=HOW_${end}`, `-dCODE=${code}`, `-dTEXT='${text}'`];
  await runCommand([
    "nasm",
    "-f",
    "elf32",
    ...definitions,
    "-o",
    `${base}.o`,
    "test/tools/fixtures/guest.asm",
  ]);
  const place = ["-Ttext=0x101000", "--section-start=.multiboot=0x100000"];
  await runCommand([
    toolPath("ld"),
    "-m",
    "elf_i386",
    "-z",
    "noexecstack",
    ...place,
    "-o",
    `${base}.elf`,
    `${base}.o`,
  ]);
  const limit = end === "HANG" ? HANG_LIMIT_SECONDS : 30;
  return runEmulator({ kernel: `${base}.elf`, modules: [] }, { way: "kernel", timeLimitSeconds: limit });
}

describe("a run", () => {
  test("with token and good status is good", async () => {
    const result = await runProgram(TOKEN, "EXIT", EXIT_SUCCESS);
    expect(serialText(result)).toBe(`${TOKEN}\n`);
    expect(runMistakes(result, TOKEN)).toEqual([]);
  });

  test("without the token fails", async () => {
    const mistakes = runMistakes(await runProgram("guest: bye", "EXIT", EXIT_SUCCESS), TOKEN);
    expect(mistakes).toEqual([`"${TOKEN}" did not come over the serial line`]);
  });

  test("with a panic fails, whatever else it says", async () => {
    const mistakes = runMistakes(await runProgram(`PANIC ${TOKEN}`, "EXIT", EXIT_SUCCESS), TOKEN);
    expect(mistakes).toEqual(["it panicked"]);
  });

  test("with another exit code fails", async () => {
    const mistakes = runMistakes(await runProgram(TOKEN, "EXIT", EXIT_PANIC), TOKEN);
    expect(mistakes).toEqual(["the kernel panicked or refused to boot"]);
  });

  test("that resets the machine fails and does not start over", async () => {
    const result = await runProgram(TOKEN, "RESET");
    expect(serialText(result)).toBe(`${TOKEN}\n`);
    expect(runMistakes(result, TOKEN)).toHaveLength(1);
    expect(runMistakes(result, TOKEN)[0]).toContain("triple fault");
  });

  test("that hangs is killed at its limit, and its last lines are kept", async () => {
    const start = Date.now();
    const result = await runProgram(TOKEN, "HANG");
    expect(Date.now() - start).toBeLessThan((HANG_LIMIT_SECONDS + 10) * 1000);
    expect(result.timedOut).toBe(true);
    expect(runMistakes(result, TOKEN)).toEqual([
      `it did not end within ${HANG_LIMIT_SECONDS} s and was killed`,
    ]);
    expect(lastLines(result)).toBe(TOKEN);
  });
});
