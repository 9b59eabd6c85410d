/**
 * The four functions that gcc may call on its own, with the C library's names and meaning.
 * They take raw addresses; only generated code calls them. lib/user/start.ts and lib/flat/start.ts give
 * them their symbols. The one file of lib/core that touches memory itself (ts2c.json).
 */

/** C11 7.24.2.1: copies `count` bytes; the ranges do not overlap. */
export function memcpy(to: u32, from: u32, count: u32): u32 {
  copyBytes(to, from, count);
  return to;
}

/** C11 7.24.2.2: copies `count` bytes; the ranges may overlap. */
export function memmove(to: u32, from: u32, count: u32): u32 {
  if (to - from >= count) {
    copyBytes(to, from, count);
    return to;
  }
  const target: Span<u8> = spanAt<u8>(to, count);
  const source: Span<u8> = spanAt<u8>(from, count);
  let left: u32 = count;
  while (left > 0) {
    left -= 1;
    target[left] = source[left];
  }
  return to;
}

/** C11 7.24.6.1: fills `count` bytes. */
export function memset(to: u32, value: u32, count: u32): u32 {
  fillBytes(to, u8(value), count);
  return to;
}

/** C11 7.24.4.1: below, equal to or above 0 as the first differing byte of `left` is below, equal, above. */
export function memcmp(left: u32, right: u32, count: u32): i32 {
  const first: Span<u8> = spanAt<u8>(left, count);
  const second: Span<u8> = spanAt<u8>(right, count);
  for (let i: u32 = 0; i < count; i++) {
    if (first[i] !== second[i]) {
      return i32(first[i]) - i32(second[i]);
    }
  }
  return 0;
}
