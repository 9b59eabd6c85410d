/**
 * What an interrupt line brings: a tick for the kernel, notifications for a driver. Those of ring 3 are served at once, those that
 * the kernel let in while it worked (kernel/arch/interrupt-window.ts) before it is left.
 */
import { lowestBit } from "../../lib/core/bits.ts";
import { acknowledgeInterrupt } from "../arch/interrupt-controller.ts";
import { closeWindows, interruptsAreRemembered, takeRemembered } from "../arch/interrupt-window.ts";
import { TIMER_LINE } from "../arch/timer.ts";
import { giveWay } from "../task/scheduler.ts";
import { raiseLine } from "./interrupt-lines.ts";
import { serveTick } from "./tick.ts";

/** The line has interrupted. True when the time slice of the task that runs is over: it yields then. Switches to nobody itself. */
export function serveInterruptLine(line: u32): bool {
  if (!acknowledgeInterrupt(line)) {
    return false;
  }
  if (line === TIMER_LINE) {
    serveTick();
  } else {
    raiseLine(line);
  }
  return line === TIMER_LINE;
}

/** Serves all lines that were remembered. True as of serveInterruptLine. */
export function serveRemembered(): bool {
  let lines = takeRemembered();
  let over: bool = false;
  while (lines !== 0) {
    over = serveInterruptLine(lowestBit(lines)) || over;
    lines &= lines - 1;
  }
  return over;
}

/** The end of work in which windows were open: serves what they let in, and lets others run who can now. */
export function leaveWindows(): void {
  if (interruptsAreRemembered()) {
    giveWay(serveRemembered());
  }
  closeWindows();
}

// The idle loop of kernel/task/scheduler.ts calls it, where nothing else leads up here.
symbol(serveRemembered, "serveRemembered");
