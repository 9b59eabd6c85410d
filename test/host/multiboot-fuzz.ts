/**
 * Both multiboot parsers, and everything that works on what they accept, on broken blocks: never a
 * trap, never a hang, and every promise of kernel/boot/boot-information.ts is kept.
 */
import {
  BOOT_MODULES_MAX,
  BOOT_REGIONS_MAX,
  BootError,
  type BootInformation,
} from "../../kernel/boot/boot-information.ts";
import { type FrameRanges, usableRanges } from "../../kernel/boot/memory-map.ts";
import { type MemoryPlan, planMemory } from "../../kernel/boot/memory-plan.ts";
import { parseMultiboot1 } from "../../kernel/boot/multiboot1.ts";
import { parseMultiboot2 } from "../../kernel/boot/multiboot2.ts";
import { forgetInformation } from "./support/boot-information.ts";
import { clearBytes, mutate } from "./support/bytes.ts";
import { check, finish, hasFailed } from "./support/check.ts";
import { MAP, MEMORY_BYTES, MODULES, putBlock1 } from "./support/multiboot1-block.ts";
import { BLOCK, BLOCK_BYTES, putBlock2 } from "./support/multiboot2-block.ts";
import { checkPlan } from "./support/plan-check.ts";
import { randomEdge, startRandom } from "./support/random.ts";
import { type Random, randomBelow } from "./support/xorshift.ts";

const ROUNDS: u32 = 150_000;
const SEED: u32 = 0x0b00_7001;
/** What is broken, and so has to be mended before the next round. */
const HOT_BYTES: u32 = 0x200;

const storage: FixedArray<u8, typeof MEMORY_BYTES> = zeroed();
const information: BootInformation = zeroed();
const ranges: FrameRanges = zeroed();
const before: FrameRanges = zeroed();
const plan: MemoryPlan = zeroed();
const random: Random = zeroed();

function checkInformation(length: u32): void {
  check(information.regionCount !== 0 && information.regionCount <= BOOT_REGIONS_MAX, "regions");
  for (let i: u32 = 0; i < information.regionCount; i++) {
    const region = information.regions[i];
    check(region.bytes !== 0n && region.start + region.bytes > region.start, "regions do not wrap");
  }
  check(information.moduleCount <= BOOT_MODULES_MAX, "modules");
  for (let i: u32 = 0; i < information.moduleCount; i++) {
    const module = information.modules[i];
    check(u64(module.start) + u64(module.bytes) <= u64(length), "modules lie in memory");
  }
  check(information.commandLineBytes < 256, "text length");
  for (let i: u32 = 0; i < information.commandLineBytes; i++) {
    check(information.commandLine[i] >= 0x20 && information.commandLine[i] < 0x7f, "text is printable");
  }
  check(information.commandLine[information.commandLineBytes] === 0, "text is ended");
  const bytes = information.rsdpBytes;
  check(bytes === 0 || bytes === 20 || bytes === 36, "root pointer length");
}

function usePieces(): void {
  if (usableRanges(information, ranges) !== BootError.NONE) {
    return;
  }
  copy(before, ranges);
  const endKernel = 0x10_0001 + randomBelow(random, 0x20_0000);
  if (planMemory(information, ranges, endKernel, 16, plan) === BootError.NONE) {
    checkPlan(information, before, ranges, plan, endKernel, 16);
  }
}

/** One broken block; answers whether it was accepted. */
function round(version: u32): bool {
  const memory = spanOf(storage);
  clearBytes(subSpan(memory, BLOCK, HOT_BYTES * 2));
  if (version === 1) {
    clearBytes(subSpan(memory, MODULES, HOT_BYTES));
    clearBytes(subSpan(memory, MAP, HOT_BYTES));
    putBlock1(memory);
    mutate(subSpan(memory, BLOCK, 120), random);
    if (randomBelow(random, 2) === 0) {
      mutate(subSpan(memory, MAP, 72), random);
      mutate(subSpan(memory, MODULES, 32), random);
    }
  } else {
    putBlock2(memory);
    mutate(subSpan(memory, BLOCK, BLOCK_BYTES), random);
  }
  const address = randomBelow(random, 64) === 0 ? randomEdge(random) : BLOCK;
  const length = randomBelow(random, 64) === 0 ? randomBelow(random, MEMORY_BYTES) : MEMORY_BYTES;
  const window = subSpan(memory, 0, length);
  forgetInformation(information);
  const error =
    version === 1
      ? parseMultiboot1(window, address, information)
      : parseMultiboot2(window, address, information);
  if (error !== BootError.NONE) {
    return false;
  }
  checkInformation(length);
  usePieces();
  return true;
}

export function main(): i32 {
  startRandom(random, SEED);
  for (let version: u32 = 1; version <= 2; version++) {
    let accepted: u32 = 0;
    for (let i: u32 = 0; i < ROUNDS && !hasFailed(); i++) {
      if (round(version)) {
        accepted++;
      }
    }
    print(accepted);
    print(" accepted\n");
    check(accepted > ROUNDS / 100 && accepted < ROUNDS - ROUNDS / 20, "both outcomes are met");
  }
  return finish("multiboot-fuzz");
}
