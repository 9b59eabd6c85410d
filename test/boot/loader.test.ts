/**
 * What the boot loader hands over is hostile: a kernel that no boot loader started, or whose information
 * lies nowhere, refuses with one line. A debugger plays the boot loader.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { buildSystem, PRODUCT } from "../../tools/image/build-system.ts";
import { BUILD, inRoot, KERNEL_ELF } from "../../tools/paths.ts";
import { runCommand } from "../../tools/process.ts";

const FOLDER = `${BUILD}/test/loader`;
const LIMIT_MS = 200_000;

await buildSystem(PRODUCT);

/** Starts the kernel with these values in its first registers; gives what came over the serial line. */
async function startWith(registers: Record<string, string>): Promise<string> {
  mkdirSync(inRoot(FOLDER), { recursive: true });
  const name = `${FOLDER}/${Object.values(registers).join("-")}`;
  const changes = Object.entries(registers).map(([register, value]) => `set $${register} = ${value}`);
  writeFileSync(
    inRoot(`${name}.gdb`),
    `${["delete", `break *${entry()}`, "continue", ...changes, "continue"].join("\n")}\n`,
  );
  const tool = ["--import", "tsx", "tools/gdb.ts", "--commands", `${name}.gdb`, "--serial", `${name}.txt`];
  // The machine ends itself under gdb, which calls that an error.
  await runCommand([process.execPath, ...tool], { timeLimitSeconds: 150 }).catch(() => undefined);
  return readFileSync(inRoot(`${name}.txt`), "utf8");
}

/** Where the boot loader jumps to: e_entry of the ELF header. */
function entry(): number {
  return readFileSync(inRoot(KERNEL_ELF)).readUInt32LE(24);
}

describe("the boot refuses", { timeout: LIMIT_MS }, () => {
  const cases: [string, Record<string, string>][] = [
    ["a start without a boot loader", { eax: "0", ebx: "0" }],
    ["information that is nowhere", { ebx: "0xfffffff0" }],
    ["information that is in the BIOS", { ebx: "0xf0000" }],
  ];
  for (const [title, registers] of cases) {
    test(title, async () => {
      const text = await startWith(registers);
      const lines = text.split("\n").filter((line) => line.includes("PANIC"));
      expect(lines, `it said:\n${text}`).toHaveLength(1);
      expect(lines[0]).toMatch(/PANIC: cannot start: .{10,}/);
    });
  }
});
