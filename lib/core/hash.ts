/** A small hash of words for tables of fixed size. Not for secrets: who chooses the words can make them collide. */

const MULTIPLIER: u32 = 0x9e37_79b1;

/** Mixes three words; all bits of the result depend on all of them. */
export function hashOfThree(first: u32, second: u32, third: u32): u32 {
  let hash: u32 = first * MULTIPLIER;
  hash = ((hash ^ (hash >>> 15)) + second) * MULTIPLIER;
  hash = ((hash ^ (hash >>> 13)) + third) * MULTIPLIER;
  return hash ^ (hash >>> 16);
}

/** Mixes two words; the high bits of the result depend on all bits of both. */
export function hashOfTwo(first: u32, second: u32): u32 {
  return (first ^ (second * MULTIPLIER)) * MULTIPLIER;
}
