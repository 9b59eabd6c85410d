/** Lower memory: what the BIOS data area says, edges, owners, and a random run against a plain map. */
import {
  freeLowerBytes,
  giveLower,
  giveLowerOf,
  initialiseLowerMemory,
  LOWER_ALLOCATIONS_MAX,
  LOWER_FREE_START,
  type LowerMemory,
  lowerEndOf,
  NO_LOWER,
  takeLower,
} from "../../kernel/memory/lower-memory.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import { startRandom } from "./support/random.ts";
import { type Random, randomBelow } from "./support/xorshift.ts";

const ROUNDS: u32 = 200_000;
const SEED: u32 = 0x010e_3e11;
const PLACES = 64;
const END: u32 = 0x9_fc00;

const lower: LowerMemory = zeroed();
const random: Random = zeroed();
const addresses: FixedArray<u32, typeof PLACES> = zeroed();
const sizes: FixedArray<u32, typeof PLACES> = zeroed();
const holders: FixedArray<u32, typeof PLACES> = zeroed();

function testEnd(): void {
  checkEqual(lowerEndOf(0x9fc0, 639), 0x9_fc00, "an ordinary PC");
  checkEqual(lowerEndOf(0x9fc0, 640), 0x9_fc00, "the lower of two");
  checkEqual(lowerEndOf(0x9fff, 600), 0x9_6000, "the lower of two, the other way");
  checkEqual(lowerEndOf(0, 639), 0x9_fc00, "no EBDA");
  checkEqual(lowerEndOf(0x9000, 0), 0x9_0000, "no size");
  checkEqual(lowerEndOf(0, 0), 0x8_0000, "neither: UEFI");
  checkEqual(lowerEndOf(0xffff, 0xffff), 0x8_0000, "both absurd");
  checkEqual(lowerEndOf(0x1000, 64), 0x8_0000, "both too low");
  checkEqual(lowerEndOf(0xa000, 640), 0xa_0000, "an EBDA in video memory");
}

function testEdges(): void {
  initialiseLowerMemory(lower, LOWER_FREE_START);
  checkEqual(takeLower(lower, 1, 1), NO_LOWER, "nothing at all");
  initialiseLowerMemory(lower, 0);
  checkEqual(takeLower(lower, 1, 1), NO_LOWER, "less than nothing");
  initialiseLowerMemory(lower, END);
  const all: u32 = END - LOWER_FREE_START;
  checkEqual(freeLowerBytes(lower), all, "all is free");
  checkEqual(takeLower(lower, 0, 1), NO_LOWER, "no bytes");
  checkEqual(takeLower(lower, all + 1, 1), NO_LOWER, "a byte too many");
  checkEqual(takeLower(lower, 0xffff_ffff, 1), NO_LOWER, "absurdly many");
  const whole: u32 = takeLower(lower, all, 1);
  checkEqual(whole, LOWER_FREE_START, "all at once");
  checkEqual(takeLower(lower, 1, 1), NO_LOWER, "none left");
  check(!giveLower(lower, whole, 2), "not the owner");
  check(!giveLower(lower, whole + 16, 1), "not the start");
  check(giveLower(lower, whole, 1), "the owner");
  check(!giveLower(lower, whole, 1), "twice");
  for (let i: u32 = 0; i < LOWER_ALLOCATIONS_MAX; i++) {
    check(takeLower(lower, 1, 7) !== NO_LOWER, "as many as there can be");
  }
  checkEqual(takeLower(lower, 1, 7), NO_LOWER, "one too many");
  giveLowerOf(lower, 8);
  checkEqual(freeLowerBytes(lower), all - LOWER_ALLOCATIONS_MAX * 16, "another owner has nothing");
  giveLowerOf(lower, 7);
  checkEqual(freeLowerBytes(lower), all, "all at the owner's end");
}

function disjoint(place: u32): bool {
  for (let i: u32 = 0; i < PLACES; i++) {
    if (i !== place && sizes[i] !== 0) {
      if (addresses[place] < addresses[i] + sizes[i] && addresses[i] < addresses[place] + sizes[place]) {
        return false;
      }
    }
  }
  return true;
}

function testRandom(): void {
  initialiseLowerMemory(lower, END);
  for (let round: u32 = 0; round < ROUNDS && !hasFailed(); round++) {
    const place = randomBelow(random, PLACES);
    if (sizes[place] !== 0) {
      check(giveLower(lower, addresses[place], holders[place]), "given back");
      sizes[place] = 0;
    } else {
      const bytes = 1 + randomBelow(random, 30_000);
      const address = takeLower(lower, bytes, place % 5);
      if (address !== NO_LOWER) {
        addresses[place] = address;
        sizes[place] = bytes;
        holders[place] = place % 5;
        check((address & 15) === 0, "on a paragraph");
        check(address >= LOWER_FREE_START && address + bytes <= END, "below the EBDA");
        check(disjoint(place), "nobody else's");
      }
    }
  }
  for (let owner: u32 = 0; owner < 5; owner++) {
    giveLowerOf(lower, owner);
  }
  checkEqual(freeLowerBytes(lower), END - LOWER_FREE_START, "all came back");
}

export function main(): i32 {
  startRandom(random, SEED);
  testEnd();
  testEdges();
  testRandom();
  return finish("lower-memory");
}
