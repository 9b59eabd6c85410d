/** Puts 16-bit code into the machine's buffer and runs it. */
import { callAt, type Vm86End, vm86BufferSegment, vm86Machine } from "../../../lib/flat/vm86.ts";

export const CODE_OFFSET: u32 = 0x100;

/** Copies code to CODE_OFFSET of the buffer. */
export function load(code: Span<u8>): void {
  const machine = vm86Machine();
  for (let i: u32 = 0; i < code.length; i++) {
    machine.memory.write(vm86BufferSegment(), CODE_OFFSET + i, 1, u32(code[i]));
  }
}

/** Runs it with all registers 0. */
export function runCode(code: Span<u8>): Vm86End {
  vm86Machine().reset();
  load(code);
  return callAt(vm86BufferSegment(), CODE_OFFSET);
}
