/**
 * What nobody waits for goes back by and by, in slices: frames that were emptied for a window or are held for an owner who is gone
 * (relocate.ts), windows of the DMA AREA that nobody uses any more (dma-windows.ts), programs that no flat task runs (flat-program.ts).
 */
import { windowsGo, workOnWindows } from "./dma-windows.ts";
import { programsGo, workOnPrograms } from "./flat-program.ts";
import type { Operation } from "./operation.ts";
import { framesComeBack, workOnRanges } from "./relocate.ts";

/** Whether there is such work. */
export function somethingComesBack(): bool {
  return framesComeBack() || windowsGo() || programsGo();
}

/** Does as much of it as the operation's budget allows. */
export function workOnGiveBack(operation: Operation): void {
  if (windowsGo()) {
    workOnWindows(operation);
  } else if (programsGo()) {
    workOnPrograms(operation);
  } else {
    workOnRanges(operation);
  }
}
