/** Words out of bytes and bytes in words, the lowest first. */

/** The 32-bit word at `offset` of what somebody else wrote; traps where the window ends before. */
export function wordAt(bytes: Span<u8>, offset: u32): u32 {
  // One check for all four: then the C compiler makes one load of them.
  const word = subSpan(bytes, offset, 4);
  return u32(word[0]) | (u32(word[1]) << 8) | (u32(word[2]) << 16) | (u32(word[3]) << 24);
}

/** The bytes from `start` on, at most four, as one word; zero bytes after the end. */
export function packWord(bytes: Span<u8>, start: u32): u32 {
  let word: u32 = 0;
  for (let i: u32 = 0; i < 4; i++) {
    const index: u32 = start + i;
    if (index < bytes.length) {
      word |= u32(bytes[index]) << ((i << 3) & 31);
    }
  }
  return word;
}
