/**
 * The kernel's own end. No task can bring it about, so a debugger does: it stops the kernel in a
 * system call and breaks the processor's registers. What must follow is an epitaph with .ts lines.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { sectionBytes } from "../../tools/elf-sizes.ts";
import { readStops } from "../../tools/image/line-table.ts";
import { BUILD, inRoot, KERNEL_ELF } from "../../tools/paths.ts";
import { runCommand } from "../../tools/process.ts";

const FOLDER = `${BUILD}/test/panic`;
const LIMIT_MS = 200_000;
/** In the HEAP AREA, where nothing is mapped. */
const UNMAPPED = "0x30000000";

/** Stops at the first system call that takes the slow way, runs the commands, and answers what the console said. */
async function breakKernel(name: string, commands: string[], cpu = "qemu32"): Promise<string> {
  mkdirSync(inRoot(FOLDER), { recursive: true });
  const serial = `${FOLDER}/${name}.txt`;
  const script = ["delete", "break onSystemCallSlow", "continue", ...commands, "delete", "continue"];
  writeFileSync(inRoot(`${FOLDER}/${name}.gdb`), `${script.join("\n")}\n`);
  const tool = [
    "--import",
    "tsx",
    "tools/gdb.ts",
    "--commands",
    `${FOLDER}/${name}.gdb`,
    "--serial",
    serial,
    "--cpu",
    cpu,
  ];
  // The machine ends itself under gdb, which calls that an error.
  const run = runCommand([process.execPath, ...tool], { timeLimitSeconds: 150 });
  await expect(run).rejects.toThrow("Remote connection closed");
  return readFileSync(inRoot(serial), "utf8");
}

describe("the kernel's epitaph", () => {
  test("names an exception, the registers and the calls", { timeout: LIMIT_MS }, async () => {
    const text = await breakKernel("exception", ["stepi", `set $eip = ${UNMAPPED}`]);
    expect(text).toContain(`PANIC: page fault in the kernel, error code 00000000, fault address 30000000`);
    expect(text).toContain("eip 30000000");
    expect(text).toMatch(/by [0-9a-f]{8} boot\/switch\.asm:\d+/);
  });

  test("names the line of a failed check", { timeout: LIMIT_MS }, async () => {
    const text = await breakKernel("check", ["set var table.records.length = 0"]);
    expect(text).toMatch(/PANIC: index out of bounds at kernel\/[a-z-]+\/[a-z-]+\.ts:\d+/);
    expect(text).toMatch(/by [0-9a-f]{8} kernel\/[a-z-]+\/[a-z-]+\.ts:\d+/);
  });

  test("says what a panic says", { timeout: LIMIT_MS }, async () => {
    const stops = readStops(sectionBytes(readFileSync(inRoot(KERNEL_ELF)), ".debug_ts2c_stops", KERNEL_ELF));
    const stop = stops.find(({ text }) => text.startsWith("page bitmap: "))!;
    const text = await breakKernel("text", [`set $eip = ${stop.address}`]);
    expect(text).toMatch(new RegExp(`PANIC: ${stop.text} at kernel/memory/page-bitmap\\.ts:\\d+`));
  });

  // Where the processor can forbid to execute them, the pages are the heap's; elsewhere they are not mapped.
  const ways = { max: "00000011", qemu32: "00000000" };
  test.for(Object.entries(ways))(
    "names what is called after the boot and was only for it: %s",
    { timeout: LIMIT_MS },
    async ([cpu, code]) => {
      const text = await breakKernel(`init-${cpu}`, ["set $eip = (unsigned)&kernelMain"], cpu);
      const fault = new RegExp(`PANIC: page fault in the kernel, error code ${code}, fault address (\\S+)`);
      expect(text).toMatch(fault);
      expect(text).toMatch(new RegExp(`  at ${fault.exec(text)![1]} kernel/main\\.ts:\\d+`));
    },
  );

  test("comes when the kernel's stack overflows", { timeout: LIMIT_MS }, async () => {
    const text = await breakKernel("overflow", ["set $esp = (unsigned)&kernelStackTop - 16384"]);
    expect(text).toMatch(
      /PANIC: double fault in the kernel \(stack overflow\?\), stack pointer [0-9a-f]{8}, at [0-9a-f]{8} kernel\/[a-z-]+\/[a-z-]+\.ts:\d+/,
    );
  });
});
