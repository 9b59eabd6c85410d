/**
 * Which frame is held while it moves (move-frame.ts). It has more mappings than two, so that calls for one page
 * need a look only where they add a third or take one away.
 */
import { NO_FRAME } from "./frame-table.ts";

let held: u32 = NO_FRAME;

/** Whether a frame is held: then its mappings must stay as they are until workOnHeld has finished. */
export function frameIsHeld(): bool {
  return held !== NO_FRAME;
}

/** The frame, or NO_FRAME. */
export function heldFrame(): u32 {
  return held;
}

/** Begins, or ends with NO_FRAME. */
export function setHeldFrame(frame: u32): void {
  held = frame;
}
