/**
 * Memory maps with holes, made by `holes=` on the command line: the demonstration comes up, no frame of a
 * hole is used by any task, and as much memory is missing as was taken away; or one line says why not.
 */

import { describe, expect, test } from "vitest";
import { EXIT_PANIC } from "../../lib/abi/machine-exit.ts";
import { PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { bootable, exitStatus, runEmulator, serialText } from "../../tools/emulator.ts";
import { buildSystem, PRODUCT } from "../../tools/image/build-system.ts";
import { parseMemoryMap } from "../../tools/memory-map/parse.ts";
import { expectDemonstration } from "../support/product.ts";

const MIB = 1024 * 1024;
const UNITS: Record<string, number> = { "": 1, K: 1024, M: MIB, G: 1024 * MIB };
/** The kernel's heap and records move, which may cost this much below them, and shrink with what is left. */
const LOST_MIB = 20;
const SHRUNK_MIB = 4;

const boot = bootable(await buildSystem(PRODUCT));

function words(holes: string): string[] {
  return ["-append", `kernel holes=${holes} memory-map`];
}

function bytesOf(text: string): number {
  const [, number, unit] = /^(\d+)([KMG]?)$/.exec(text)!;
  return Number(number) * UNITS[unit!]!;
}

/** First and last byte of each hole. */
function rangesOf(holes: string): { first: number; last: number }[] {
  return holes.split(",").map((hole) => {
    const [start, bytes] = hole.split("+").map(bytesOf);
    return { first: start!, last: start! + bytes! - 1 };
  });
}

/** MiB that the kernel says are free for tasks. */
function freeMib(text: string): number {
  return Number(/kernel: (\d+) MiB free for tasks/.exec(text)?.[1]);
}

describe("the demonstration comes up with a hole", () => {
  const cases: [string, string, string, number][] = [
    ["among the boot modules", "128M", "2600K+400K", 0],
    ["below 16 MiB", "128M", "15M+1M", 0],
    ["where the kernel heap would lie", "128M", "6M+12M", 12],
    ["behind everything that the kernel has", "128M", "64M+32M", 32],
    ["that takes all memory but 32 MiB", "512M", "32M+480M", 480],
    ["of one byte in each of two pages", "128M", "41943041+1,50331649+1", 0],
    ["of odd borders", "128M", "5000001+4097,47185919+3000002", 3],
    ["overlapping another", "128M", "40M+8M,44M+8M", 12],
    ["out of order among others", "128M", "90M+1M,8M+1M,60M+3M,20M+3M,40M+1M", 9],
    ["in conventional memory", "128M", "384K+64K", 0],
    ["below 4 GiB", "8G", "2G+2G", 1024],
    ["across 4 GiB", "8G", "4095M+2M,5G+1G", 1025],
    ["that takes all memory below 4 GiB but 512 MiB", "8G", "512M+3584M", 2560],
  ];

  test("that leaves more behind it than records fit for: one line says so", async () => {
    const text = serialText(
      await expectDemonstration(boot, { way: "kernel", memory: "8G", extra: words("96M+4000M") }),
    );
    const unused = /kernel: (\d+) MiB more stay unused/.exec(text)?.[1];
    expect(Number(unused) + freeMib(text)).toBeGreaterThan(5 * 1024);
    expect(Number(unused)).toBeGreaterThan(1024);
  });

  test.each(cases)("%s", async (_title, memory, holes, missing) => {
    const whole = freeMib(serialText(await runEmulator(boot, { way: "kernel", memory })));
    const text = serialText(await expectDemonstration(boot, { way: "kernel", memory, extra: words(holes) }));
    expect(text).not.toContain("stay unused");
    const free = freeMib(text);
    expect(whole - free).toBeGreaterThanOrEqual(missing - SHRUNK_MIB);
    expect(whole - free).toBeLessThanOrEqual(missing + LOST_MIB);
    const tasks = parseMemoryMap(text).filter((range) => range.scope !== "shared" && range.physical !== null);
    expect(tasks.length).toBeGreaterThan(10);
    for (const { first, last } of rangesOf(holes)) {
      for (const range of tasks) {
        const start = Number(range.physical);
        // Of a range that is a run of pages, the map tells where its first page lies.
        const end = start + PAGE_SIZE_BYTES - 1;
        expect(start > last || end < first, `${range.scope} has memory at ${start.toString(16)}`).toBe(true);
      }
    }
  });
});

describe("the boot refuses", () => {
  const cases: [string, string, RegExp][] = [
    ["a hole in the kernel's image", "1M+4K", /the memory that holds the kernel is not usable/],
    ["a hole that takes everything", "0+16G", /no usable memory above 1 MiB/],
    ["holes that leave too little", "8M+200M", /too little memory/],
    ["a hole without a size", "16M", /holes= on the command line/],
    ["a hole that is no number", "lots+1M", /holes= on the command line/],
    ["a list that goes on with nothing", "16M+1M,", /holes= on the command line/],
  ];
  test.each(cases)("%s", async (_title, holes, reason) => {
    const result = await runEmulator(boot, { way: "kernel", extra: words(holes) });
    const lines = serialText(result)
      .split("\n")
      .filter((line) => line.includes("PANIC"));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/PANIC: cannot start: /);
    expect(lines[0]).toMatch(reason);
    expect(result.status).toBe(exitStatus(EXIT_PANIC));
  });
});
