/**
 * Reads what a multiboot 1 loader left (Multiboot Specification 0.6.96, section 3.3): GRUB's
 * `multiboot`, `qemu -kernel`.
 *
 * `memory` is a window on physical memory, index = address. Every range is checked against it
 * before it is read; a pointer that leads elsewhere gives an error, never a trap.
 */

import { wordAt } from "../../lib/core/little-endian.ts";
import { BootError, type BootInformation } from "./boot-information.ts";
import { rangeFits, readLong, readSixBytes } from "./bytes.ts";
import { addModule, addRegion, addSizes, copyCommandLine, readFramebuffer } from "./collect.ts";

/** In EAX at the kernel's entry. */
export const MULTIBOOT1_MAGIC: u32 = 0x2bad_b002;

// Bits of the first word: which fields hold something.
const HAS_MEMORY_SIZE: u32 = 1 << 0;
const HAS_COMMAND_LINE: u32 = 1 << 2;
const HAS_MODULES: u32 = 1 << 3;
const HAS_MEMORY_MAP: u32 = 1 << 6;
const HAS_FRAMEBUFFER: u32 = 1 << 12;

// Offsets of the fields.
const MEMORY_SIZES: u32 = 4;
const COMMAND_LINE: u32 = 16;
const MODULE_COUNT: u32 = 20;
const MODULE_LIST: u32 = 24;
const MAP_BYTES: u32 = 44;
const MAP_START: u32 = 48;
const FRAMEBUFFER: u32 = 88;
/** In the frame buffer's fields. */
const FRAMEBUFFER_CHANNELS: u32 = 22;
/** Up to the frame buffer's fields, which older loaders do not have. */
const INFORMATION_BYTES: u32 = 88;
const INFORMATION_FULL_BYTES: u32 = 116;

const MODULE_BYTES: u32 = 16;
/** An entry's own size does not count the word that holds it. */
const ENTRY_MIN_BYTES: u32 = 20;
/** More than any firmware's map takes. */
const MAP_MAX_BYTES: u32 = 0x1_0000;

/**
 * Fills `result` from the block at physical `address` (EBX at the kernel's entry).
 * Errors: BAD_ADDRESS, BAD_INFORMATION, NO_MEMORY_MAP, BAD_MEMORY_MAP, TOO_MANY_MODULES, BAD_MODULE.
 * `result` is all zero before; on an error it is not to be used.
 */
export function parseMultiboot1(memory: Span<u8>, address: u32, result: BootInformation): BootError {
  if (address === 0 || !rangeFits(memory, address, INFORMATION_BYTES)) {
    return BootError.BAD_ADDRESS;
  }
  result.informationStart = address;
  result.informationBytes = INFORMATION_BYTES;
  const has = wordAt(memory, address);
  let error = readMemory(memory, address, has, result);
  if (error === BootError.NONE && (has & HAS_MODULES) !== 0) {
    error = readModules(memory, address, result);
  }
  if ((has & HAS_COMMAND_LINE) !== 0) {
    readCommandLine(memory, address, result);
  }
  if ((has & HAS_FRAMEBUFFER) !== 0) {
    takeFramebuffer(memory, address, result);
  }
  return error;
}

/** Address 0 holds the interrupt vectors of real mode, never a text. */
function readCommandLine(memory: Span<u8>, address: u32, result: BootInformation): void {
  const start = wordAt(memory, address + COMMAND_LINE);
  if (start !== 0) {
    copyCommandLine(result, memory, start, memory.length);
  }
}

/** The memory map, or, from a loader that has none, the two sizes. */
function readMemory(memory: Span<u8>, address: u32, has: u32, result: BootInformation): BootError {
  if ((has & HAS_MEMORY_MAP) !== 0) {
    const error = readMemoryMap(memory, address, result);
    if (error !== BootError.NONE) {
      return error;
    }
  } else if ((has & HAS_MEMORY_SIZE) !== 0) {
    addSizes(result, memory, address + MEMORY_SIZES);
  }
  return result.regionCount === 0 ? BootError.NO_MEMORY_MAP : BootError.NONE;
}

function readMemoryMap(memory: Span<u8>, address: u32, result: BootInformation): BootError {
  const bytes = wordAt(memory, address + MAP_BYTES);
  let at = wordAt(memory, address + MAP_START);
  if (bytes > MAP_MAX_BYTES || !rangeFits(memory, at, bytes)) {
    return BootError.BAD_MEMORY_MAP;
  }
  const end = at + bytes;
  while (end - at >= ENTRY_MIN_BYTES + 4) {
    const size = wordAt(memory, at);
    if (size < ENTRY_MIN_BYTES || size > end - at - 4) {
      return BootError.BAD_MEMORY_MAP;
    }
    addRegion(result, readLong(memory, at + 4), readLong(memory, at + 12), wordAt(memory, at + 20));
    at += size + 4;
  }
  return BootError.NONE;
}

function readModules(memory: Span<u8>, address: u32, result: BootInformation): BootError {
  const count = wordAt(memory, address + MODULE_COUNT);
  const list = wordAt(memory, address + MODULE_LIST);
  for (let i: u32 = 0; i < count; i++) {
    const offset = i * MODULE_BYTES;
    if (!rangeFits(memory, list, offset + MODULE_BYTES)) {
      return BootError.BAD_INFORMATION;
    }
    const at = list + offset;
    const error = addModule(result, memory, wordAt(memory, at), wordAt(memory, at + 4));
    if (error !== BootError.NONE) {
      return error;
    }
  }
  return BootError.NONE;
}

function takeFramebuffer(memory: Span<u8>, address: u32, result: BootInformation): void {
  if (!rangeFits(memory, address, INFORMATION_FULL_BYTES)) {
    return;
  }
  result.informationBytes = INFORMATION_FULL_BYTES;
  const at = address + FRAMEBUFFER;
  readFramebuffer(result, memory, at, readSixBytes(memory, at + FRAMEBUFFER_CHANNELS));
}
