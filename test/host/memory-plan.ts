/** planMemory: machines from 8 MB to 8 GB, modules in every awkward place, and random machines. */
import { BootError, type BootInformation } from "../../kernel/boot/boot-information.ts";
import { type FrameRanges, usableRanges } from "../../kernel/boot/memory-map.ts";
import { type MemoryPlan, planMemory } from "../../kernel/boot/memory-plan.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import { checkPlan } from "./support/plan-check.ts";
import { randomEdge, startRandom } from "./support/random.ts";
import { type Random, randomBelow } from "./support/xorshift.ts";

const ROUNDS: u32 = 20_000;
const SEED: u32 = 0x00b1_a201;
const RECORD_BYTES: u32 = 16;
const MIB: u32 = 0x10_0000;
/** A kernel of 200 KiB. */
const END_KERNEL: u32 = 0x13_2040;

const information: BootInformation = zeroed();
const ranges: FrameRanges = zeroed();
const before: FrameRanges = zeroed();
const plan: MemoryPlan = zeroed();
const random: Random = zeroed();

function start(): void {
  information.regionCount = 0;
  information.moduleCount = 0;
}

function region(from: u64, bytes: u64, usable: bool): void {
  const next = information.regions[information.regionCount];
  next.start = from;
  next.bytes = bytes;
  next.usable = usable;
  information.regionCount++;
}

function module(from: u32, bytes: u32): void {
  const next = information.modules[information.moduleCount];
  next.start = from;
  next.bytes = bytes;
  information.moduleCount++;
}

function makePlan(): BootError {
  const error = usableRanges(information, ranges);
  if (error !== BootError.NONE) {
    return error;
  }
  copy(before, ranges);
  return planMemory(information, ranges, END_KERNEL, RECORD_BYTES, plan);
}

function expectPlan(name: string): void {
  checkEqual(makePlan(), BootError.NONE, name);
  checkPlan(information, before, ranges, plan, END_KERNEL, RECORD_BYTES);
}

/** The command line's word for the heap, and what comes of it in bytes, on a machine of 512 MB. */
function expectHeap(text: string, bytes: u32): void {
  information.commandLineBytes = text.length;
  for (let i: u32 = 0; i < text.length; i++) {
    information.commandLine[i] = text.charCodeAt(i);
  }
  machine(512);
  expectPlan(text);
  checkEqual(plan.heapBytes, bytes, text);
  information.commandLineBytes = 0;
}

function heapOption(): void {
  expectHeap("", 16 * MIB);
  expectHeap("heap=8M", 8 * MIB);
  expectHeap("heap=8388609", 9 * MIB);
  expectHeap("heap=1", 4 * MIB);
  expectHeap("heap=40960K", 40 * MIB);
  expectHeap("heap=4T heap=5M", 16 * MIB);
  expectHeap("heap=4G heap=5M", 64 * MIB);
  expectHeap("heap=4000M", 64 * MIB);
}

/** A machine with so much memory in one piece, and five modules where GRUB puts them. */
function machine(mib: u32): void {
  start();
  region(0n, 0x9_fc00n, true);
  region(u64(MIB), u64(mib - 1) * u64(MIB), true);
  for (let i: u32 = 0; i < 5; i++) {
    module(0x13_3000 + i * 0x1_0000, 0x8123);
  }
}

function sizes(): void {
  machine(4);
  checkEqual(makePlan(), BootError.NO_MEMORY, "4 MB");
  machine(24);
  expectPlan("24 MB");
  check(ranges.frames >= 2048, "8 MiB stay free of 24 MB");
  check(plan.heapBytes >= 4 * MIB, "with a heap");
  machine(32);
  expectPlan("32 MB");
  check(ranges.frames >= 2048, "8 MiB stay free of 32 MB");
  machine(48);
  expectPlan("48 MB");
  checkEqual(plan.heapBytes, 16 * MIB, "the heap's usual size from 48 MB on");
  machine(96);
  expectPlan("96 MB");
  checkEqual(plan.heapBytes, 16 * MIB, "96 MB");
  machine(1024);
  expectPlan("1 GB");
  checkEqual(plan.heapBytes, 32 * MIB, "a thirty-second of 1 GB");
  machine(3072);
  expectPlan("3 GB");
  checkEqual(plan.heapBytes, 64 * MIB, "never more than 64 MiB");
  machine(3072);
  region(0x1_0000_0000n, 0x1_4000_0000n, true);
  expectPlan("8 GB");
  checkEqual(plan.firstFrame + plan.frameCount, 0x24_0000, "all of 8 GB has records");
}

function modulesStay(): void {
  machine(128);
  expectPlan("modules after the kernel");
  for (let i: u32 = 0; i < 5; i++) {
    checkEqual(plan.moduleStart[i], information.modules[i].start, "stays");
  }
  checkEqual(plan.imagesEnd, 0x17_c000, "end of the last one");
  machine(128);
  for (let i: u32 = 0; i < 5; i++) {
    information.modules[i].start = 0x13_3000 + i * 0x6_4000;
    information.modules[i].bytes = 0x6_4000;
  }
  expectPlan("2 MB of modules");
  checkEqual(plan.moduleStart[4], information.modules[4].start, "the last one stays too");
}

function expectMoved(index: u32, name: string): void {
  expectPlan(name);
  check(plan.moduleStart[index] !== information.modules[index].start, name);
  check(plan.imagesEnd < 4 * MIB, name);
}

function modulesMove(): void {
  machine(128);
  information.modules[1].start = 0x700_0000;
  expectMoved(1, "a module that lies high");
  machine(128);
  information.modules[1].start = 0x8_0000;
  expectMoved(1, "a module in low memory");
  machine(128);
  information.modules[1].start = 0x12_0000;
  expectMoved(1, "a module in the kernel's image");
  machine(128);
  information.modules[1].start = 0x14_3800;
  expectMoved(1, "a module that is not page aligned");
  machine(128);
  information.modules[1].start = 0x13_8000;
  expectMoved(1, "a module in another one");
  machine(128);
  information.modules[1].start = 0xe000_0000;
  expectMoved(1, "a module where there is no memory");
  machine(128);
  information.modules[4].bytes = 0;
  expectPlan("an empty module");
  start();
  region(u64(MIB), 127n * u64(MIB), true);
  module(0x13_3000, 0);
  module(0x13_3800, 0x1000);
  expectPlan("an empty module hides none behind it");
  check(plan.moduleStart[1] >= 0x13_5000, "the other one goes behind its old place");
  machine(128);
  information.modules[4].bytes = 200 * MIB;
  checkEqual(makePlan(), BootError.NO_MEMORY, "a module larger than memory");
  information.modules[4].start = 1;
  information.modules[4].bytes = 0xffff_fffe;
  checkEqual(makePlan(), BootError.NO_MEMORY, "a module of 4 GiB");
  machine(128);
  region(0x14_4000n, 0x1000n, false);
  expectPlan("a hole in a module's place");
  check(plan.moduleStart[1] !== information.modules[1].start, "moves it");
}

/** All modules lie exactly where the first of them would go. */
function modulesInTheWay(): void {
  start();
  region(u64(MIB), 127n * u64(MIB), true);
  for (let i: u32 = 0; i < 40; i++) {
    module(0x13_3800 + i * 0x1_0000, 0x1_0000);
  }
  expectPlan("40 modules, all to be moved");
  check(plan.moduleStart[0] >= 0x3b_3800, "behind all old places");
}

function holes(): void {
  start();
  region(u64(MIB), 7n * u64(MIB), true);
  region(9n * u64(MIB), 118n * u64(MIB), true);
  module(0x13_3000, 0x1_0000);
  module(0x780_0000, 0x1_0000);
  expectPlan("hole at 8 MiB");
  check(plan.heapStart >= 9 * MIB, "the heap lies behind it");
  start();
  region(u64(MIB), 20n * u64(MIB), true);
  region(0x1_0000_0000n, 0x8000_0000n, true);
  expectPlan("most memory above 4 GiB");
  start();
  region(u64(MIB), 127n * u64(MIB), true);
  region(0x8_0000_0000_000n, 0x8000_0000n, true);
  expectPlan("2 GiB at 8 TB are not worth their records");
  check(ranges.frames < 0x8000, "they are left unused");
  machine(1024);
  region(0x8_0000_0000n, 0x100_0000n, true);
  expectPlan("16 MiB at 32 GiB would need 128 MiB of records");
  check(plan.recordsBytes < 16 * MIB, "they are left unused");
  machine(1024);
  region(0x8_0000_0000n, 0x1000_0000n, true);
  expectPlan("256 MiB at 32 GiB are worth them");
  check(plan.recordsBytes > 128 * MIB, "they have records");
  start();
  region(16n * u64(MIB), 112n * u64(MIB), true);
  checkEqual(makePlan(), BootError.KERNEL_OUTSIDE_MEMORY, "no memory where the kernel lies");
  start();
  region(u64(MIB), 0x3_2000n, true);
  region(16n * u64(MIB), 112n * u64(MIB), true);
  checkEqual(makePlan(), BootError.KERNEL_OUTSIDE_MEMORY, "memory ends in the kernel's last page");
  machine(128);
  check(usableRanges(information, ranges) === BootError.NONE, "128 MB");
  const kernelOut = planMemory(information, ranges, 0x10_0000, RECORD_BYTES, plan);
  checkEqual(kernelOut, BootError.KERNEL_OUTSIDE_MEMORY, "an image of no bytes");
  const high = planMemory(information, ranges, 0xffff_ffff, RECORD_BYTES, plan);
  checkEqual(high, BootError.KERNEL_OUTSIDE_MEMORY, "an image of 4 GiB");
  checkEqual(ranges.frames, 127 * 256, "an error changes nothing");
}

function randomModule(): void {
  const bytes = randomBelow(random, 8) === 0 ? randomEdge(random) : randomBelow(random, 0x4_0000);
  let from = 0x10_0000 + randomBelow(random, 0x400) * 0x1000;
  if (randomBelow(random, 6) === 0) {
    from = randomEdge(random);
  }
  const room: u32 = 0xffff_ffff - from;
  module(from, bytes < room ? bytes : room);
}

function randomMachines(): void {
  let planned: u32 = 0;
  for (let round: u32 = 0; round < ROUNDS && !hasFailed(); round++) {
    start();
    region(u64(MIB), u64(1 + randomBelow(random, 64)) * u64(MIB), true);
    const regions = randomBelow(random, 8);
    for (let i: u32 = 0; i < regions; i++) {
      const usable = randomBelow(random, 3) !== 0;
      const from = u64(nextFrom()) * 0x800n;
      region(
        from,
        usable ? u64(randomBelow(random, 512)) * u64(MIB) + 1n : 1n + u64(randomBelow(random, 0x2_0000)),
        usable,
      );
    }
    const modules = randomBelow(random, 12);
    for (let i: u32 = 0; i < modules; i++) {
      randomModule();
    }
    if (makePlan() === BootError.NONE) {
      planned++;
      checkPlan(information, before, ranges, plan, END_KERNEL, RECORD_BYTES);
    }
  }
  print(planned);
  print(" planned\n");
  check(planned > ROUNDS / 4 && planned < ROUNDS, "both outcomes are met");
}

/** In units of 2 KiB: mostly near 1 MiB, sometimes anywhere. */
function nextFrom(): u32 {
  return randomBelow(random, 4) === 0 ? randomEdge(random) : 0x200 + randomBelow(random, 0x1_0000);
}

export function main(): i32 {
  startRandom(random, SEED);
  heapOption();
  sizes();
  modulesStay();
  modulesMove();
  modulesInTheWay();
  holes();
  randomMachines();
  return finish("memory-plan");
}
