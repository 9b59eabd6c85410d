/**
 * Random numbers that come again: xorshift with 32 bits (Marsaglia, Journal of Statistical
 * Software 8(14), 2003). Whoever starts a row prints its seed (random.ts), so a
 * failure can be had again.
 */

export class Random {
  state: u32 = 0;
}

/** The next number, never 0. */
export function nextRandom(random: Random): u32 {
  let state = random.state;
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  random.state = state;
  return state;
}

/** A number from 0 to `bound - 1`. */
export function randomBelow(random: Random, bound: u32): u32 {
  return (nextRandom(random) >>> 3) % bound;
}
