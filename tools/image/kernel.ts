/** Builds build/kernel.elf: boot/*.asm with the layouts of lib/abi, kernel/main.ts, linker.ld. */
import { existsSync } from "node:fs";
import { elfSizes } from "../elf-sizes.ts";
import { Failure } from "../failure.ts";
import { BUILD, inRoot, KERNEL_ELF } from "../paths.ts";
import { compileTypeScript, writeLayouts } from "./compiler.ts";
import { buildLineTable } from "./line-table.ts";
import { filesBelow } from "./step.ts";
import { together } from "./together.ts";
import { assemble, compileC, link, strip } from "./toolchain.ts";

const ENTRY = "kernel/main.ts";
const LINKER_SCRIPT = "linker.ld";
const INCLUDE = `${BUILD}/abi.inc`;
/** Layouts that only kernel and assembly share; they stand beside lib/abi where they exist. */
const KERNEL_LAYOUTS = "kernel/arch/layouts.ts";

export interface Kernel {
  /** With symbols and lines: for -kernel and gdb. */
  elf: string;
  /** Without: for images, where a boot loader would put the symbols into memory. */
  stripped: string;
}

export async function buildKernel(): Promise<Kernel> {
  const layouts = filesBelow("lib/abi").concat(existsSync(inRoot(KERNEL_LAYOUTS)) ? [KERNEL_LAYOUTS] : []);
  const c = `${BUILD}/kernel/main.c`;
  await together([writeLayouts(layouts, INCLUDE), compileTypeScript(ENTRY, c)]);
  const boot = filesBelow("boot");
  const includes = [INCLUDE, ...boot.filter((path) => path.endsWith(".inc"))];
  const sources = boot.filter((path) => path.endsWith(".asm"));
  const objects = sources.map((path) => `${BUILD}/${path.replace(/\.asm$/, ".o")}`);
  const object = `${BUILD}/kernel/main.o`;
  await together([
    ...sources.map((source, index) => assemble(source, objects[index]!, includes)),
    compileC(c, object),
  ]);
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
