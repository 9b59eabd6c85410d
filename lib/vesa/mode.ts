/**
 * Modes of a VBE BIOS (VBE 3.0, section 4.4), and the choice among them. Pure: it reads the block that function 4F01h has filled.
 */
import { readHalf, readWord } from "./controller.ts";

export const MODE_BYTES: u32 = 256;
/** In a mode's number for function 4F02h: use the linear frame buffer. */
export const MODE_LINEAR: u32 = 0x4000;
export const MODES_END: u32 = 0xffff;

const ATTRIBUTES_NEEDED: u32 = 0x91; // there, graphics, linear frame buffer
const VERSION_3: u32 = 0x300;
const DIRECT_COLOUR: u32 = 6;

export class VesaMode {
  /** As functions 4F01h and 4F02h know it. */
  number: u32 = 0;
  width: u32 = 0;
  height: u32 = 0;
  /** Bits of a pixel: 15, 16, 24, 32. */
  depth: u32 = 0;
  /** Bytes from one row to the next. */
  pitch: u32 = 0;
  /** Physical address of the frame buffer. */
  address: u32 = 0;
  redPosition: u32 = 0;
  redBits: u32 = 0;
  greenPosition: u32 = 0;
  greenBits: u32 = 0;
  bluePosition: u32 = 0;
  blueBits: u32 = 0;
}

/** Reads the block. False for a mode without a linear frame buffer of direct colours. */
export function readMode(block: Span<u8>, version: u32, into: VesaMode): bool {
  const linear: bool = version >= VERSION_3 && readHalf(block, 50) !== 0;
  const colours: u32 = linear && byteAt(block, 54) !== 0 ? 54 : 31;
  into.pitch = readHalf(block, linear ? 50 : 16);
  into.width = readHalf(block, 18);
  into.height = readHalf(block, 20);
  into.depth = byteAt(block, 25);
  into.address = readWord(block, 40);
  into.redBits = byteAt(block, colours);
  into.redPosition = byteAt(block, colours + 1);
  into.greenBits = byteAt(block, colours + 2);
  into.greenPosition = byteAt(block, colours + 3);
  into.blueBits = byteAt(block, colours + 4);
  into.bluePosition = byteAt(block, colours + 5);
  // Some BIOSes say 16 bits where five of each colour are meant.
  if (into.depth === 16 && into.redBits + into.greenBits + into.blueBits === 15) {
    into.depth = 15;
  }
  const there: bool = (readHalf(block, 0) & ATTRIBUTES_NEEDED) === ATTRIBUTES_NEEDED;
  return there && byteAt(block, 27) === DIRECT_COLOUR && isSensible(into);
}

/** Whether `mode` suits a wish better than `best`, which suits it or has number 0. A depth of 0 is any: the more bits the better. */
export function suitsBetter(mode: VesaMode, best: VesaMode, width: u32, height: u32, depth: u32): bool {
  if (mode.width !== width || mode.height !== height || (depth !== 0 && mode.depth !== depth)) {
    return false;
  }
  return best.number === 0 || mode.depth > best.depth;
}

function isSensible(mode: VesaMode): bool {
  const bytes: u32 = (mode.depth + 7) >>> 3;
  const known: bool = mode.depth === 15 || mode.depth === 16 || mode.depth === 24 || mode.depth === 32;
  return (
    known && mode.width !== 0 && mode.height !== 0 && mode.pitch >= mode.width * bytes && mode.address !== 0
  );
}

function byteAt(block: Span<u8>, at: u32): u32 {
  return at < block.length ? u32(block[at]) : 0;
}
