/** Words out of bytes that somebody else wrote. The caller has checked that the window is long enough. */

/** The 32-bit little-endian word at `offset`; traps where the window ends before. */
export function wordAt(bytes: Span<u8>, offset: u32): u32 {
  return (
    u32(bytes[offset]) |
    (u32(bytes[offset + 1]) << 8) |
    (u32(bytes[offset + 2]) << 16) |
    (u32(bytes[offset + 3]) << 24)
  );
}
