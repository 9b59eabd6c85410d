/**
 * Which ranges of physical addresses a described task holds as a driver: filled from the manifest at boot,
 * never changed after; a task that is started again holds them too. A range is in whole frames.
 */
import { IDENTITY_INDEX_MASK, IDENTITY_INDEX_SHIFT } from "../../lib/abi/identity.ts";
import { MANIFEST_DEVICES_MAX } from "../../lib/abi/manifest.ts";

class DeviceRange {
  /** Number of the task that holds it, which is that of its slot. */
  holder: u32 = 0;
  firstFrame: u32 = 0;
  frames: u32 = 0;
}

const ranges: FixedArray<DeviceRange, typeof MANIFEST_DEVICES_MAX> = zeroed();
let count: u32 = 0;

/** Lets the task map the frames; the manifest holds no more ranges than there is room for. */
export function addDeviceRange(holder: u32, firstFrame: u32, frames: u32): void {
  if (count === MANIFEST_DEVICES_MAX) {
    panic("device ranges: more than the manifest can hold");
  }
  ranges[count].holder = holder;
  ranges[count].firstFrame = firstFrame;
  ranges[count].frames = frames;
  count++;
}

/** Whether one of the ranges that the running task of this identity holds covers `[first, first + frames)`. */
export function holdsDeviceRange(identity: u32, first: u32, frames: u32): bool {
  const holder: u32 = (identity >>> IDENTITY_INDEX_SHIFT) & IDENTITY_INDEX_MASK;
  for (let i: u32 = 0; i < count; i++) {
    const range = ranges[i];
    if (range.holder === holder && first >= range.firstFrame && first - range.firstFrame < range.frames) {
      if (frames <= range.frames - (first - range.firstFrame)) {
        return true;
      }
    }
  }
  return false;
}
