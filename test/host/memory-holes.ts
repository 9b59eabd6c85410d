/** Holes of the command line: what is read, what is refused, and that they only ever take memory away. */
import { BootError, type BootInformation } from "../../kernel/boot/boot-information.ts";
import { addRegion, REGION_USABLE } from "../../kernel/boot/collect.ts";
import { addHoles } from "../../kernel/boot/memory-holes.ts";
import { type FrameRanges, usableRanges } from "../../kernel/boot/memory-map.ts";
import { forgetInformation } from "./support/boot-information.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import { startRandom } from "./support/random.ts";
import { type Random, randomBelow } from "./support/xorshift.ts";

const ROUNDS: u32 = 200_000;
const SEED: u32 = 0x40_1e50;
const LINE_BYTES_MAX: u32 = 255;
const PAGE_SHIFT: u64 = 12n;

const information: BootInformation = zeroed();
const before: FrameRanges = zeroed();
const after: FrameRanges = zeroed();
const random: Random = zeroed();

/** 128 MiB, 2 GiB from 3 GiB on, and the line. */
function start(text: string): void {
  forgetInformation(information);
  addRegion(information, 0n, 0x800_0000n, REGION_USABLE);
  addRegion(information, 0xc000_0000n, 0x8000_0000n, REGION_USABLE);
  usableRanges(information, before);
  information.commandLineBytes = text.length;
  for (let i: u32 = 0; i < text.length; i++) {
    information.commandLine[i] = text.charCodeAt(i);
  }
}

function expectFrames(text: string, frames: u32): void {
  start(text);
  checkEqual(addHoles(information), BootError.NONE, text);
  usableRanges(information, after);
  checkEqual(before.frames - after.frames, frames, text);
}

function expectBad(text: string): void {
  start(text);
  checkEqual(addHoles(information), BootError.BAD_HOLES, text);
}

function testReading(): void {
  expectFrames("", 0);
  expectFrames("hole=5+5 holesome holes", 0);
  expectFrames("holes=16M+1M", 256);
  expectFrames("kernel.elf holes=16M+1M heap=8M", 256);
  expectFrames("holes=16m+1024k", 256);
  expectFrames("holes=16777216+1048576", 256);
  expectFrames("holes=16777217+1", 1);
  expectFrames("holes=16777215+2", 2);
  expectFrames("holes=40M+1M,16M+1M", 512);
  expectFrames("holes=16M+2M,17M+2M", 768);
  expectFrames("holes=16M+0", 0);
  expectFrames("holes=1G+1G", 0);
  expectFrames("holes=4095M+2M", 512);
  expectFrames("holes=3G+999999999999999999999999G", 0x8_0000);
  expectFrames("holes=99999999999999999999999999+5", 0);
  expectFrames("holes=0+1M", 0);
}

function testRefusals(): void {
  expectBad("holes=");
  expectBad("holes= 16M+1M");
  expectBad("holes=16M");
  expectBad("holes=16M+");
  expectBad("holes=+1M");
  expectBad("holes=16M+1M,");
  expectBad("holes=16M+1M,,17M+1M");
  expectBad("holes=16M-1M");
  expectBad("holes=16MM+1M");
  expectBad("holes=16M+1M;17M+1M");
  expectBad("holes=0x1000+1M");
  expectBad("holes=16M+1T");
}

/** Whether every frame of `inner` is in `outer`. */
function isWithin(inner: FrameRanges, outer: FrameRanges): bool {
  for (let i: u32 = 0; i < inner.count; i++) {
    let found: bool = false;
    for (let j: u32 = 0; j < outer.count; j++) {
      const first: bool = inner.ranges[i].first >= outer.ranges[j].first;
      const distance: u32 = inner.ranges[i].first - outer.ranges[j].first;
      found = found || (first && distance + inner.ranges[i].count <= outer.ranges[j].count);
    }
    if (!found) {
      return false;
    }
  }
  return true;
}

/** Whether a frame of the ranges has a byte of a reserved piece. */
function meetsReserved(ranges: FrameRanges): bool {
  for (let i: u32 = 0; i < information.regionCount; i++) {
    const region = information.regions[i];
    const first: u64 = region.start >> PAGE_SHIFT;
    const last: u64 = (region.start + region.bytes - 1n) >> PAGE_SHIFT;
    for (let j: u32 = 0; !region.usable && j < ranges.count; j++) {
      const range = ranges.ranges[j];
      if (first < u64(range.first) + u64(range.count) && last >= u64(range.first)) {
        return true;
      }
    }
  }
  return false;
}

/** Lines of the letters that matter. */
function testRandom(): void {
  const letters: Span<u8> = bytesOf("0123456789+++,,KMG 9");
  const word: Span<u8> = bytesOf("holes=");
  let read: u32 = 0;
  for (let round: u32 = 0; round < ROUNDS && !hasFailed(); round++) {
    start("");
    information.commandLineBytes = 6 + randomBelow(random, round % 8 === 0 ? LINE_BYTES_MAX - 5 : 16);
    for (let i: u32 = 0; i < information.commandLineBytes; i++) {
      information.commandLine[i] = i < 6 ? word[i] : letters[randomBelow(random, letters.length)];
    }
    read += addHoles(information) === BootError.NONE ? 1 : 0;
    usableRanges(information, after);
    check(isWithin(after, before), "nothing becomes memory");
    check(!meetsReserved(after), "no frame of a hole is left");
  }
  check(read > ROUNDS / 100 && read < ROUNDS / 2, "both outcomes are met");
}

export function main(): i32 {
  startRandom(random, SEED);
  testReading();
  testRefusals();
  testRandom();
  return finish("memory-holes");
}
