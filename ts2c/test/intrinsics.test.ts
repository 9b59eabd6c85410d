/**
 * Each intrinsic becomes the instructions that chapter 18 of docs/language.md names: compiled for i386 and disassembled.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RUNTIME_PATH } from "../src/run.ts";
import { acceptedC } from "./support/compile-text.ts";
import { CROSS_COMPILER } from "./support/host32.ts";

const FLAGS =
  "-m32 -mregparm=3 -O2 -ffreestanding -fno-pic -fno-stack-protector -fno-strict-aliasing -mgeneral-regs-only " +
  "-fno-asynchronous-unwind-tables -fno-omit-frame-pointer -Werror";

/** Name, parameters, result and body of a function, and what its code must hold, in this order. */
type Case = readonly [name: string, parameters: string, result: string, body: string, ...code: RegExp[]];

// spec: L-18.6, L-18.7, L-18.9, L-18.10, L-18.11, L-18.12, L-18.13, L-18.14, L-18.15, L-18.16, L-18.17, L-18.18
// spec: L-18.19, L-18.20, L-18.21, L-18.22, L-18.23, L-18.24, L-18.25, L-18.26
const CASES: readonly Case[] = [
  ["readTimeStamp", "", "u64", "return readTimeStamp();", /rdtsc/],
  ["readTimeStampLow", "", "u32", "return readTimeStampLow();", /rdtsc/],
  ["spinHint", "", "void", "spinHint();", /pause/],
  ["referenceAt", "at: u32", "u32", "return referenceAt<Point>(at).y;", /mov\s+0x4\(%eax\),%eax/],
  ["spanAt", "at: u32", "u16", "return spanAt<u16>(at, 8)[3];", /0x6\(%eax\)/],
  ["addressOf", "", "u32", "return addressOf(table[1]);", /mov\s+\$0x4,%eax/],
  ["addressOfFunction", "", "u32", "return addressOf(spinHintCase);", /mov\s+\$0x0,%eax/],
  ["fillBytes", "at: u32, n: u32", "void", "fillBytes(at, 7, n);", /rep stos %al/],
  ["fillWords", "at: u32, n: u32", "void", "fillWords(at, 7, n);", /rep stos %eax/],
  ["copyBytes", "to: u32, from: u32, n: u32", "void", "copyBytes(to, from, n);", /rep movsb/],
  ["copyWords", "to: u32, from: u32, n: u32", "void", "copyWords(to, from, n);", /rep movsl/],
  [
    "systemCall",
    "head: u32, words: SystemWords",
    "u32",
    "return systemCall(head, words);",
    /push\s+%ebp\s.*mov\s+%ecx,%ebp\s.*mov\s+%esp,%ecx\s.*mov\s+\$0x\w+,%edx\s.*sysenter\s.*mov\s+%ebp,%ecx\s.*pop\s+%ebp/s,
  ],
  ["inByte", "port: u16", "u8", "return inByte(port);", /in\s+\(%dx\),%al/],
  ["inHalf", "port: u16", "u16", "return inHalf(port);", /in\s+\(%dx\),%ax/],
  ["inWord", "port: u16", "u32", "return inWord(port);", /in\s+\(%dx\),%eax/],
  ["outByte", "port: u16, x: u8", "void", "outByte(port, x);", /out\s+%al,\(%dx\)/],
  ["outHalf", "port: u16, x: u16", "void", "outHalf(port, x);", /out\s+%ax,\(%dx\)/],
  ["outWord", "port: u16, x: u32", "void", "outWord(port, x);", /out\s+%eax,\(%dx\)/],
  ["readCr0", "", "u32", "return readCr0();", /mov\s+%cr0,%eax/],
  ["writeCr0", "x: u32", "void", "writeCr0(x);", /mov\s+%eax,%cr0/],
  ["readCr2", "", "u32", "return readCr2();", /mov\s+%cr2,%eax/],
  ["readCr3", "", "u32", "return readCr3();", /mov\s+%cr3,%eax/],
  ["writeCr3", "x: u32", "void", "writeCr3(x);", /mov\s+%eax,%cr3/],
  ["readCr4", "", "u32", "return readCr4();", /mov\s+%cr4,%eax/],
  ["writeCr4", "x: u32", "void", "writeCr4(x);", /mov\s+%eax,%cr4/],
  ["readEflags", "", "u32", "return readEflags();", /pushf\s.*pop\s+%eax/s],
  ["readFramePointer", "", "u32", "return readFramePointer();", /mov\s+%ebp,%eax/],
  ["readModelRegister", "n: u32", "u64", "return readModelRegister(n);", /mov\s+%eax,%ecx\s.*rdmsr/s],
  ["writeModelRegister", "n: u32, x: u64", "void", "writeModelRegister(n, x);", /wrmsr/],
  ["cpuid", "leaf: u32, sub: u32, r: CpuidResult", "void", "cpuid(leaf, sub, r);", /cpuid/],
  ["invalidatePage", "at: u32", "void", "invalidatePage(at);", /invlpg\s+\(%eax\)/],
  ["loadGdt", "at: u32", "void", "loadGdt(at);", /lgdtl\s+\(%eax\)/],
  ["loadIdt", "at: u32", "void", "loadIdt(at);", /lidtl\s+\(%eax\)/],
  ["loadTaskRegister", "x: u16", "void", "loadTaskRegister(x);", /ltr\s+%ax/],
  ["disableInterrupts", "", "void", "disableInterrupts();", /cli/],
  ["enableInterrupts", "", "void", "enableInterrupts();", /sti/],
  ["waitForInterrupt", "", "void", "waitForInterrupt();", /hlt/],
  [
    "enableInterruptsAndWait",
    "",
    "void",
    "enableInterruptsAndWait();",
    /sti\s+\w+:\s+f4\s+hlt\s+\w+:\s+fa\s+cli/,
  ],
];

const HEAD = "class Point {\n  x: u32 = 0;\n  y: u32 = 0;\n}\nconst table: FixedArray<u32, 4> = zeroed();\n";

function sourceText(): string {
  const functions = CASES.map(
    ([name, parameters, result, body]) =>
      `export function ${name}Case(${parameters}): ${result} {\n  ${body}\n}\nsymbol(${name}Case, "${name}Case");\n`,
  );
  return HEAD + functions.join("");
}

let folder = "";
let code = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ts2c-"));
  writeFileSync(join(folder, "program.c"), acceptedC({ "main.ts": sourceText() }));
  const files = [join(folder, "program.c"), "-c", "-o", join(folder, "program.o"), `-I${RUNTIME_PATH}`];
  const built = spawnSync(CROSS_COMPILER, [...FLAGS.split(" "), ...files], {
    encoding: "utf8",
    timeout: 60_000,
  });
  expect(built.stderr).toBe("");
  const objdump = CROSS_COMPILER.replace(/gcc$/, "objdump");
  code = spawnSync(objdump, ["-d", "-j", ".text", join(folder, "program.o")], {
    encoding: "utf8",
    timeout: 60_000,
  }).stdout;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the code of", () => {
  test.each(CASES.map(([name, , , , ...wanted]) => ({ name, wanted })))("$name", ({ name, wanted }) => {
    const start = code.indexOf(`<${name}Case>:`);
    expect(start).toBeGreaterThan(0);
    const end = code.indexOf("\n\n", start);
    const text = code.slice(start, end < 0 ? undefined : end);
    for (const pattern of wanted) expect(text).toMatch(pattern);
  });
});
