/** The instructions of ELF files as objdump prints them, with the function each lies in; and what each does to memory. */
import { CROSS } from "../image/toolchain.ts";
import { runCommand } from "../process.ts";
import type { Register, RegisterValues } from "./gdb-client.ts";

export interface Instruction {
  address: number;
  bytes: number;
  /** Function, without what the compiler hangs on its name. */
  symbol: string;
  /** `mov eax,DWORD PTR [ebx+0x4]` */
  text: string;
}

export type Code = Map<number, Instruction>;

/** Adds the instructions of an ELF file. */
export async function readCode(elf: string, code: Code): Promise<void> {
  const text = await runCommand([`${CROSS}objdump`, "-d", "-M", "intel", "-w", elf]);
  let symbol = "?";
  for (const line of text.split("\n")) {
    symbol = /^[0-9a-f]+ <(.+)>:$/.exec(line)?.[1]?.replace(/\.(part|constprop|isra|cold).*$/, "") ?? symbol;
    const found = /^ *([0-9a-f]+):\t((?:[0-9a-f]{2} )+) *\t(.*)$/.exec(line);
    if (found === null) continue;
    const address = Number.parseInt(found[1]!, 16);
    const bytes = found[2]!.trim().split(" ").length;
    code.set(address, { address, bytes, symbol, text: found[3]!.trim() });
  }
}

/** Conditional jump. */
export function isBranch(text: string): boolean {
  return /^j(?!mp)/.test(text);
}

/** An address that an instruction reads or writes, with the registers as they were before it; null when it touches no memory. */
export function touchedAddress(text: string, registers: RegisterValues): number | null {
  if (/^(lea|nop|invlpg|xchg\s+ax,ax)/.test(text)) return null;
  if (/^(push|call)/.test(text) && !text.includes("[")) return registers.esp - 4;
  if (/^(pop|ret|leave)/.test(text)) return registers.esp;
  const absolute = /[cdefgs]s:0x([0-9a-f]+)/.exec(text);
  if (absolute !== null) return Number.parseInt(absolute[1]!, 16);
  const operand = /\[([^\]]+)\]/.exec(text);
  return operand === null ? null : sumOf(operand[1]!, registers);
}

/** `esi+eax*8-0x10` */
function sumOf(expression: string, registers: RegisterValues): number {
  let sum = 0;
  for (const [, sign, term] of expression.matchAll(/([+-]?)([^+-]+)/g)) {
    const [name, factor = "1"] = term!.split("*");
    const value = name!.startsWith("0x")
      ? Number.parseInt(name!, 16)
      : (registers[name as Register] ?? 0) * Number(factor);
    sum += sign === "-" ? -value : value;
  }
  return sum >>> 0;
}
