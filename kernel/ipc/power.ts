/**
 * Switches the machine off, or starts it again: by the firmware's tables, then by what PCs have always had. Never
 * returns; a machine that will not go halts. Every wait has a limit.
 */
import { tripleFault } from "../arch/descriptors.ts";
import { haltMachine, stopPaging, waitOneMicrosecond } from "../arch/machine-exit.ts";
import { readPort, writePort } from "../arch/port.ts";
import { powerRegisters } from "../memory/firmware.ts";

/** PM1 control: the firmware's hands are off; sleep now; where the kind of sleep goes (ACPI 6.5, 4.8.3.2). */
const CONTROL_ENABLED: u32 = 1;
const CONTROL_SLEEP: u32 = 1 << 13;
const SLEEP_TYPE_SHIFT: u32 = 10;
const KEYBOARD_COMMAND: u32 = 0x64;
const KEYBOARD_BUSY: u32 = 2;
const KEYBOARD_RESET: u32 = 0xfe;
/** The firmware's hands, the keyboard controller, a machine that is about to go. */
const WAIT_US: u32 = 300_000;

/** The machine is off when nothing else is to be said. */
export function switchOff(): never {
  stopPaging();
  const power = powerRegisters();
  if (power.canSleep && power.controlA !== 0) {
    if (power.enablePort !== 0 && !waitForPort(power.controlA, CONTROL_ENABLED, CONTROL_ENABLED, 1)) {
      writePort(power.enablePort, 1, u32(power.enableValue));
      waitForPort(power.controlA, CONTROL_ENABLED, CONTROL_ENABLED, WAIT_US);
    }
    writePort(power.controlA, 2, (power.sleepA << SLEEP_TYPE_SHIFT) | CONTROL_SLEEP);
    if (power.controlB !== 0) {
      writePort(power.controlB, 2, (power.sleepB << SLEEP_TYPE_SHIFT) | CONTROL_SLEEP);
    }
  }
  haltMachine();
}

/** The machine starts over. */
export function reboot(): never {
  stopPaging();
  const power = powerRegisters();
  if (power.resetPort !== 0) {
    writePort(power.resetPort, 1, u32(power.resetValue));
    waitMicroseconds(WAIT_US);
  }
  if (waitForPort(KEYBOARD_COMMAND, KEYBOARD_BUSY, 0, WAIT_US)) {
    writePort(KEYBOARD_COMMAND, 1, KEYBOARD_RESET);
    waitMicroseconds(WAIT_US);
  }
  tripleFault();
}

function waitMicroseconds(microseconds: u32): void {
  for (let i: u32 = 0; i < microseconds; i++) {
    waitOneMicrosecond();
  }
}

/** Waits until the bits of a 16-bit port are as wanted; false when they are not in time. */
function waitForPort(port: u32, mask: u32, wanted: u32, limit: u32): bool {
  for (let i: u32 = 0; i < limit; i++) {
    if ((readPort(port, port === KEYBOARD_COMMAND ? 1 : 2) & mask) === wanted) {
      return true;
    }
    waitOneMicrosecond();
  }
  return false;
}
