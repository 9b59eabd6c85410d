/**
 * Frames in a row for 2 MiB that get their first frames in one call, so that the directory can map them alone
 * (page-walk.ts). A wish and no more: where the next frame of the row is not free, the row ends, and pages stay pages.
 *
 * A row begins with the first of 2 MiB that lie within the operation as a whole; while it lasts
 * Operation.firstFrame is the next frame of it.
 */
import { ATTRIBUTE_READ } from "../../lib/abi/attributes.ts";
import { PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { NO_FRAME } from "./frame-table.ts";
import { firstOfWholeBlock, takeZeroedFrame, takeZeroedFrameAt } from "./frames.ts";
import { type Operation, spend, UNITS_JOIN } from "./operation.ts";
import { DIRECTORY_BYTES, isWhole, joinPages } from "./page-walk.ts";
import { mappingAt, type Space } from "./space.ts";

/** A frame of zero bytes for the page at `at`, the operation's next one. The caller has seen that one is free. */
export function takeFrameInRow(operation: Operation, space: Space, at: u32): u32 {
  const begins: bool = (at & (DIRECTORY_BYTES - 1)) === 0;
  if (operation.firstFrame === NO_FRAME && !begins) {
    return takeZeroedFrame(mappingAt(space, at));
  }
  return takeRowFrame(operation, mappingAt(space, at), begins && isWhole(at, operation.end));
}

function takeRowFrame(operation: Operation, mapping: u32, begins: bool): u32 {
  const wanted = begins ? firstOfWholeBlock() : operation.firstFrame;
  if (wanted === NO_FRAME) {
    return takeZeroedFrame(mapping);
  }
  const frame = takeZeroedFrameAt(wanted, mapping);
  operation.firstFrame = frame === wanted ? frame + 1 : NO_FRAME;
  return frame;
}

/** The page at `at` has got something else than the next frame of the row. */
export function endRow(operation: Operation): void {
  operation.firstFrame = NO_FRAME;
}

/** After the page at `at`: joins the 2 MiB that end there if all of them are one row, and can be read. */
export function joinRow(operation: Operation, space: Space, at: u32): void {
  if (operation.firstFrame !== NO_FRAME && ((at + PAGE_SIZE_BYTES) & (DIRECTORY_BYTES - 1)) === 0) {
    endRow(operation);
    if ((operation.attributes & ATTRIBUTE_READ) !== 0) {
      joinPages(space, at);
      spend(operation, UNITS_JOIN);
    }
  }
}
