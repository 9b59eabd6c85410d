/** The live memory map: what the kernel prints, how it is read, that the picture shows all of it. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { sectionBytes } from "../../tools/elf-sizes.ts";
import { bootable, runEmulator, runMistakes, serialText } from "../../tools/emulator.ts";
import { buildSystem } from "../../tools/image/build-system.ts";
import { type MapRange, parseMemoryMap, rangeBytes, sizeText } from "../../tools/memory-map/parse.ts";
import { memoryMapPicture } from "../../tools/memory-map/picture.ts";
import { memoryMapTable } from "../../tools/memory-map/table.ts";
import { inRoot } from "../../tools/paths.ts";

const GOOD = "map: shared 00100000 0010cfff kernel-text r-x wb mapped 0000000000100000";
const map = (...lines: string[]) => ["map: begin", ...lines, "map: end", ""].join("\n");

describe("a memory map's lines", () => {
  test("become ranges", () => {
    const [range] = parseMemoryMap(map(GOOD));
    expect(range).toEqual({
      scope: "shared",
      first: 0x100000,
      last: 0x10cfff,
      owner: "kernel-text",
      rights: "r-x",
      cache: "wb",
      state: "mapped",
      physical: 0x100000n,
    });
  });
  test("must be whole", () => {
    expect(() => parseMemoryMap(GOOD)).toThrow("no whole memory map");
    expect(() => parseMemoryMap(map("map: shared 1 2 3"))).toThrow("not a line");
  });
  test("must not overlap", () => {
    expect(() => parseMemoryMap(map(GOOD, GOOD.replace("00100000 0010c", "0010c000 0010d")))).toThrow(
      "overlaps",
    );
  });
  test("must not be writable and executable", () => {
    expect(() => parseMemoryMap(map(GOOD.replace("r-x", "rwx")))).toThrow("writable and executable");
  });
  test("sizes are for people", () => {
    expect([sizeText(4096), sizeText(0x180000), sizeText(2 ** 31)]).toEqual(["4 KiB", "1.5 MiB", "2 GiB"]);
  });
});

const system = await buildSystem("iso/memory-map.ts");
const result = await runEmulator(bootable(system), {
  way: "kernel",
  cpu: "max",
  extra: ["-append", "memory-map"],
});

describe("the map of a booted system", () => {
  const ranges = parseMemoryMap(serialText(result));
  const of = (owner: string): MapRange[] => ranges.filter((range) => range.owner === owner);

  test("comes when the final task ends", () => {
    expect(runMistakes(result, "map: end")).toEqual([]);
  });
  test("has each part of the kernel with its rights", () => {
    expect(of("kernel-text").map((range) => range.rights)).toEqual(["r-x"]);
    expect(of("kernel-constants").map((range) => range.rights)).toEqual(["r--"]);
    expect(of("kernel-asked").map((range) => range.rights)).toEqual(["r-x"]);
    expect(of("null-page")[0]!.state).toBe("guard");
    expect(of("kernel-stack").map((range) => range.state)).toEqual(["guard", "mapped"]);
  });
  test("has the boot's pages as the heap's, right before what the parameter has asked for", () => {
    const [given, heap] = of("kernel-heap");
    expect([given!.rights, heap!.rights]).toEqual(["rw-", "rw-"]);
    expect(given!.first).toBe(of("kernel-data").at(-1)!.last + 1);
    expect(given!.last + 1).toBe(of("kernel-asked")[0]!.first);
    // As large as what the file says that the boot alone needs, on whole pages.
    const kernel = readFileSync(inRoot(system.kernel));
    const bytes =
      sectionBytes(kernel, ".init.text", "it").length + sectionBytes(kernel, ".init.rodata", "it").length;
    expect(rangeBytes(given!)).toBe(Math.ceil(bytes / 4096) * 4096);
  });
  test("has the flat domain with its guard page", () => {
    expect(of("flat-stack:flat-window").map((range) => range.state)).toEqual(["guard", "mapped"]);
    expect(of("flat-program:flat-window").map((range) => range.rights)).toEqual(["r-x", "r--", "rw-"]);
    expect(of("flat-heap")).toHaveLength(1);
  });
  test("has the DMA AREA's windows with their cache attributes, highest first created", () => {
    const windows = ranges.filter((range) => range.owner.startsWith("dma-window"));
    expect(windows.map((range) => [range.physical, range.cache])).toEqual([
      [0xfd000000n, "wc"],
      [0xb8000n, "uc"],
    ]);
    expect(windows[1]!.last).toBe(0xffffefff);
  });
  test("has every space", () => {
    const scopes = [...new Set(ranges.map((range) => range.scope))];
    expect(scopes).toEqual(["shared", "acl", "ipc-cache", "vmm-demand", "figure-1"]);
  });
  test("is whole in table and picture", () => {
    const table = memoryMapTable(ranges);
    const picture = memoryMapPicture(ranges, "a test");
    for (const range of ranges) {
      const first = range.first.toString(16).padStart(8, "0");
      expect(table).toContain(first);
      expect(picture).toContain(first);
    }
    expect(picture.match(/<text/g)!.length).toBe(picture.match(/<\/text>/g)!.length);
  });
});

test("nothing is printed without the boot parameter", async () => {
  const plain = await runEmulator(bootable(system), { way: "kernel", cpu: "max" });
  expect(runMistakes(plain, "figure-1: done")).toEqual([]);
  expect(serialText(plain)).not.toContain("map: ");
});
