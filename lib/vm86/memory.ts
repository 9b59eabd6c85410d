/**
 * The megabyte that real-mode code sees, as the monitor reads and writes it: a window of bytes for each page, empty where
 * nothing is mapped. Pure.
 *
 * Invariant: addresses are linear, segment times 16 plus offset; from 1 MiB on there is nothing, and nothing wraps to 0
 * (A20 is on).
 */
export const VM86_PAGES = 256;
const PAGE_SHIFT: u32 = 12;
const PAGE_BYTES: u32 = 4096;

export class Vm86Memory {
  readonly pages: FixedArray<Span<u8>, typeof VM86_PAGES> = zeroed();
  /** Whether every access so far was to a page that is there; the caller sets it before and looks at it after. */
  whole: bool = false;

  /** The byte at a linear address; 0, and `whole` is false, where nothing is. */
  read8(linear: u32): u8 {
    const page: u32 = linear >>> PAGE_SHIFT;
    if (page >= VM86_PAGES || this.pages[page].length !== PAGE_BYTES) {
      this.whole = false;
      return 0;
    }
    return this.pages[page][linear & (PAGE_BYTES - 1)];
  }

  /** Writes a byte; where nothing is, `whole` is false and nothing happens. */
  write8(linear: u32, value: u8): void {
    const page: u32 = linear >>> PAGE_SHIFT;
    if (page >= VM86_PAGES || this.pages[page].length !== PAGE_BYTES) {
      this.whole = false;
      return;
    }
    this.pages[page][linear & (PAGE_BYTES - 1)] = value;
  }

  /** `bytes` (1, 2, 4) bytes, lowest first, from an offset of a segment; the offset wraps at 64 KiB. */
  read(segment: u32, offset: u32, bytes: u32): u32 {
    let value: u32 = 0;
    for (let i: u32 = 0; i < bytes && i < 4; i++) {
      value |= u32(this.read8(linearAddress(segment, offset + i))) << (i << 3);
    }
    return value;
  }

  write(segment: u32, offset: u32, bytes: u32, value: u32): void {
    for (let i: u32 = 0; i < bytes && i < 4; i++) {
      this.write8(linearAddress(segment, offset + i), u8(value >>> (i << 3)));
    }
  }

  /** Whether `bytes` bytes from an offset on, which wraps, can all be read and written. */
  has(segment: u32, offset: u32, bytes: u32): bool {
    this.whole = true;
    this.read(segment, offset, bytes);
    return this.whole;
  }
}

/** The offset's low 16 bits count. */
export function linearAddress(segment: u32, offset: u32): u32 {
  return ((segment & 0xffff) << 4) + (offset & 0xffff);
}
