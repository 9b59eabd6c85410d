/** usableRanges and excludeRange: maps as firmware writes them, and random ones against a plain model. */
import { BootError, type BootInformation } from "../../kernel/boot/boot-information.ts";
import {
  excludeRange,
  FRAME_RANGES_MAX,
  type FrameRanges,
  usableRanges,
} from "../../kernel/boot/memory-map.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import { startRandom } from "./support/random.ts";
import { type Random, randomBelow } from "./support/xorshift.ts";

const ROUNDS: u32 = 20_000;
const SEED: u32 = 0x0003_a901;
/** The model knows the frames from 0 to this. */
const MODEL_FRAMES = 512;

const information: BootInformation = zeroed();
const ranges: FrameRanges = zeroed();
const model: FixedArray<bool, typeof MODEL_FRAMES> = zeroed();
const random: Random = zeroed();

function start(): void {
  information.regionCount = 0;
}

function region(from: u64, bytes: u64, usable: bool): void {
  const next = information.regions[information.regionCount];
  next.start = from;
  next.bytes = bytes;
  next.usable = usable;
  information.regionCount++;
}

function expectRange(index: u32, first: u32, count: u32, name: string): void {
  checkEqual(ranges.ranges[index].first, first, name);
  checkEqual(ranges.ranges[index].count, count, name);
}

/** 128 MB as SeaBIOS describes them. */
function plainMachine(): void {
  start();
  region(0n, 0x9_fc00n, true);
  region(0x9_fc00n, 0x400n, false);
  region(0xf_0000n, 0x1_0000n, false);
  region(0x10_0000n, 0x7ee_0000n, true);
  region(0x7fe_0000n, 0x2_0000n, false);
  region(0xfffc_0000n, 0x4_0000n, false);
  checkEqual(usableRanges(information, ranges), BootError.NONE, "plain machine");
  checkEqual(ranges.count, 1, "one range");
  expectRange(0, 256, 0x7ee0, "from 1 MiB on");
  checkEqual(ranges.frames, 0x7ee0, "sum");
}

/** OVMF keeps pieces for itself at 8 MiB. */
function firmwareHoles(): void {
  start();
  region(0x10_0000n, 0x70_0000n, true);
  region(0x80_0000n, 0x8000n, false);
  region(0x80_8000n, 0x3000n, true);
  region(0x80_b000n, 0x1000n, false);
  region(0x80_c000n, 0x5000n, true);
  region(0x81_1000n, 0xe_f000n, false);
  region(0x90_0000n, 0x6f0_0000n, true);
  checkEqual(usableRanges(information, ranges), BootError.NONE, "firmware holes");
  checkEqual(ranges.count, 4, "four ranges");
  expectRange(0, 256, 0x700, "first");
  expectRange(3, 0x900, 0x6f00, "last");
}

function oddMaps(): void {
  start();
  region(0x200_0000n, 0x100_0000n, true);
  region(0x10_0000n, 0x100_0000n, true);
  region(0x80_0000n, 0x180_0000n, true);
  region(0x10_0000n, 0x100_0000n, true);
  checkEqual(usableRanges(information, ranges), BootError.NONE, "out of order, overlapping, twice");
  checkEqual(ranges.count, 1, "one range");
  expectRange(0, 256, 0x2f00, "all of it");

  start();
  region(0x10_0001n, 0x1000n, true);
  checkEqual(usableRanges(information, ranges), BootError.NO_USABLE_MEMORY, "no whole frame");
  region(0x20_0001n, 0x2ffen, true);
  checkEqual(usableRanges(information, ranges), BootError.NONE, "odd start and end");
  expectRange(0, 0x201, 1, "trimmed inward");

  start();
  region(0x10_0000n, 0x10_0000n, true);
  region(0x18_0fffn, 2n, false);
  checkEqual(usableRanges(information, ranges), BootError.NONE, "two reserved bytes");
  checkEqual(ranges.count, 2, "cost two frames");
  expectRange(0, 256, 0x80, "before");
  expectRange(1, 0x182, 0x7e, "after");

  start();
  region(0n, 0x10_0000n, true);
  checkEqual(usableRanges(information, ranges), BootError.NO_USABLE_MEMORY, "nothing above 1 MiB");
  start();
  checkEqual(usableRanges(information, ranges), BootError.NO_USABLE_MEMORY, "empty map");
  region(0x10_0000n, 0x700_0000n, true);
  region(0n, 0xffff_ffff_ffff_ffffn, false);
  checkEqual(usableRanges(information, ranges), BootError.NO_USABLE_MEMORY, "all reserved");
  checkEqual(ranges.count, 0, "no range");
}

function farMemory(): void {
  start();
  region(0x1_0000_0000n, 0x1_0000_0000n, true);
  checkEqual(usableRanges(information, ranges), BootError.NONE, "above 4 GiB");
  expectRange(0, 0x10_0000, 0x10_0000, "frames above 4 GiB");
  start();
  region(0xff_0000_0000n, 0xffff_0000_0000_0000n, true);
  checkEqual(usableRanges(information, ranges), BootError.NONE, "to the last address");
  expectRange(0, 0xff0_0000, 0xffff_ffff - 0xff0_0000, "ends at 16 TB");
  start();
  region(0x1000_0000_0000n, 0x1_0000_0000n, true);
  checkEqual(usableRanges(information, ranges), BootError.NO_USABLE_MEMORY, "beyond 16 TB");
}

/** As many pieces as there may be, one of them small; piece number `cut` is cut, not the last frames of it. */
function cutInFullList(small: u32, cut: u32): void {
  start();
  for (let i: u32 = 0; i < FRAME_RANGES_MAX; i++) {
    // The last one comes first.
    region(0x1000_0000n - u64(i) * 0x10_0000n, i === small ? 0x1000n : 0x1_0000n, true);
  }
  checkEqual(usableRanges(information, ranges), BootError.NONE, "many pieces");
  checkEqual(ranges.count, FRAME_RANGES_MAX, "all of them");
  checkEqual(ranges.lostFrames, 0, "none is lost");
  const first = ranges.ranges[cut].first;
  excludeRange(ranges, first + 4, 2);
  checkEqual(ranges.count, FRAME_RANGES_MAX, "a cut in a full list");
  checkEqual(ranges.frames, (FRAME_RANGES_MAX - 1) * 16 - 2, "the smallest one is lost");
  checkEqual(ranges.lostFrames, 1, "and counted");
  const place: u32 = FRAME_RANGES_MAX - 1 - small < cut ? cut - 1 : cut;
  expectRange(place, first, 4, "before the cut");
  expectRange(place + 1, first + 6, 10, "behind the cut");
}

/** A cut in a full list loses the smallest piece, wherever that is. */
function manyPieces(): void {
  cutInFullList(5, 3);
  cutInFullList(124, 100);
}

function exclusions(): void {
  start();
  region(0x10_0000n, 0x10_0000n, true);
  check(usableRanges(information, ranges) === BootError.NONE, "1 MiB");
  excludeRange(ranges, 0, 0);
  checkEqual(ranges.frames, 256, "nothing");
  excludeRange(ranges, 0x400, 0xffff_ffff);
  checkEqual(ranges.frames, 256, "behind it");
  excludeRange(ranges, 0, 0x110);
  expectRange(0, 0x110, 0xf0, "its start");
  excludeRange(ranges, 0x1f0, 0xffff_ffff);
  expectRange(0, 0x110, 0xe0, "its end, a count that wraps");
  excludeRange(ranges, 0x110, 0xe0);
  checkEqual(ranges.count, 0, "all of it");
  checkEqual(ranges.frames, 0, "no frames");
}

function buildModel(): void {
  for (let frame: u32 = 0; frame < MODEL_FRAMES; frame++) {
    model[frame] = false;
    const first = u64(frame) * 4096n;
    for (let i: u32 = 0; i < information.regionCount; i++) {
      const one = information.regions[i];
      if (frame >= 256 && one.usable && one.start <= first && first + 4096n <= one.start + one.bytes) {
        model[frame] = true;
      }
    }
    for (let i: u32 = 0; i < information.regionCount; i++) {
      const one = information.regions[i];
      if (!one.usable && one.start < first + 4096n && first < one.start + one.bytes) {
        model[frame] = false;
      }
    }
  }
}

function checkAgainstModel(): void {
  let frames: u32 = 0;
  let index: u32 = 0;
  for (let frame: u32 = 0; frame < MODEL_FRAMES; frame++) {
    while (index < ranges.count && frame >= ranges.ranges[index].first + ranges.ranges[index].count) {
      index++;
    }
    const inside = index < ranges.count && frame >= ranges.ranges[index].first;
    check(inside === model[frame], "frame by frame");
    frames += model[frame] ? 1 : 0;
  }
  checkEqual(ranges.frames, frames, "sum");
  for (let i: u32 = 0; i + 1 < ranges.count; i++) {
    check(ranges.ranges[i].count !== 0, "no empty range");
    check(
      ranges.ranges[i].first + ranges.ranges[i].count <= ranges.ranges[i + 1].first,
      "sorted and disjoint",
    );
  }
}

function randomMaps(): void {
  for (let round: u32 = 0; round < ROUNDS && !hasFailed(); round++) {
    start();
    const count = 1 + randomBelow(random, 24);
    for (let i: u32 = 0; i < count; i++) {
      const unit: u32 = randomBelow(random, 3) === 0 ? 1 : 512;
      const from = 0x0f_0000n + u64(randomBelow(random, 0xd_0000 / unit) * unit);
      region(from, 1n + u64(randomBelow(random, 0x4_0000)), randomBelow(random, 3) !== 0);
    }
    buildModel();
    usableRanges(information, ranges);
    checkAgainstModel();
    const first = randomBelow(random, MODEL_FRAMES);
    const frames = randomBelow(random, 64);
    for (let frame = first; frame < first + frames && frame < MODEL_FRAMES; frame++) {
      model[frame] = false;
    }
    excludeRange(ranges, first, frames);
    checkAgainstModel();
  }
}

export function main(): i32 {
  startRandom(random, SEED);
  plainMachine();
  firmwareHoles();
  oddMaps();
  farMemory();
  manyPieces();
  exclusions();
  randomMaps();
  return finish("memory-map");
}
