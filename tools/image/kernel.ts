/** Builds build/kernel.elf: boot/*.asm with the layouts of lib/abi, kernel/main.ts, linker.ld. */

import { dirname } from "node:path";
import { DOUBLE_FAULT_STACK_BYTES, KERNEL_STACK_BYTES } from "../../kernel/arch/layouts.ts";
import { BUILD, KERNEL_ELF, makeFolderOf } from "../paths.ts";
import { assemblyStack } from "./assembly-stack.ts";
import { compileTypeScript, writeLayouts } from "./compiler.ts";
import { INIT_FLAGS, markInitSections } from "./init-sections.ts";
import { buildLineTable } from "./line-table.ts";
import { OFTEN } from "./often.ts";
import { checkStacks, type StackEntry } from "./stack-bound.ts";
import { filesBelow } from "./step.ts";
import { together } from "./together.ts";
import { assemble, compileC, link, strip } from "./toolchain.ts";

const ENTRY = "kernel/main.ts";
const LINKER_SCRIPT = "linker.ld";
const INCLUDE = `${BUILD}/abi.inc`;
export const LAYOUTS_INCLUDE = INCLUDE;
/** Layouts that only kernel and assembly share; they stand beside lib/abi where they exist. */
const LAYOUTS = ["kernel/arch/layouts.ts", "lib/core/blake3.ts", "kernel/arch/frame-record.ts"];

/** Failed checks say their address, and the line table where that is (ts2c/runtime/ts2c.h). */
const C_FLAGS = [
  ...INIT_FLAGS,
  "-DTS2C_LINES_APART",
  "-fno-reorder-blocks-and-partition",
  "-falign-functions=4",
  // Smaller, and IPC is faster (decision 0057): 1 230 bytes together.
  ...["-fira-region=one", "-fno-tree-dominator-opts", "-fno-tree-tail-merge", "-fno-tree-pre"],
];

/** Tables that go back after the boot unless something is asked for: kernel/debug/pixel-screen.ts. */
const ASKED_TABLES = ["ASCII_TABLE"];

/** Path of the kernel's object file without its ending. */
export const KERNEL_BASE = `${BUILD}/kernel/main`;

/** EFLAGS, CS, EIP, error code, vector and `pushad`: what lies there when ring 0 was interrupted (boot/vectors.asm). */
const KERNEL_INTERRUPT_BYTES = 13 * 4;
/** A task switch pushes an error code. */
const DOUBLE_FAULT_BYTES = 4;

/**
 * All ways into the kernel from boot/*.asm. From ring 3, and from flat tasks,
 * the registers go into the task or on its own stack, not on the kernel's. In ring 0
 * an interrupt comes while the kernel is idle, an exception anywhere: so it counts on top of the deepest.
 */
const ENTRIES: StackEntry[] = [
  ...["kernelMain", "bootEnds", "onSystemCall", "onOtherCall", "onSystemCallSlow", "onUserInterrupt"].map(
    onKernelStack,
  ),
  ...["onFlatInterrupt", "onFlatCall", "onFlatOverflow"].map(onKernelStack),
  {
    name: "onKernelInterrupt",
    stackBytes: KERNEL_STACK_BYTES,
    frameBytes: KERNEL_INTERRUPT_BYTES,
    onTop: true,
  },
  { name: "onDoubleFault", stackBytes: DOUBLE_FAULT_STACK_BYTES, frameBytes: DOUBLE_FAULT_BYTES },
];

function onKernelStack(name: string): StackEntry {
  return { name, stackBytes: KERNEL_STACK_BYTES };
}

export interface Kernel {
  /** With symbols and lines: for -kernel and gdb. */
  elf: string;
  /** Without: for images, where a boot loader would put the symbols into memory. */
  stripped: string;
  /** The boot module from which a panic names source lines. */
  lines: string;
}

/** A kernel in which files stand for others, for tests: never in a product. */
export interface KernelVariant {
  /** A word for its files in build/. */
  name: string;
  /** From the root, by path from the root (decision 0018). */
  replacements: Readonly<Record<string, string>>;
}

export async function buildKernel(variant?: KernelVariant): Promise<Kernel> {
  const base = variant === undefined ? KERNEL_BASE : `${BUILD}/kernel-${variant.name}/main`;
  const elf = variant === undefined ? KERNEL_ELF : `${BUILD}/kernel-${variant.name}.elf`;
  makeFolderOf(base);
  const layouts = filesBelow("lib/abi").concat(LAYOUTS);
  const c = `${base}.c`;
  const compiling = compileTypeScript(ENTRY, c, "freestanding", variant?.replacements, OFTEN);
  await together([writeLayouts(layouts, INCLUDE), compiling]);
  const boot = filesBelow("boot");
  const includes = [INCLUDE, ...boot.filter((path) => path.endsWith(".inc"))];
  const sources = boot.filter((path) => path.endsWith(".asm"));
  const objects = sources.map((path) => `${BUILD}/${path.replace(/\.asm$/, ".o")}`);
  const object = `${base}.o`;
  await together([
    ...sources.map((source, index) => assemble(source, objects[index]!, includes)),
    compileC(c, object, C_FLAGS),
  ]);
  const assembly = await assemblyStack(objects);
  await checkStacks({ base, c, entries: ENTRIES, assembly, allowsRecursion: false });
  const marked = `${base}.init.o`;
  await markInitSections(object, marked, c, objects, ASKED_TABLES);
  await link([...objects, marked], LINKER_SCRIPT, elf);
  const lines = `${dirname(base)}/lines`;
  await buildLineTable(elf, lines);
  const stripped = elf.replace(/elf$/, "stripped.elf");
  await strip(elf, stripped);
  return { elf, stripped, lines };
}
