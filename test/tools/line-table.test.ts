/** The kernel's line table, from a listing to bytes. */
import { expect, test } from "vitest";
import { encodeLineTable, readListing, readStops, sumOf } from "../../tools/image/line-table.ts";

const LISTING = `
build/kernel.elf:     file format elf32-i386

00101000 <one>:
one():
./kernel/main.ts:12
  101000:\tpush   %ebx
  101001:\tmov    (%eax),%ebx
kernel/memory/heap.ts:7 (discriminator 2)
  101003:\tmov    %ebx,%eax
  101005:\tmov    0x1234,%eax
./kernel/main.ts:13
./kernel/main.ts:14
  101010:\tlea    0x4(%eax),%ebx
ts2c/runtime/ts2c.h:55
inlined by ./kernel/main.ts:14 (one)
  101012:\tcall   101000 <one>
inlined by ./kernel/main.ts:15 (one)
  101014:\tcall   101000 <one>
lib/core/bits.ts:3
inlined by ./kernel/main.ts:15 (one)
  101016:\tcall   101000 <one>
./kernel/main.ts:14 (discriminator 1)
  101018:\tdiv    %ecx
kernel/memory/heap.ts:9
  101020:\tadd    $0x10,%eax
  101022:\tjmp    101000 <one>
./kernel/main.ts:14
  101024:\tmov    %eax,(%ebx)
/somewhere/boot//boot/switch.asm:20
  101026:\tmov    %gs:0x10,%eax
`;

test("an entry stands where a line begins that a panic can ask for", () => {
  expect(readListing(LISTING)).toEqual([
    { address: 0x101000, file: "kernel/main.ts", line: 12 },
    { address: 0x101003, file: "kernel/memory/heap.ts", line: 7 },
    { address: 0x101010, file: "kernel/main.ts", line: 14 },
    { address: 0x101014, file: "kernel/main.ts", line: 15 },
    { address: 0x101016, file: "lib/core/bits.ts", line: 3 },
    { address: 0x101018, file: "kernel/main.ts", line: 14 },
    { address: 0x101026, file: "boot/switch.asm", line: 20 },
  ]);
});

test("the bytes are counts, entries, names, texts of panics", () => {
  const stops = [{ address: 0x101020, text: "x".repeat(100) }];
  const bytes = encodeLineTable(readListing(LISTING), 0x12345678, stops);
  expect(bytes.length).toBe(20 + 7 * 8 + 4 * 48 + 96);
  expect([0, 4, 8, 12, 16].map((at) => bytes.readUInt32LE(at))).toEqual([0x454e494c, 7, 4, 0x12345678, 1]);
  expect([bytes.readUInt32LE(28), bytes.readUInt16LE(32), bytes.readUInt16LE(34)]).toEqual([0x101003, 1, 7]);
  expect(bytes.toString("latin1", 76 + 48, 76 + 96)).toBe("kernel/memory/heap.ts".padEnd(48, "\0"));
  expect(bytes.readUInt32LE(bytes.length - 96)).toBe(0x101020);
  expect(bytes.toString("latin1", bytes.length - 92)).toBe(`${"x".repeat(91)}\0`);
});

test("texts of panics stand in the kernel's file behind their addresses", () => {
  const section = Buffer.from("\u0001\u0010\u0010\0one\0\u0002\u0010\u0010\0two of it\0", "latin1");
  expect(readStops(section)).toEqual([
    { address: 0x101001, text: "one" },
    { address: 0x101002, text: "two of it" },
  ]);
});

test("a name that is too long keeps its end", () => {
  const file = `kernel/${"folder/".repeat(10)}end.ts`;
  const bytes = encodeLineTable([{ address: 1, file, line: 1 }], 0);
  expect(bytes.toString("latin1", 28)).toBe(`${file.slice(-47)}\0`);
});

test("the sum is FNV-1a over whole words", () => {
  expect(sumOf(Buffer.alloc(0))).toBe(0x811c9dc5);
  expect(sumOf(Buffer.from([1, 0, 0, 0, 9]))).toBe(Math.imul(0x811c9dc5 ^ 1, 0x01000193) >>> 0);
});
