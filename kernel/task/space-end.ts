/**
 * The end of a space: its marks, tables and frames go back.
 */
import { forgetSpace, leaveSpace, type Space, spaceInSlot, spaceSlots } from "../memory/space.ts";
import { unmarkAll } from "../memory/unmark-range.ts";

/** Ends a space in which no task runs. */
export function endSpace(space: Space): void {
  leaveSpace(space);
  unmarkAll(space);
  forgetSpace(space);
}

/** Ends the spaces without tasks that `manager` manages; those with tasks end with their last task. */
export function endEmptySpacesOf(manager: u32): void {
  for (let slot: u32 = 0; slot < spaceSlots(); slot++) {
    const space = spaceInSlot(slot);
    if (space !== null && space.manager === manager && space.tasks === 0) {
      endSpace(space);
    }
  }
}
