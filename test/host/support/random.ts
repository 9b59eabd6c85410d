/** Rows of random numbers for host programs: the seed is printed, and numbers that break things. */
import { nextRandom, type Random, randomBelow } from "./xorshift.ts";

/** Starts the row that belongs to `seed`, which must not be 0, and prints the seed. */
export function startRandom(random: Random, seed: u32): void {
  random.state = seed;
  print("seed ");
  print(seed);
  print("\n");
}

const EDGES: FixedArray<u32, 24> = arrayOf(
  0,
  1,
  2,
  3,
  7,
  8,
  16,
  20,
  24,
  32,
  0xff,
  0xfff,
  0x1000,
  0x1001,
  0xffff,
  0x1_0000,
  0x10_0000,
  0x4000_0000,
  0x5000_0000,
  0x7fff_ffff,
  0x8000_0000,
  0xc000_0000,
  0xffff_f000,
  0xffff_ffff,
);

/** A number that breaks things: an edge, something near one, a small or any number. */
export function randomEdge(random: Random): u32 {
  switch (randomBelow(random, 4)) {
    case 0:
      return EDGES[randomBelow(random, 24)];
    case 1:
      return EDGES[randomBelow(random, 24)] + randomBelow(random, 64) - 32;
    case 2:
      return randomBelow(random, 4096);
    default:
      return nextRandom(random);
  }
}
