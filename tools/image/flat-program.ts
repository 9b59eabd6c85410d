/**
 * Builds flat programs: ring 0, linked for the place of their task at the upper end of the HEAP AREA.
 * A program for ring 3 does not link as one: it has no `flatMain`, and no flat program has `userMain`.
 */
import { FLAT_PROGRAM_BYTES, FLAT_PROGRAMS_START } from "../../lib/abi/memory-map.ts";
import { BUILD } from "../paths.ts";
import { compileTypeScript, writeLayouts } from "./compiler.ts";
import type { Program } from "./program.ts";
import { filesBelow } from "./step.ts";
import { assemble, compileC, link, stripToSegments } from "./toolchain.ts";

const LINKER_SCRIPT = "lib/user/program.ld";
const ASSEMBLY = ["lib/flat/call.asm", "lib/flat/vm86.asm"];
/** What the assembly knows beside lib/abi. */
const LAYOUTS = ["lib/vm86/frame.ts"];
const INCLUDE = `${BUILD}/flat/abi.inc`;
/** Stubs of vectors, as the kernel has them. */
const STUBS = "boot/stubs.inc";
/** Large frames touch each page of the stack on the way: none can step over the guard page. */
const STACK_FLAGS = ["-fstack-clash-protection"];

/** `programs/flat-hello/main.ts` becomes the object file `build/programs/flat-hello/main.o`. */
export async function compileFlatProgram(entry: string): Promise<string> {
  const base = `${BUILD}/${entry.replace(/\.ts$/, "")}`;
  await compileTypeScript(entry, `${base}.c`);
  await compileC(`${base}.c`, `${base}.o`, STACK_FLAGS);
  return `${base}.o`;
}

/** The object files of the ways into the kernel and into 16-bit code. */
export async function assembleFlat(): Promise<string[]> {
  await writeLayouts([...filesBelow("lib/abi"), ...LAYOUTS], INCLUDE);
  return Promise.all(
    ASSEMBLY.map(async (source) => {
      const object = `${BUILD}/${source.replace(/^lib\/|\.asm$/g, "")}.o`;
      await assemble(source, object, [INCLUDE, STUBS]);
      return object;
    }),
  );
}

/** Links a program for task number `task`; `base` is the path of the files without their endings. */
export async function linkFlatProgram(objects: string[], task: number, base: string): Promise<Program> {
  const program = { elf: `${base}.elf`, symbols: `${base}.symbols.elf` };
  const start = FLAT_PROGRAMS_START + task * FLAT_PROGRAM_BYTES;
  await link(objects, LINKER_SCRIPT, program.symbols, { programStart: start });
  await stripToSegments(program.symbols, program.elf);
  return program;
}
