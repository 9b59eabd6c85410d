/**
 * Reads what a multiboot 2 loader left (Multiboot2 Specification 2.0, section 3.6): GRUB's
 * `multiboot2`, on BIOS and UEFI machines.
 *
 * `memory` is a window on physical memory, index = address. Every range is checked against it
 * before it is read; a pointer that leads elsewhere gives an error, never a trap.
 */

import { wordAt } from "../../lib/core/little-endian.ts";
import { BootError, type BootInformation } from "./boot-information.ts";
import { rangeFits, readLong, readSixBytes } from "./bytes.ts";
import { addModule, addRegion, addSizes, copyCommandLine, readFramebuffer, takeRsdp } from "./collect.ts";

/** In EAX at the kernel's entry. */
export const MULTIBOOT2_MAGIC: u32 = 0x36d7_6289;

/** The block and every tag in it start at a multiple of this. */
const TAG_ALIGNMENT: u32 = 8;
/** Type and size of a tag; total size and a reserved word of the block. */
const TAG_HEAD_BYTES: u32 = 8;
/** More than any loader needs; bounds the time that a hostile block costs. */
const BLOCK_MAX_BYTES: u32 = 0x10_0000;

const TAG_END: u32 = 0;
const TAG_COMMAND_LINE: u32 = 1;
const TAG_MODULE: u32 = 3;
const TAG_MEMORY_SIZE: u32 = 4;
const TAG_MEMORY_MAP: u32 = 6;
const TAG_FRAMEBUFFER: u32 = 8;
const TAG_RSDP_OLD: u32 = 14;
const TAG_RSDP_NEW: u32 = 15;

const ENTRY_MIN_BYTES: u32 = 24;
/** Up to the kind, and with the channels of a colour one. */
const FRAMEBUFFER_BYTES: u32 = 30;
const FRAMEBUFFER_FULL_BYTES: u32 = 38;
const FRAMEBUFFER_CHANNELS: u32 = 24;

/**
 * Fills `result` from the block at physical `address` (EBX at the kernel's entry).
 * Errors: BAD_ADDRESS, BAD_INFORMATION, NO_MEMORY_MAP, BAD_MEMORY_MAP, TOO_MANY_MODULES, BAD_MODULE.
 * `result` is all zero before; on an error it is not to be used.
 */
export function parseMultiboot2(memory: Span<u8>, address: u32, result: BootInformation): BootError {
  if (address === 0 || address % TAG_ALIGNMENT !== 0 || !rangeFits(memory, address, TAG_HEAD_BYTES)) {
    return BootError.BAD_ADDRESS;
  }
  const bytes = wordAt(memory, address);
  if (bytes < TAG_HEAD_BYTES || bytes > BLOCK_MAX_BYTES || !rangeFits(memory, address, bytes)) {
    return BootError.BAD_INFORMATION;
  }
  result.informationStart = address;
  result.informationBytes = bytes;
  const error = readTags(memory, address, bytes, result);
  if (error !== BootError.NONE) {
    return error;
  }
  return result.regionCount === 0 ? BootError.NO_MEMORY_MAP : BootError.NONE;
}

/** Walks the tags up to the end tag or the end of the block. */
function readTags(memory: Span<u8>, address: u32, bytes: u32, result: BootInformation): BootError {
  let offset = TAG_HEAD_BYTES;
  let sizeTag: u32 = 0;
  while (bytes - offset >= TAG_HEAD_BYTES) {
    const tag = address + offset;
    const size = wordAt(memory, tag + 4);
    if (size < TAG_HEAD_BYTES || size > bytes - offset) {
      return BootError.BAD_INFORMATION;
    }
    const kind = wordAt(memory, tag);
    if (kind === TAG_END) {
      break;
    }
    if (kind === TAG_MEMORY_SIZE && size >= 16) {
      sizeTag = tag;
    }
    const error = readTag(memory, tag, size, kind, result);
    if (error !== BootError.NONE) {
      return error;
    }
    // The padding of the last tag may be missing.
    const step = (size + TAG_ALIGNMENT - 1) & ~(TAG_ALIGNMENT - 1);
    if (step > bytes - offset) {
      break;
    }
    offset += step;
  }
  if (result.regionCount === 0 && sizeTag !== 0) {
    addSizes(result, memory, sizeTag + TAG_HEAD_BYTES);
  }
  return BootError.NONE;
}

/** Takes what one tag says; `[tag, tag + size)` lies in memory. */
function readTag(memory: Span<u8>, tag: u32, size: u32, kind: u32, result: BootInformation): BootError {
  const body = tag + TAG_HEAD_BYTES;
  switch (kind) {
    case TAG_COMMAND_LINE:
      copyCommandLine(result, memory, body, tag + size);
      return BootError.NONE;
    case TAG_MODULE:
      if (size < 16) {
        return BootError.BAD_INFORMATION;
      }
      return addModule(result, memory, wordAt(memory, body), wordAt(memory, body + 4));
    case TAG_MEMORY_MAP:
      return readMemoryMap(memory, tag, size, result);
    case TAG_FRAMEBUFFER:
      if (size >= FRAMEBUFFER_BYTES) {
        const hasChannels: bool = size >= FRAMEBUFFER_FULL_BYTES;
        const channels: u64 = hasChannels ? readSixBytes(memory, body + FRAMEBUFFER_CHANNELS) : 0n;
        readFramebuffer(result, memory, body, channels);
      }
      return BootError.NONE;
    case TAG_RSDP_OLD:
    case TAG_RSDP_NEW:
      takeRsdp(result, memory, body, size - TAG_HEAD_BYTES);
      return BootError.NONE;
    default:
      return BootError.NONE;
  }
}

function readMemoryMap(memory: Span<u8>, tag: u32, size: u32, result: BootInformation): BootError {
  if (size < 16) {
    return BootError.BAD_MEMORY_MAP;
  }
  const entryBytes = wordAt(memory, tag + 8);
  if (entryBytes < ENTRY_MIN_BYTES || entryBytes % TAG_ALIGNMENT !== 0) {
    return BootError.BAD_MEMORY_MAP;
  }
  let offset: u32 = 16;
  while (size - offset >= entryBytes) {
    const at = tag + offset;
    addRegion(result, readLong(memory, at), readLong(memory, at + 8), wordAt(memory, at + 16));
    offset += entryBytes;
  }
  return BootError.NONE;
}
