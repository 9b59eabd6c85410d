/**
 * The reaper's turn: a slice of what is left over when tasks have ended and nobody waits for it. Others are told first
 * (end-task.ts), then who is overdue ends (tick.ts), then spaces come apart (space-end.ts), then frames, windows and programs go back (kernel/memory/give-back.ts).
 */
import { noteTurn } from "../arch/interrupt-window.ts";
import { somethingComesBack, workOnGiveBack } from "../memory/give-back.ts";
import { type Operation, WINDOW_UNITS } from "../memory/operation.ts";
import { othersAreLeft, tellOthersSlice } from "./end-task.ts";
import { firstToReap, reapSlice, restReaper } from "./space-end.ts";
import { endOverdue, somebodyIsOverdue } from "./tick.ts";

const giving: Operation = zeroed();

/** When nothing is left to do, the next task runs. */
export function runReaper(): void {
  const space = firstToReap();
  if (othersAreLeft()) {
    tellOthersSlice();
  } else if (somebodyIsOverdue()) {
    endOverdue();
  } else if (space !== null) {
    reapSlice(space);
  } else if (somethingComesBack()) {
    giving.budget = WINDOW_UNITS;
    workOnGiveBack(giving);
  }
  noteTurn();
  if (!othersAreLeft() && !somebodyIsOverdue() && firstToReap() === null && !somethingComesBack()) {
    restReaper();
  }
}
