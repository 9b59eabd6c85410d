/**
 * Decodes the instructions that fault in virtual-8086 mode at I/O privilege level 0 (Intel SDM vol. 3B, section 21.2.1), with
 * their prefixes. Pure. Whatever is not in the list is OTHER: the monitor does not touch it.
 */
import type { Vm86Memory } from "./memory.ts";

export enum Operation {
  OTHER = 0,
  INTERRUPT = 1,
  INTERRUPT_RETURN = 2,
  CLEAR_INTERRUPTS = 3,
  SET_INTERRUPTS = 4,
  PUSH_FLAGS = 5,
  POP_FLAGS = 6,
  HALT = 7,
  IN = 8,
  OUT = 9,
  IN_STRING = 10,
  OUT_STRING = 11,
}

/** Segment registers, as prefixes name them. */
export enum Segment {
  ES = 0,
  CS = 1,
  SS = 2,
  DS = 3,
  FS = 4,
  GS = 5,
}

/** The longest instruction that a processor takes (vol. 2A, section 2.3.11). */
export const INSTRUCTION_BYTES_MAX: u32 = 15;

const OPERAND_SIZE: u32 = 0x66;
const ADDRESS_SIZE: u32 = 0x67;
const REPEAT_NOT_EQUAL: u32 = 0xf2;
const REPEAT: u32 = 0xf3;
const INT_3: u32 = 0xcc;
const INT_N: u32 = 0xcd;
const INT_ON_OVERFLOW: u32 = 0xce;

export class Instruction {
  operation: Operation = Operation.OTHER;
  /** Bytes, prefixes included. */
  length: u32 = 0;
  /** An operand-size prefix was there: 32 bits in place of 16. */
  wide: bool = false;
  /** An address-size prefix: ECX, ESI, EDI. */
  wideAddress: bool = false;
  repeated: bool = false;
  /** Of OUT_STRING. */
  segment: Segment = Segment.ES;
  /** IN and OUT and their strings: 1, 2, 4. */
  bytes: u32 = 0;
  /** The interrupt's number, or the port where the instruction names it. */
  immediate: u32 = 0;
  /** The port is in DX. */
  portInDx: bool = false;
}

/** Reads the instruction at CS:IP; OTHER where it cannot be read, or is too long. */
export function decode(memory: Vm86Memory, cs: u32, ip: u32, into: Instruction): void {
  into.operation = Operation.OTHER;
  into.wide = false;
  into.wideAddress = false;
  into.repeated = false;
  into.segment = Segment.DS;
  into.portInDx = false;
  into.immediate = 0;
  memory.whole = true;
  let at: u32 = 0;
  let opcode: u32 = memory.read(cs, ip, 1);
  while (at < INSTRUCTION_BYTES_MAX && takePrefix(opcode, into)) {
    at += 1;
    opcode = memory.read(cs, ip + at, 1);
  }
  takeOpcode(memory, cs, ip + at, opcode, into);
  into.length += at;
  // LOCK is no prefix of any of them: the processor has refused it.
  if (!memory.whole || into.length > INSTRUCTION_BYTES_MAX) {
    into.operation = Operation.OTHER;
  }
}

/** Whether the byte is a prefix that has been noted. */
function takePrefix(byte: u32, into: Instruction): bool {
  switch (byte) {
    case OPERAND_SIZE:
      into.wide = true;
      return true;
    case ADDRESS_SIZE:
      into.wideAddress = true;
      return true;
    case REPEAT:
    case REPEAT_NOT_EQUAL:
      into.repeated = true;
      return true;
    case 0x26:
      into.segment = Segment.ES;
      return true;
    case 0x2e:
      into.segment = Segment.CS;
      return true;
    case 0x36:
      into.segment = Segment.SS;
      return true;
    case 0x3e:
      into.segment = Segment.DS;
      return true;
    case 0x64:
      into.segment = Segment.FS;
      return true;
    case 0x65:
      into.segment = Segment.GS;
      return true;
    default:
      return false;
  }
}

function takeOpcode(memory: Vm86Memory, cs: u32, at: u32, opcode: u32, into: Instruction): void {
  into.length = 1;
  into.bytes = (opcode & 1) === 0 ? 1 : into.wide ? 4 : 2;
  if (opcode === INT_N) {
    into.operation = Operation.INTERRUPT;
    into.immediate = memory.read(cs, at + 1, 1);
    into.length = 2;
  } else if (opcode === INT_3 || opcode === INT_ON_OVERFLOW) {
    into.operation = Operation.INTERRUPT;
    into.immediate = opcode === INT_3 ? 3 : 4;
  } else if ((opcode & 0xf4) === 0xe4) {
    // E4 to E7 name the port, EC to EF take it from DX; bit 1 is out.
    into.operation = (opcode & 2) === 0 ? Operation.IN : Operation.OUT;
    into.portInDx = (opcode & 8) !== 0;
    into.immediate = into.portInDx ? 0 : memory.read(cs, at + 1, 1);
    into.length = into.portInDx ? 1 : 2;
  } else if ((opcode & 0xfc) === 0x6c) {
    into.operation = (opcode & 2) === 0 ? Operation.IN_STRING : Operation.OUT_STRING;
    into.portInDx = true;
  } else {
    into.operation = plainOperation(opcode);
  }
}

function plainOperation(opcode: u32): Operation {
  switch (opcode) {
    case 0x9c:
      return Operation.PUSH_FLAGS;
    case 0x9d:
      return Operation.POP_FLAGS;
    case 0xcf:
      return Operation.INTERRUPT_RETURN;
    case 0xf4:
      return Operation.HALT;
    case 0xfa:
      return Operation.CLEAR_INTERRUPTS;
    case 0xfb:
      return Operation.SET_INTERRUPTS;
    default:
      return Operation.OTHER;
  }
}
