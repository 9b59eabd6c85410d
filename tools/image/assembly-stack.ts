/**
 * How much stack the functions of boot/*.asm take that C calls: four bytes for each push in them and for the
 * return address, whichever way the code goes. One that calls another, or moves the stack pointer itself,
 * is not understood: then it says by a constant `name.stackBytes` how much it takes; or C must not call it, and the build
 * fails where it does.
 */
import { runCommand } from "../process.ts";
import { toolPath } from "./toolchain.ts";

const WORD_BYTES = 4;

/** Bytes by name, of the functions that are understood. */
export async function assemblyStack(objects: string[]): Promise<Map<string, number>> {
  return readAssemblyStack(
    await runCommand([toolPath("objdump"), "-d", "-t", "--no-show-raw-insn", ...objects]),
  );
}

/** The same from objdump's listing. NASM's local labels, `name.label`, belong to the function before the dot. */
export function readAssemblyStack(listing: string): Map<string, number> {
  const bytes = new Map<string, number>();
  const stated = new Map<string, number>();
  let name = "";
  for (const line of listing.split("\n")) {
    const constant = /^([0-9a-f]+) .* \*ABS\*\t[0-9a-f]+ (\S+)\.stackBytes$/.exec(line);
    if (constant !== null) stated.set(constant[2]!, Number.parseInt(constant[1]!, 16));
    const label = /^[0-9a-f]+ <([^.>]+)(?:\.[^>]*)?>:$/.exec(line);
    if (label !== null) {
      name = label[1]!;
      if (!bytes.has(name)) bytes.set(name, WORD_BYTES);
      continue;
    }
    const instruction = /^ *[0-9a-f]+:\t(\S+) *(.*)$/.exec(line);
    if (instruction === null || name === "") continue;
    const [, mnemonic, operands] = instruction;
    if (/^push[fwl]*$/.test(mnemonic!)) bytes.set(name, bytes.get(name)! + WORD_BYTES);
    else if (isNotUnderstood(mnemonic!, operands!)) bytes.set(name, Number.NaN);
  }
  return new Map([...bytes, ...stated].filter(([, size]) => !Number.isNaN(size)));
}

function isNotUnderstood(mnemonic: string, operands: string): boolean {
  if (/^(call|pusha|enter|int|lcall)/.test(mnemonic)) return true;
  return /,%esp$/.test(operands) && !/^(cmp|test)/.test(mnemonic);
}
