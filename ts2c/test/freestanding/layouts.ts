/** Exported declarations for `ts2c layout` and for the assertions in the C file. */
export const PAGE_BYTES: u32 = 4096;
export const LOWEST: i32 = -2;
export const WIDE: u64 = 0x1_0000_0000n;
export const NAME = "not a number";
export const COUNT = 3;

export enum Right {
  None,
  Read,
  Write = 1 << 4,
}

export class Pair {
  first: u8 = 0;
  second: u64 = 0n;
}

@align(16)
export class Record {
  flag: bool = false;
  half: u16 = 0;
  right: Right = Right.None;
  pair: Pair = zeroed();
  pairs: FixedArray<Pair, typeof COUNT> = zeroed();
  next: Record | null = null;
  name: string = "";
  window: Span<u8> = zeroed();
  action: (() => void) | null = null;
  register: Volatile<u16> = 0;
}

@packed
export class Descriptor {
  limit: u16 = 0;
  base: u32 = 0;
  wide: u64 = 0n;
}

class Inner {
  x: u32 = 0;
}

export function touch(inner: Inner): u32 {
  return inner.x;
}
