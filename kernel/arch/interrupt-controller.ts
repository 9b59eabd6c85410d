/**
 * Interrupt lines 0 to 15, whichever controller they arrive at. All are masked until asked for.
 */
import { apicLineIsLevel, endApicInterrupt, maskApicLine } from "./apic.ts";
import { endPicInterrupt, maskPicLine, picLineIsLevel } from "./pic.ts";

let byApic: bool = false;

/** The lines are served by the APICs, not by the PIC, whose lines are all masked. */
export function chooseApic(): void {
  byApic = true;
}

export function linesAreByApic(): bool {
  return byApic;
}

/** Masks a line, or lets it through. */
export function maskInterruptLine(line: u32, masked: bool): void {
  if (byApic) {
    maskApicLine(line, masked);
  } else {
    maskPicLine(line, masked);
  }
}

/** Whether a line goes on interrupting until its device is served. */
export function lineIsLevel(line: u32): bool {
  return byApic ? apicLineIsLevel(line) : picLineIsLevel(line);
}

/** Tells the controller that `line` is dealt with; false if it was spurious. */
export function acknowledgeInterrupt(line: u32): bool {
  if (!byApic) {
    return endPicInterrupt(line);
  }
  endApicInterrupt();
  return true;
}
