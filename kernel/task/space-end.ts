/**
 * The end of a space at boot, before tasks run: at once, however large it is.
 * (Later ends are in kernel/ipc/space-end.ts.)
 */
import { PAGE_SHIFT, USER_END, USER_START } from "../../lib/abi/memory-map.ts";
import { type Operation, OperationKind, stateOperation, WINDOW_UNITS } from "../memory/operation.ts";
import { forgetSpace, leaveSpace, type Space } from "../memory/space.ts";
import { applyUnmark } from "../memory/unmark-range.ts";

const unmarking: Operation = zeroed();

/** Ends a space in which no task runs. */
export function endSpaceAtOnce(space: Space): void {
  leaveSpace(space);
  stateOperation(
    unmarking,
    OperationKind.UNMARK,
    space.identity,
    USER_START,
    (USER_END - USER_START) >>> PAGE_SHIFT,
    0,
  );
  while (unmarking.at < unmarking.end) {
    unmarking.budget = WINDOW_UNITS;
    applyUnmark(unmarking, space);
  }
  forgetSpace(space);
}
