/** Builds build/kernel.elf: boot/*.asm with the layouts of lib/abi, kernel/main.ts, linker.ld. */
import { existsSync } from "node:fs";
import { DOUBLE_FAULT_STACK_BYTES, KERNEL_STACK_BYTES } from "../../kernel/arch/layouts.ts";
import { elfSizes } from "../elf-sizes.ts";
import { Failure } from "../failure.ts";
import { BUILD, inRoot, KERNEL_ELF } from "../paths.ts";
import { assemblyStack } from "./assembly-stack.ts";
import { compileTypeScript, writeLayouts } from "./compiler.ts";
import { buildLineTable } from "./line-table.ts";
import { checkStacks, type StackEntry } from "./stack-bound.ts";
import { filesBelow } from "./step.ts";
import { together } from "./together.ts";
import { assemble, compileC, link, strip } from "./toolchain.ts";

const ENTRY = "kernel/main.ts";
const LINKER_SCRIPT = "linker.ld";
const INCLUDE = `${BUILD}/abi.inc`;
/** Layouts that only kernel and assembly share; they stand beside lib/abi where they exist. */
const KERNEL_LAYOUTS = "kernel/arch/layouts.ts";

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
  ...["kernelMain", "onSystemCall", "onMemoryCall", "onSystemCallSlow", "onUserInterrupt"].map(onKernelStack),
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
}

export async function buildKernel(): Promise<Kernel> {
  const layouts = filesBelow("lib/abi").concat(existsSync(inRoot(KERNEL_LAYOUTS)) ? [KERNEL_LAYOUTS] : []);
  const c = `${KERNEL_BASE}.c`;
  await together([writeLayouts(layouts, INCLUDE), compileTypeScript(ENTRY, c)]);
  const boot = filesBelow("boot");
  const includes = [INCLUDE, ...boot.filter((path) => path.endsWith(".inc"))];
  const sources = boot.filter((path) => path.endsWith(".asm"));
  const objects = sources.map((path) => `${BUILD}/${path.replace(/\.asm$/, ".o")}`);
  const object = `${KERNEL_BASE}.o`;
  await together([
    ...sources.map((source, index) => assemble(source, objects[index]!, includes)),
    compileC(c, object),
  ]);
  const assembly = await assemblyStack(objects);
  await checkStacks({ base: KERNEL_BASE, c, entries: ENTRIES, assembly, allowsRecursion: false });
  const plain = `${BUILD}/kernel.without-lines.elf`;
  await link([...objects, object], LINKER_SCRIPT, plain);
  const lines = await buildLineTable(plain, `${BUILD}/kernel/lines`);
  await link([...objects, object, lines], LINKER_SCRIPT, KERNEL_ELF);
  if (elfSizes(plain).text !== elfSizes(KERNEL_ELF).text)
    throw new Failure("the line table moved the kernel's code");
  const stripped = `${BUILD}/kernel.stripped.elf`;
  await strip(KERNEL_ELF, stripped);
  return { elf: KERNEL_ELF, stripped };
}
