/**
 * Builds ring-3 programs: one entry file in TypeScript to one object file, and from that an ELF file
 * for each task that runs it. Every task of a system is linked at addresses of its own: a debugger
 * and an epitaph then mean one source line by an address, although every task has its own space.
 */
import { PROGRAM_START, STACK_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { BUILD } from "../paths.ts";
import { compileTypeScript } from "./compiler.ts";
import { OFTEN_IN } from "./often.ts";
import { checkStacks } from "./stack-bound.ts";
import { compileC, link, stripToSegments } from "./toolchain.ts";

const LINKER_SCRIPT = "lib/user/program.ld";
/** Distance between the tasks' link addresses; a longer program only shares addresses with the next. */
const PROGRAM_DISTANCE_BYTES = 0x40_0000;

/** Where the first stack begins to be used (lib/user/start.ts). */
const ENTRIES = [{ name: "_start", stackBytes: STACK_SIZE_BYTES }];

export interface Program {
  /** Without symbols: the module. */
  elf: string;
  /** With symbols and lines: for gdb and sizes. */
  symbols: string;
}

/** Path of a program's object file without its ending. */
export function programBase(entry: string): string {
  return `${BUILD}/${entry.replace(/\.ts$/, "")}`;
}

/** `programs/hello/main.ts` becomes the object file `build/programs/hello/main.o`. */
export async function compileProgram(entry: string): Promise<string> {
  const base = programBase(entry);
  await compileTypeScript(entry, `${base}.c`, "freestanding", {}, OFTEN_IN[entry]);
  await compileC(`${base}.c`, `${base}.o`);
  await checkStacks({ base, c: `${base}.c`, entries: ENTRIES, allowsRecursion: true });
  return `${base}.o`;
}

/** Links a program for task number `task`; `base` is the path of the files without their endings. */
export async function linkProgram(object: string, task: number, base: string): Promise<Program> {
  const program = { elf: `${base}.elf`, symbols: `${base}.symbols.elf` };
  const start = PROGRAM_START + task * PROGRAM_DISTANCE_BYTES;
  await link([object], LINKER_SCRIPT, program.symbols, { programStart: start }, "dense");
  await stripToSegments(program.symbols, program.elf);
  return program;
}
