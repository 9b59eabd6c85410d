/** What a monitor says of itself: EDID 1.3 and 1.4 (VESA Enhanced Extended Display Identification Data Standard, section 3). Pure. */
export const EDID_BYTES: u32 = 128;
const HEADER_BYTES: u32 = 8;
const MAKER: u32 = 8;
const PRODUCT: u32 = 10;
/** The first detailed timing: what the monitor likes best. */
const TIMING: u32 = 54;
const MAKER_LETTERS = 3;

export class Edid {
  /** Three letters. */
  readonly maker: FixedArray<u8, typeof MAKER_LETTERS> = zeroed();
  product: u32 = 0;
  /** 0 where it has no favourite. */
  width: u32 = 0;
  height: u32 = 0;
}

/** Reads the block. False when its header or its sum is wrong. */
export function readEdid(block: Span<u8>, into: Edid): bool {
  if (block.length < EDID_BYTES || !headerIsRight(block)) {
    return false;
  }
  let sum: u32 = 0;
  for (let i: u32 = 0; i < EDID_BYTES; i++) {
    sum += u32(block[i]);
  }
  const maker: u32 = (u32(block[MAKER]) << 8) | u32(block[MAKER + 1]);
  for (let i: u32 = 0; i < MAKER_LETTERS; i++) {
    into.maker[i] = u8(0x40 + ((maker >>> ((MAKER_LETTERS - 1 - i) * 5)) & 0x1f));
  }
  into.product = u32(block[PRODUCT]) | (u32(block[PRODUCT + 1]) << 8);
  const hasTiming: bool = block[TIMING] !== 0 || block[TIMING + 1] !== 0;
  into.width = hasTiming ? u32(block[TIMING + 2]) | ((u32(block[TIMING + 4]) & 0xf0) << 4) : 0;
  into.height = hasTiming ? u32(block[TIMING + 5]) | ((u32(block[TIMING + 7]) & 0xf0) << 4) : 0;
  return (sum & 0xff) === 0;
}

/** 00 FF FF FF FF FF FF 00 */
function headerIsRight(block: Span<u8>): bool {
  for (let i: u32 = 0; i < HEADER_BYTES; i++) {
    const edge: bool = i === 0 || i === HEADER_BYTES - 1;
    if (block[i] !== (edge ? 0 : 0xff)) {
      return false;
    }
  }
  return true;
}
