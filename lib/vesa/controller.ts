/**
 * What a VBE BIOS says of its adapter (VESA BIOS Extension Core Functions 3.0, section 4.3). Pure: it reads the block that function
 * 4F00h has filled.
 */

/** What the caller puts at the block's start, to be told of version 2 and later: "VBE2". */
export const CONTROLLER_REQUEST: u32 = 0x3245_4256;
/** What the BIOS puts there: "VESA". */
const CONTROLLER_SIGNATURE: u32 = 0x4153_4556;
export const CONTROLLER_BYTES: u32 = 512;
/** Version 2.0: the first with linear frame buffers. */
const VERSION_LOWEST: u32 = 0x200;
const MEMORY_UNIT_KIB: u32 = 64;

export class VesaController {
  /** Binary-coded: 0x300 is 3.0. */
  version: u32 = 0;
  memoryKib: u32 = 0;
  /** Where the list of mode numbers lies, in real mode's memory; it ends with 0xffff. */
  modesSegment: u32 = 0;
  modesOffset: u32 = 0;
  /** A text that ends with a zero byte. */
  nameSegment: u32 = 0;
  nameOffset: u32 = 0;
}

/** A number of two bytes, lowest first; 0 beyond the window. */
export function readHalf(block: Span<u8>, at: u32): u32 {
  return at + 1 < block.length && at < block.length ? u32(block[at]) | (u32(block[at + 1]) << 8) : 0;
}

/** A number of four bytes. */
export function readWord(block: Span<u8>, at: u32): u32 {
  return readHalf(block, at) | (readHalf(block, at + 2) << 16);
}

/** Reads the block. False when it is none of VBE 2.0 or later. */
export function readController(block: Span<u8>, into: VesaController): bool {
  into.version = readHalf(block, 4);
  into.nameOffset = readHalf(block, 6);
  into.nameSegment = readHalf(block, 8);
  into.modesOffset = readHalf(block, 14);
  into.modesSegment = readHalf(block, 16);
  into.memoryKib = readHalf(block, 18) * MEMORY_UNIT_KIB;
  return readWord(block, 0) === CONTROLLER_SIGNATURE && into.version >= VERSION_LOWEST;
}
