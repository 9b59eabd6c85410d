/**
 * Puts what the multiboot parsers find into BootInformation: the checks that both versions share.
 *
 * Invariants kept here: no region is empty or wraps, no module wraps or leaves the window, the
 * command line is printable and ended, an ACPI root pointer has correct checksums.
 */

import { wordAt } from "../../lib/core/little-endian.ts";
import {
  BOOT_MODULES_MAX,
  BOOT_REGIONS_MAX,
  BootError,
  type BootInformation,
  COMMAND_LINE_BYTES,
  FRAMEBUFFER_COLOUR,
  FRAMEBUFFER_INDEXED,
  FRAMEBUFFER_TEXT,
  RSDP_BYTES,
} from "./boot-information.ts";
import { rangeFits, readLong } from "./bytes.ts";

/** The memory map's type of usable memory; every other type is reserved. */
export const REGION_USABLE: u32 = 1;
export const REGION_RESERVED: u32 = 2;

const BYTES_PER_KIB: u64 = 1024n;
const UPPER_START: u64 = 0x10_0000n;
const ADDRESS_LAST: u64 = 0xffff_ffff_ffff_ffffn;
const NO_REGION: u32 = 0xffff_ffff;

/** Larger than any picture; keeps products within 32 bits. */
const FRAMEBUFFER_SIDE_MAX: u32 = 0x8000;
const FRAMEBUFFER_BYTES_MAX: u64 = 0x4000_0000n;
/** Physical addresses have 52 bits at most (Intel SDM vol. 3A, 4.1.4). */
const PHYSICAL_END: u64 = 0x10_0000_0000_0000n;

/** ACPI 6.5, 5.2.5.3: what the first checksum covers, and where the second one's length is. */
const RSDP_FIRST_BYTES: u32 = 20;
const RSDP_REVISION: u32 = 15;
const RSDP_LENGTH: u32 = 20;

/**
 * Adds a piece of the memory map. An empty one is left out, a usable one that wraps is a lie and
 * left out too, a reserved one that wraps ends at the last address. Where there is no place left,
 * the smallest usable piece is lost, never a reserved one that lies on usable memory.
 */
export function addRegion(result: BootInformation, start: u64, bytes: u64, kind: u32): void {
  const usable = kind === REGION_USABLE;
  let size = bytes;
  if (size > ADDRESS_LAST - start) {
    size = usable ? 0n : ADDRESS_LAST - start;
  }
  if (size === 0n || joinsLast(result, start, size, usable)) {
    return;
  }
  let slot = result.regionCount;
  if (slot < BOOT_REGIONS_MAX) {
    result.regionCount++;
  } else {
    slot = smallestUsable(result);
    if (slot === NO_REGION || (usable && result.regions[slot].bytes >= size)) {
      result.lostBytes += usable ? size : 0n;
      return;
    }
    result.lostBytes += result.regions[slot].bytes;
  }
  const region = result.regions[slot];
  region.start = start;
  region.bytes = size;
  region.usable = usable;
}

/** True when the piece continues the one before it, which then holds both. */
function joinsLast(result: BootInformation, start: u64, bytes: u64, usable: bool): bool {
  if (result.regionCount === 0) {
    return false;
  }
  const last = result.regions[result.regionCount - 1];
  if (last.usable !== usable || last.start + last.bytes !== start) {
    return false;
  }
  last.bytes += bytes;
  return true;
}

function smallestUsable(result: BootInformation): u32 {
  let smallest = NO_REGION;
  for (let i: u32 = 0; i < result.regionCount; i++) {
    const region = result.regions[i];
    if (region.usable && (smallest === NO_REGION || region.bytes < result.regions[smallest].bytes)) {
      smallest = i;
    }
  }
  return smallest;
}

/** Adds a module, `end` being the first byte after it. Errors: BAD_MODULE, TOO_MANY_MODULES. */
export function addModule(result: BootInformation, memory: Span<u8>, start: u32, end: u32): BootError {
  if (end < start || end > memory.length) {
    return BootError.BAD_MODULE;
  }
  if (result.moduleCount === BOOT_MODULES_MAX) {
    return BootError.TOO_MANY_MODULES;
  }
  const module = result.modules[result.moduleCount];
  module.start = start;
  module.bytes = end - start;
  result.moduleCount++;
  return BootError.NONE;
}

/** Copies the text at `start`, at most to `end` and as far as there is room; odd bytes become `?`. */
export function copyCommandLine(result: BootInformation, memory: Span<u8>, start: u32, end: u32): void {
  const stop: u32 = end < memory.length ? end : memory.length;
  let length: u32 = 0;
  let at = start;
  while (length < COMMAND_LINE_BYTES - 1 && at < stop && memory[at] !== 0) {
    const byte = memory[at];
    result.commandLine[length] = byte >= 0x20 && byte < 0x7f ? byte : 0x3f;
    length++;
    at++;
  }
  result.commandLine[length] = 0;
  result.commandLineBytes = length;
}

/** Adds the memory below 1 MiB and that above it, from two sizes in KiB that stand at `at`. */
export function addSizes(result: BootInformation, memory: Span<u8>, at: u32): void {
  addRegion(result, 0n, u64(wordAt(memory, at)) * BYTES_PER_KIB, REGION_USABLE);
  addRegion(result, UPPER_START, u64(wordAt(memory, at + 4)) * BYTES_PER_KIB, REGION_USABLE);
}

/** Keeps a frame buffer that makes sense; one that does not is as good as none. */
export function setFramebuffer(
  result: BootInformation,
  address: u64,
  pitch: u32,
  width: u32,
  height: u32,
  depth: u32,
  kind: u32,
  channels: u64,
): void {
  if (kind !== FRAMEBUFFER_INDEXED && kind !== FRAMEBUFFER_COLOUR && kind !== FRAMEBUFFER_TEXT) {
    return;
  }
  if (width === 0 || width > FRAMEBUFFER_SIDE_MAX || height === 0 || height > FRAMEBUFFER_SIDE_MAX) {
    return;
  }
  if (depth === 0 || depth > 32 || pitch < (width * depth + 7) >>> 3) {
    return;
  }
  const bytes: u64 = u64(pitch) * u64(height);
  if (bytes > FRAMEBUFFER_BYTES_MAX || address === 0n || address > PHYSICAL_END - bytes) {
    return;
  }
  const framebuffer = result.framebuffer;
  framebuffer.address = address;
  framebuffer.pitch = pitch;
  framebuffer.width = width;
  framebuffer.height = height;
  framebuffer.depth = depth;
  framebuffer.kind = kind;
  framebuffer.channels = channels;
}

/** The same for one that is described at `at`, in 22 bytes that both versions have alike. */
export function readFramebuffer(result: BootInformation, memory: Span<u8>, at: u32, channels: u64): void {
  setFramebuffer(
    result,
    readLong(memory, at),
    wordAt(memory, at + 8),
    wordAt(memory, at + 12),
    wordAt(memory, at + 16),
    u32(memory[at + 20]),
    u32(memory[at + 21]),
    channels,
  );
}

/**
 * Copies the ACPI root pointer of `bytes` bytes at `at`, if its signature and checksums are right.
 * One of revision 2 replaces an older one. The caller has checked that the range lies in memory.
 */
export function takeRsdp(result: BootInformation, memory: Span<u8>, at: u32, bytes: u32): void {
  if (bytes < RSDP_FIRST_BYTES || !rangeFits(memory, at, bytes)) {
    return;
  }
  // "RSD " and "PTR ", read as little-endian words.
  const signed = wordAt(memory, at) === 0x2044_5352 && wordAt(memory, at + 4) === 0x2052_5450;
  if (!signed || !sumsToZero(memory, at, RSDP_FIRST_BYTES)) {
    return;
  }
  let length = RSDP_FIRST_BYTES;
  if (
    bytes >= RSDP_BYTES &&
    memory[at + RSDP_REVISION] >= 2 &&
    wordAt(memory, at + RSDP_LENGTH) === RSDP_BYTES
  ) {
    if (sumsToZero(memory, at, RSDP_BYTES)) {
      length = RSDP_BYTES;
    }
  }
  if (length <= result.rsdpBytes) {
    return;
  }
  for (let i: u32 = 0; i < length; i++) {
    result.rsdp[i] = memory[at + i];
  }
  result.rsdpBytes = length;
}

/** Whether the bytes sum to zero. The caller has checked that the range lies in memory. */
export function sumsToZero(memory: Span<u8>, at: u32, bytes: u32): bool {
  let sum: u32 = 0;
  for (let i: u32 = 0; i < bytes; i++) {
    sum += memory[at + i];
  }
  return (sum & 0xff) === 0;
}
