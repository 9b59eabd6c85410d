/** malloc and free: contents kept, the limit respected, everything given back. */
import { Counter } from "../../../lib/abi/call.ts";
import { ServerStatus } from "../../../lib/proto/server-status.ts";
import type { Usage } from "../../../lib/proto/vmm.ts";
import { free, malloc } from "../../../lib/user/malloc.ts";
import { byteWindow } from "../../../lib/user/memory.ts";
import { start } from "../../../lib/user/start.ts";
import { vmmUsage } from "../../../lib/user/vmm-client.ts";
import { counter } from "../support/marks.ts";
import { beginTests, finishTests, ok, okEqual } from "../support/tap.ts";

const LIMIT_BYTES: u32 = 300 * 1024;
const BLOCKS = 100;
const ROUNDS: u32 = 5000;
const SEED: u32 = 424_242;

const addresses: FixedArray<u32, typeof BLOCKS> = zeroed();
const sizes: FixedArray<u32, typeof BLOCKS> = zeroed();
let random: u32 = SEED;

function randomBelow(bound: u32): u32 {
  random ^= random << 13;
  random ^= random >>> 17;
  random ^= random << 5;
  return (random >>> 3) % bound;
}

function bytesHeld(): u32 {
  const usage: Usage = zeroed();
  vmmUsage(usage);
  return usage.status === ServerStatus.OK ? usage.bytes : 0xffff_ffff;
}

function fill(slot: u32): void {
  const bytes: Span<u8> = byteWindow(addresses[slot], sizes[slot]);
  for (let i: u32 = 0; i < bytes.length; i++) {
    bytes[i] = u8(slot + i);
  }
}

function holds(slot: u32): bool {
  const bytes: Span<u8> = byteWindow(addresses[slot], sizes[slot]);
  for (let i: u32 = 0; i < bytes.length; i++) {
    if (bytes[i] !== u8(slot + i)) {
      return false;
    }
  }
  return true;
}

function testSmall(): void {
  okEqual(bytesHeld(), 0, "nothing is held before");
  const address: u32 = malloc(1);
  ok(address !== 0, "malloc of a byte");
  okEqual(address & 7, 0, "aligned to 8");
  okEqual(bytesHeld(), 0x1_0000, "a chunk of 64 KiB is held");
  const other: u32 = malloc(100);
  okEqual(bytesHeld(), 0x1_0000, "the next piece comes out of it");
  free(address);
  okEqual(bytesHeld(), 0x1_0000, "a chunk in use is kept");
  free(other);
  okEqual(bytesHeld(), 0, "an empty chunk is given back");
  free(0);
  const empty: u32 = malloc(0);
  ok(empty !== 0, "malloc of nothing is a piece of its own");
  free(empty);
  okEqual(bytesHeld(), 0, "that can be freed");
}

function testLarge(): void {
  const large: u32 = malloc(200 * 1024);
  ok(large !== 0, "malloc of more than a chunk");
  okEqual(malloc(200 * 1024), 0, "malloc over the limit is 0");
  okEqual(malloc(0xffff_ffff), 0, "malloc of everything is 0");
  okEqual(malloc(0x3000_0001), 0, "malloc of more than the allocator knows is 0");
  const small: u32 = malloc(50_000);
  ok(small !== 0, "a refused malloc has used nothing up");
  const exact: u32 = malloc(30 * 1024);
  ok(exact !== 0, "where a chunk is too much, just what is needed is asked for");
  ok(bytesHeld() <= LIMIT_BYTES, "the limit is kept");
  free(small);
  free(exact);
  free(large);
  okEqual(bytesHeld(), 0, "all is given back");
}

function testRandom(): void {
  const frames: u32 = counter(Counter.FREE_FRAMES);
  let wrong: u32 = 0;
  let refused: u32 = 0;
  for (let round: u32 = 0; round < ROUNDS; round++) {
    const slot: u32 = randomBelow(BLOCKS);
    if (addresses[slot] !== 0) {
      wrong += holds(slot) ? 0 : 1;
      free(addresses[slot]);
      addresses[slot] = 0;
    } else {
      sizes[slot] = randomBelow(6000);
      addresses[slot] = malloc(sizes[slot]);
      if (addresses[slot] === 0) {
        refused += 1;
      } else {
        fill(slot);
      }
    }
  }
  okEqual(wrong, 0, "no piece was written by somebody else (seed 424242)");
  ok(refused < ROUNDS / 2, "memory is used again");
  for (let slot: u32 = 0; slot < BLOCKS; slot++) {
    free(addresses[slot]);
    addresses[slot] = 0;
  }
  okEqual(bytesHeld(), 0, "after the run nothing is held");
  okEqual(counter(Counter.FREE_FRAMES), frames, "and all frames are free again");
}

function main(): u32 {
  beginTests();
  testSmall();
  testLarge();
  testRandom();
  return finishTests();
}

symbol(start, "_start");
symbol(main, "userMain");
