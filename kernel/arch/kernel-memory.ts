/**
 * Looks at the kernel's own image and stack, for backtraces. Must not be used for anything a task
 * has named.
 */
import type { Information } from "../../lib/abi/information.ts";
import type { FrameBlock, FrameRecord, SharerNode } from "./frame-record.ts";
import type { Registers } from "./layouts.ts";

/** Where saved registers lie. */
export function registersAddress(registers: Registers): u32 {
  return addressOf(registers);
}

/** The word at an address of the kernel's image or stack. */
export function wordAt(address: u32): u32 {
  return spanAt<u32>(address, 1)[0];
}

/** The byte at an address of the kernel's image or stack. */
export function byteAt(address: u32): u8 {
  return spanAt<u8>(address, 1)[0];
}

/** The bytes that lie, identity-mapped, at `address`: modules and the loader's information. */
export function kernelBytes(address: u32, bytes: u32): Span<u8> {
  return spanAt<u8>(address, bytes);
}

/** Moves bytes upwards or to a place that does not overlap; for modules during the boot. */
export function moveBytes(to: u32, from: u32, bytes: u32): void {
  if (to === from) {
    return;
  }
  if (to > from && to - from < bytes) {
    panic("moveBytes: the ranges overlap");
  }
  copyBytes(to, from, bytes);
}

/** Where the processor begins to save registers downward: the end of `registers`. */
export function interruptStackOf(registers: Registers): u32 {
  return addressOf(registers) + sizeOf<Registers>();
}

/** Where a static information page lies. */
export function informationAddress(information: Information): u32 {
  return addressOf(information);
}

/** All physical memory below 4 GiB, index for address, while paging is off: for the boot's parsers. */
export function physicalMemory(): Span<u8> {
  return spanAt<u8>(0, 0xffff_ffff);
}

/** The records that lie, identity-mapped, at `address`. */
export function frameRecordsAt(address: u32, count: u32): Span<FrameRecord> {
  return spanAt<FrameRecord>(address, count);
}

/** The blocks of frames that lie, identity-mapped, at `address`. */
export function frameBlocksAt(address: u32, count: u32): Span<FrameBlock> {
  return spanAt<FrameBlock>(address, count);
}

/** The kernel heap as nodes: number n lies `n * 8` bytes after its start. */
export function sharerNodesAt(address: u32, bytes: u32): Span<SharerNode> {
  return spanAt<SharerNode>(address, bytes / sizeOf<SharerNode>());
}

/** The words that lie, identity-mapped, at `address`: the kernel heap. */
export function kernelWords(address: u32, count: u32): Span<u32> {
  return spanAt<u32>(address, count);
}
