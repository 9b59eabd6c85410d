/** The kernel's line table, from a listing to bytes. */
import { expect, test } from "vitest";
import { encodeLineTable, readListing } from "../../tools/image/line-table.ts";

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
  101012:\tcall   101000 <one>
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
    { address: 0x101026, file: "boot/switch.asm", line: 20 },
  ]);
});

test("the bytes are counts, entries, names", () => {
  const bytes = encodeLineTable(readListing(LISTING));
  expect(bytes.length).toBe(8 + 4 * 8 + 3 * 48);
  expect([bytes.readUInt32LE(0), bytes.readUInt32LE(4)]).toEqual([4, 3]);
  expect([bytes.readUInt32LE(16), bytes.readUInt16LE(20), bytes.readUInt16LE(22)]).toEqual([0x101003, 1, 7]);
  expect(bytes.toString("latin1", 40 + 48, 40 + 96)).toBe("kernel/memory/heap.ts".padEnd(48, "\0"));
});

test("a name that is too long keeps its end", () => {
  const file = `kernel/${"folder/".repeat(10)}end.ts`;
  const bytes = encodeLineTable([{ address: 1, file, line: 1 }]);
  expect(bytes.toString("latin1", 16)).toBe(`${file.slice(-47)}\0`);
});
