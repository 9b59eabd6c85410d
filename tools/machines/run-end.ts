/**
 * The end of a run on a machine that cannot end by itself (no debug exit port): read from the serial line.
 * Pure. It never says that a run went well before the kernel has said so.
 */
import { withoutControl } from "../emulator.ts";

export const FINISHED = "kernel: the final task has ended, status 0";
const FAILED = "kernel: the final task has failed";
const PANIC = "PANIC";

export type RunEnd = "going on" | "finished" | "failed";

/** What the whole output so far says. The line that decides must be complete. */
export function runEnd(serial: string): RunEnd {
  const lines = withoutControl(serial).split("\n").slice(0, -1);
  if (lines.some((line) => line.includes(PANIC) || line.startsWith(FAILED))) return "failed";
  return lines.some((line) => line.startsWith(FINISHED)) ? "finished" : "going on";
}

/** How a run on a machine went. */
export interface MachineResult {
  /** All that came over the serial line, without terminal control. */
  serial: string;
  /** Anything but "finished" is a failure; "going on" means that the time was up or the machine gave up. */
  end: RunEnd;
  /** What the machine itself had to say, for a failure's message. */
  log: string;
}

export interface MachineOptions {
  /** Hybrid image, relative to the root. */
  iso: string;
  /** Real seconds until it is ended. */
  timeLimitSeconds: number;
  /** Called with the serial line's output as it comes, whole lines where the machine gives them byte by byte. */
  onSerial?: (text: string) => void;
}
