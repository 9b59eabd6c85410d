/**
 * The reaper's turn: a slice of what is left over when tasks have ended and nobody waits for it. Others are told first
 * (end-task.ts), then spaces come apart (space-end.ts), then frames, windows and programs go back (kernel/memory/give-back.ts).
 */
import { somethingComesBack, workOnGiveBack } from "../memory/give-back.ts";
import { type Operation, SLICE_UNITS } from "../memory/operation.ts";
import { noteSlice } from "../task/clock.ts";
import { othersAreLeft, tellOthersSlice } from "./end-task.ts";
import { firstToReap, reapSlice, restReaper } from "./space-end.ts";

const giving: Operation = zeroed();

/** When nothing is left to do, the next task runs. */
export function runReaper(): void {
  const started = readTimeStampLow();
  const space = firstToReap();
  if (othersAreLeft()) {
    tellOthersSlice();
  } else if (space !== null) {
    reapSlice(space);
  } else if (somethingComesBack()) {
    giving.budget = SLICE_UNITS;
    workOnGiveBack(giving);
  }
  noteSlice(started);
  if (!othersAreLeft() && firstToReap() === null && !somethingComesBack()) {
    restReaper();
  }
}
