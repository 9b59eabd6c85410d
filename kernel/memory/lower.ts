/**
 * The machine's lower memory (lower-memory.ts has the allocator): where it ends is read from the
 * BIOS data area and the loader's map while paging is still off, because page 0 is unmapped later.
 */
import { kernelBytes } from "../arch/kernel-memory.ts";
import type { BootInformation } from "../boot/boot-information.ts";
import {
  CONVENTIONAL_END,
  giveLower,
  giveLowerOf,
  initialiseLowerMemory,
  LOWER_FREE_START,
  type LowerMemory,
  lowerEndOf,
  NO_LOWER,
  takeLower,
} from "./lower-memory.ts";
import { memoryIsShort } from "./shortage.ts";

/** BIOS data area: segment of the EBDA, and KiB of conventional memory. */
const BDA_START: u32 = 0x400;
const BDA_BYTES: u32 = 0x100;
const EBDA_SEGMENT: u32 = 0x0e;
const CONVENTIONAL_KIB: u32 = 0x13;

const lower: LowerMemory = zeroed();
/** The bitmap is made with the first allocation, so that the boot does not pay for it. */
let initialised: bool = false;
let lowerEnd: u32 = 0;

/** Where the BIOS says that its extended data area begins; paging is off. */
export function extendedBiosData(): u32 {
  const area = kernelBytes(BDA_START, BDA_BYTES);
  return (u32(area[EBDA_SEGMENT]) | (u32(area[EBDA_SEGMENT + 1]) << 8)) << 4;
}

/** Before paging is on. */
export function startLowerMemory(information: BootInformation): void {
  const area = kernelBytes(BDA_START, BDA_BYTES);
  let end: u32 = lowerEndOf(
    u32(area[EBDA_SEGMENT]) | (u32(area[EBDA_SEGMENT + 1]) << 8),
    u32(area[CONVENTIONAL_KIB]) | (u32(area[CONVENTIONAL_KIB + 1]) << 8),
  );
  for (let i: u32 = 0; i < information.regionCount; i++) {
    const region = information.regions[i];
    if (!region.usable && region.start < u64(CONVENTIONAL_END)) {
      end = endBefore(end, u32(region.start), region.start + region.bytes);
    }
  }
  lowerEnd = end;
}

/** Where free memory ends when a reserved piece `[start, pieceEnd)` lies below the conventional end. */
function endBefore(end: u32, start: u32, pieceEnd: u64): u32 {
  if (pieceEnd <= u64(LOWER_FREE_START) || start >= end) {
    return end;
  }
  return start;
}

/** Takes `bytes` bytes for a task; their address, or NO_LOWER. */
export function takeLowerMemory(bytes: u32, owner: u32): u32 {
  if (!initialised) {
    initialiseLowerMemory(lower, lowerEnd);
    initialised = true;
  }
  return memoryIsShort() ? NO_LOWER : takeLower(lower, bytes, owner);
}

/** Gives back what the task took at `address`; false when it did not. */
export function giveLowerMemory(address: u32, owner: u32): bool {
  return giveLower(lower, address, owner);
}

/** Gives back all that the task still has. */
export function giveAllLowerMemory(owner: u32): void {
  giveLowerOf(lower, owner);
}

/** The end of what can be handed out. */
export function lowerMemoryEnd(): u32 {
  return lowerEnd;
}
