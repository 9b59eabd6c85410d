/**
 * Debugging in TypeScript: gdb stops, steps and prints named fields in kernel, servers and programs; addr2line
 * and gcc's own warnings speak of .ts lines.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type BuiltSystem, buildSystem, PRODUCT } from "../../tools/image/build-system.ts";
import { compilerCommand, toolPath } from "../../tools/image/toolchain.ts";
import { BUILD, inRoot } from "../../tools/paths.ts";
import { runCommand } from "../../tools/process.ts";

const FOLDER = `${BUILD}/test/debugging`;
const LIMIT_MS = 200_000;

const system: BuiltSystem = await buildSystem(PRODUCT);

async function debug(name: string, commands: string[]): Promise<string> {
  mkdirSync(inRoot(FOLDER), { recursive: true });
  const script = `${FOLDER}/${name}.gdb`;
  writeFileSync(inRoot(script), `${["delete", ...commands].join("\n")}\n`);
  const tool = [process.execPath, "--import", "tsx", "tools/gdb.ts", "--commands", script];
  return runCommand([...tool, "--serial", `${FOLDER}/${name}.txt`], { timeLimitSeconds: 150 });
}

/** The numbers of the lines of a file on which a gdb session stood, in order. */
function linesIn(output: string, path: string): number[] {
  return [...output.matchAll(/^at (\S+) line (\d+)$/gm)]
    .filter(([, file]) => file === path)
    .map(([, , line]) => Number(line));
}

/** gdb's word for where it stands, in a form that linesIn reads. */
const WHERE = "python l = gdb.selected_frame().find_sal(); print('at', l.symtab.filename, 'line', l.line)";

/** Line of the first statement in a function's body. */
function firstLineOf(name: string, path: string): number {
  const lines = readFileSync(inRoot(path), "utf8").split("\n");
  const start = lines.findIndex((line) => line.includes(`function ${name}(`));
  expect(start, `${path} has function ${name}`).toBeGreaterThanOrEqual(0);
  return start + 2;
}

describe("gdb", () => {
  test("stops by line in the kernel and in the ACL server", { timeout: LIMIT_MS }, async () => {
    const places = [
      ["kernel/main.ts", firstLineOf("kernelMain", "kernel/main.ts")],
      ["servers/acl/operations.ts", firstLineOf("onRequest", "servers/acl/operations.ts")],
    ] as const;
    const commands = places.flatMap(([file, line]) => [`break ${file}:${line}`, "continue", WHERE, "delete"]);
    const output = await debug("lines", commands);
    for (const [file] of places) expect(linesIn(output, file)).toHaveLength(1);
  });

  test("prints named fields and steps by line in the kernel", { timeout: LIMIT_MS }, async () => {
    const steps = [WHERE, "next", WHERE, "next", WHERE];
    const output = await debug("kernel", [
      "break onUserInterrupt",
      "continue",
      "print/x registers->cs",
      "print registers->vector",
      ...steps,
    ]);
    expect(output).toMatch(/^\$1 = 0x1b$/m);
    expect(output).toMatch(/^\$2 = (14|32)$/m);
    const lines = linesIn(output, "kernel/syscall/interrupt.ts");
    expect(new Set(lines).size).toBeGreaterThan(1);
  });

  test("stops in a server with its variables", { timeout: LIMIT_MS }, async () => {
    const output = await debug("server", ["break lib/vmm/allocate.ts:1", "continue", WHERE, "info args"]);
    expect(linesIn(output, "lib/vmm/allocate.ts")).toHaveLength(1);
    expect(output).toMatch(/^(client|caller|words|bytes)\w* = /m);
  });

  test("stops in a program and names its callers", { timeout: LIMIT_MS }, async () => {
    const output = await debug("program", [
      "break programs/figure-1/memory-steps.ts:1",
      "continue",
      WHERE,
      "backtrace",
    ]);
    expect(linesIn(output, "programs/figure-1/memory-steps.ts")).toHaveLength(1);
    expect(output).toMatch(/^#\d+ .* at programs\/figure-1\/main\.ts:\d+$/m);
    expect(output).toMatch(/^#\d+ .* at lib\/user\/start\.ts:\d+$/m);
  });
});

test("addr2line names .ts lines of kernel and programs", async () => {
  for (const elf of [system.kernel, ...system.modules.map((module) => module.symbols)]) {
    const symbols = await runCommand([toolPath("nm"), elf]);
    const address = /^([0-9a-f]{8}) [tT] (?:onSystemCall|userMain|flatMain)$/m.exec(symbols)?.[1];
    expect(address, elf).toBeDefined();
    expect(await runCommand([toolPath("addr2line"), "-e", elf, address!])).toMatch(/\.ts:\d+/);
  }
});

test("gcc's warnings land on .ts lines", async () => {
  const c = `${BUILD}/kernel/main.c`;
  expect(readFileSync(inRoot(c), "utf8")).toContain("#line");
  // Where nothing is compiled gcc puts what it knows of the stack beside the caller.
  const compiler = compilerCommand().filter((option) => !option.startsWith("-fcallgraph-info"));
  const command = [...compiler, "-Wno-error", "-Wdeclaration-after-statement", "-fsyntax-only", c];
  const warnings = (await runCommand(command)).split("\n").filter((line) => line.includes(" warning: "));
  expect(warnings.length).toBeGreaterThan(0);
  for (const warning of warnings)
    expect(warning).toMatch(/^(kernel|lib|ts2c\/runtime)\/[^:]+\.(ts|h):\d+:\d+: /);
  expect(warnings.some((warning) => warning.startsWith("kernel/"))).toBe(true);
});
