/**
 * The monitor of 16-bit code in virtual-8086 mode: whatever has faulted is looked at, and done in its place if it is one of
 * the instructions that a processor leaves to a monitor. Pure: ports are asked of the caller.
 *
 * Invariants: a step that does not go on has changed nothing, so that CS:IP is where it happened; interrupts, as
 * the code sees them, are a flag of the monitor's own, the processor's are always on; it never goes round in
 * circles: each step is at most one instruction, one element of a repeated one.
 * Sources: Intel SDM vol. 3B, sections 21.1 (real-address mode), 21.2 and 21.3 (virtual-8086 mode).
 */
import { decode, type Instruction, Operation, Segment } from "./decode.ts";
import type { Vm86Frame } from "./frame.ts";
import type { Vm86Memory } from "./memory.ts";
import { type PortList, PortUse } from "./ports.ts";

/** What follows a step. */
export enum Vm86Step {
  /** The code runs on. */
  GOES_ON = 0,
  /** It has come back to where it was called from. */
  DONE = 1,
  /** The caller reads `port`, `portBytes` wide, and calls finishRead. */
  READ_PORT = 2,
  /** The caller writes `portValue` to `port`; then the code runs on. */
  WRITE_PORT = 3,
  /** It waits for an interrupt; then it runs on. */
  WAITS = 4,
  /** It waits for an interrupt that it has switched off: the end. */
  HALTED = 5,
  /** It has used `port`, which is not on the list: the end. */
  PORT_REFUSED = 6,
  /** It has done what no real-mode code can, or what is not emulated: the end. */
  FAULTED = 7,
}

const VECTOR_GENERAL_PROTECTION: u32 = 13;
const VECTOR_BYTES: u32 = 4;
const LOW_HALF: u32 = 0xffff;

// EFLAGS (vol. 1, section 3.4.3).
const FLAGS_FIXED: u32 = 0x0000_0002;
const FLAGS_TRAP: u32 = 0x0000_0100;
const FLAGS_INTERRUPT: u32 = 0x0000_0200;
const FLAGS_VIRTUAL_8086: u32 = 0x0002_0000;
/** Those that the code's instructions change in the processor. */
const FLAGS_REAL: u32 = 0x0000_0cd5;
/** Those that it only believes to change: TF, IF, IOPL, NT; with 32 bits AC and ID, too. */
const FLAGS_BELIEVED: u32 = 0x0000_7300;
const FLAGS_BELIEVED_WIDE: u32 = 0x0024_0000;

export class Vm86Machine {
  readonly frame: Vm86Frame = zeroed();
  readonly memory: Vm86Memory = zeroed();
  readonly ports: PortList = zeroed();
  /** Where the code that was called returns to: a HLT of the caller's. */
  doneSegment: u32 = 0;
  doneOffset: u32 = 0;
  /** After READ_PORT, WRITE_PORT, PORT_REFUSED. */
  port: u32 = 0;
  portBytes: u32 = 0;
  portValue: u32 = 0;
  portUse: PortUse = PortUse.REFUSED;
  private believed: u32 = 0;
  private readonly instruction: Instruction = zeroed();

  /** All registers 0, interrupts on. Memory, ports and the place of the return stay. */
  reset(): void {
    const nothing: Vm86Frame = zeroed();
    nothing.paging = this.frame.paging;
    nothing.stackPlace = this.frame.stackPlace;
    copy(this.frame, nothing);
    this.believed = FLAGS_INTERRUPT;
  }

  /** Whether the code believes that interrupts are on. */
  interruptsOn(): bool {
    return (this.believed & FLAGS_INTERRUPT) !== 0;
  }

  /** Makes the frame one that virtual-8086 mode can be entered with, whatever is in it. */
  prepareEntry(): void {
    const frame = this.frame;
    frame.eip &= LOW_HALF;
    frame.eflags = (frame.eflags & FLAGS_REAL) | FLAGS_FIXED | FLAGS_INTERRUPT | FLAGS_VIRTUAL_8086;
  }

  /** As INT would: pushes flags, CS and IP, and goes to the vector. FAULTED without room or vector. */
  interrupt(vector: u32): Vm86Step {
    return this.reflect(vector & 0xff, this.frame.eip);
  }

  /** The code has been interrupted by an exception; `frame` says by which. */
  step(): Vm86Step {
    const frame = this.frame;
    if (frame.vector !== VECTOR_GENERAL_PROTECTION) {
      return Vm86Step.FAULTED;
    }
    const instruction = this.instruction;
    decode(this.memory, frame.cs, frame.eip, instruction);
    const next: u32 = (frame.eip + instruction.length) & LOW_HALF;
    switch (instruction.operation) {
      case Operation.INTERRUPT:
        return this.reflect(instruction.immediate, next);
      case Operation.INTERRUPT_RETURN:
        return this.interruptReturn();
      case Operation.CLEAR_INTERRUPTS:
        this.believed &= ~FLAGS_INTERRUPT;
        return this.goOnAt(next);
      case Operation.SET_INTERRUPTS:
        this.believed |= FLAGS_INTERRUPT;
        return this.goOnAt(next);
      case Operation.PUSH_FLAGS:
        return this.pushFlags(next);
      case Operation.POP_FLAGS:
        return this.popFlags(next);
      case Operation.HALT:
        return this.halt(next);
      case Operation.OTHER:
        return Vm86Step.FAULTED;
      default:
        return this.usePort(next);
    }
  }

  /** What was read after READ_PORT. */
  finishRead(value: u32): void {
    const frame = this.frame;
    const bytes = this.portBytes;
    if (this.instruction.operation === Operation.IN_STRING) {
      this.memory.write(frame.es, this.indexOf(frame.edi), bytes, value);
      frame.edi = this.moved(frame.edi);
      this.finishElement();
    } else {
      frame.eax = bytes === 4 ? value : (frame.eax & ~maskOf(bytes)) | (value & maskOf(bytes));
      this.finishElement();
    }
  }

  private goOnAt(offset: u32): Vm86Step {
    this.frame.eip = offset;
    return Vm86Step.GOES_ON;
  }

  private reflect(vector: u32, returnOffset: u32): Vm86Step {
    const frame = this.frame;
    const place: u32 = vector * VECTOR_BYTES;
    const offset: u32 = this.memory.read(0, place, 2);
    const segment: u32 = this.memory.read(0, place + 2, 2);
    if (!this.memory.has(frame.ss, frame.esp - 6, 6) || (offset | segment) === 0) {
      return Vm86Step.FAULTED;
    }
    this.push(2, this.flags(false));
    this.push(2, frame.cs);
    this.push(2, returnOffset);
    this.believed &= ~(FLAGS_INTERRUPT | FLAGS_TRAP);
    frame.cs = segment;
    return this.goOnAt(offset);
  }

  private interruptReturn(): Vm86Step {
    const frame = this.frame;
    const wide = this.instruction.wide;
    const bytes: u32 = wide ? 4 : 2;
    const offset: u32 = this.memory.read(frame.ss, frame.esp, bytes);
    if (!this.memory.has(frame.ss, frame.esp, bytes * 3) || offset > LOW_HALF) {
      return Vm86Step.FAULTED;
    }
    this.pop(bytes);
    frame.cs = this.pop(bytes) & LOW_HALF;
    this.setFlags(this.pop(bytes), wide);
    return this.goOnAt(offset);
  }

  private pushFlags(next: u32): Vm86Step {
    const wide = this.instruction.wide;
    const bytes: u32 = wide ? 4 : 2;
    if (!this.memory.has(this.frame.ss, this.frame.esp - bytes, bytes)) {
      return Vm86Step.FAULTED;
    }
    this.push(bytes, this.flags(wide));
    return this.goOnAt(next);
  }

  private popFlags(next: u32): Vm86Step {
    const wide = this.instruction.wide;
    const bytes: u32 = wide ? 4 : 2;
    if (!this.memory.has(this.frame.ss, this.frame.esp, bytes)) {
      return Vm86Step.FAULTED;
    }
    this.setFlags(this.pop(bytes), wide);
    return this.goOnAt(next);
  }

  private halt(next: u32): Vm86Step {
    const frame = this.frame;
    if (frame.cs === this.doneSegment && frame.eip === this.doneOffset) {
      return Vm86Step.DONE;
    }
    if (!this.interruptsOn()) {
      return Vm86Step.HALTED;
    }
    this.goOnAt(next);
    return Vm86Step.WAITS;
  }

  private usePort(next: u32): Vm86Step {
    const frame = this.frame;
    const instruction = this.instruction;
    if (this.isString() && instruction.repeated && this.indexOf(frame.ecx) === 0) {
      return this.goOnAt(next);
    }
    this.port = instruction.portInDx ? frame.edx & LOW_HALF : instruction.immediate;
    this.portBytes = instruction.bytes;
    this.portUse = this.ports.useOf(this.port, this.portBytes);
    if (this.portUse === PortUse.REFUSED) {
      return Vm86Step.PORT_REFUSED;
    }
    if (instruction.operation === Operation.IN || instruction.operation === Operation.IN_STRING) {
      const there: bool =
        instruction.operation === Operation.IN ||
        this.memory.has(frame.es, this.indexOf(frame.edi), this.portBytes);
      return there ? this.read() : Vm86Step.FAULTED;
    }
    return this.write();
  }

  private read(): Vm86Step {
    if (this.portUse === PortUse.NOBODY) {
      this.finishRead(0xffff_ffff);
      return Vm86Step.GOES_ON;
    }
    return Vm86Step.READ_PORT;
  }

  private write(): Vm86Step {
    const frame = this.frame;
    this.portValue = frame.eax & maskOf(this.portBytes);
    if (this.isString()) {
      const segment: u32 = this.segmentValue();
      const offset: u32 = this.indexOf(frame.esi);
      if (!this.memory.has(segment, offset, this.portBytes)) {
        return Vm86Step.FAULTED;
      }
      this.portValue = this.memory.read(segment, offset, this.portBytes);
      frame.esi = this.moved(frame.esi);
    }
    this.finishElement();
    const told: bool = this.portUse === PortUse.REAL || this.portUse === PortUse.PCI;
    return told ? Vm86Step.WRITE_PORT : Vm86Step.GOES_ON;
  }

  /** One element of a string, or the whole of another instruction, is done. */
  private finishElement(): void {
    const frame = this.frame;
    const instruction = this.instruction;
    if (this.isString() && instruction.repeated) {
      frame.ecx = this.withIndex(frame.ecx, this.indexOf(frame.ecx) - 1);
      if (this.indexOf(frame.ecx) !== 0) {
        return;
      }
    }
    frame.eip = (frame.eip + instruction.length) & LOW_HALF;
  }

  private isString(): bool {
    const operation = this.instruction.operation;
    return operation === Operation.IN_STRING || operation === Operation.OUT_STRING;
  }

  /** A count or index register, in the width of the instruction's addresses. */
  private indexOf(register: u32): u32 {
    return this.instruction.wideAddress ? register : register & LOW_HALF;
  }

  private withIndex(register: u32, value: u32): u32 {
    return this.instruction.wideAddress ? value : (register & ~LOW_HALF) | (value & LOW_HALF);
  }

  /** An index register after an element, by the direction flag. */
  private moved(register: u32): u32 {
    const backward: bool = (this.frame.eflags & 0x400) !== 0;
    const index: u32 = this.indexOf(register);
    return this.withIndex(register, backward ? index - this.portBytes : index + this.portBytes);
  }

  private segmentValue(): u32 {
    const frame = this.frame;
    switch (this.instruction.segment) {
      case Segment.ES:
        return frame.es;
      case Segment.CS:
        return frame.cs;
      case Segment.SS:
        return frame.ss;
      case Segment.FS:
        return frame.fs;
      case Segment.GS:
        return frame.gs;
      default:
        return frame.ds;
    }
  }

  private flags(wide: bool): u32 {
    const believed: u32 = wide ? FLAGS_BELIEVED | FLAGS_BELIEVED_WIDE : FLAGS_BELIEVED;
    return (this.frame.eflags & FLAGS_REAL) | (this.believed & believed) | FLAGS_FIXED;
  }

  private setFlags(value: u32, wide: bool): void {
    const believed: u32 = wide ? FLAGS_BELIEVED | FLAGS_BELIEVED_WIDE : FLAGS_BELIEVED;
    this.frame.eflags = (this.frame.eflags & ~FLAGS_REAL) | (value & FLAGS_REAL);
    this.believed = (this.believed & ~believed) | (value & believed);
  }

  /** The stack pointer's low 16 bits move and wrap; the rest of ESP stays. */
  private push(bytes: u32, value: u32): void {
    const frame = this.frame;
    frame.esp = (frame.esp & ~LOW_HALF) | ((frame.esp - bytes) & LOW_HALF);
    this.memory.write(frame.ss, frame.esp, bytes, value);
  }

  private pop(bytes: u32): u32 {
    const frame = this.frame;
    const value: u32 = this.memory.read(frame.ss, frame.esp, bytes);
    frame.esp = (frame.esp & ~LOW_HALF) | ((frame.esp + bytes) & LOW_HALF);
    return value;
  }
}

function maskOf(bytes: u32): u32 {
  return bytes === 1 ? 0xff : bytes === 2 ? LOW_HALF : 0xffff_ffff;
}
