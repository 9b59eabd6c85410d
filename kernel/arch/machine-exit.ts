/**
 * The end of a run: tells an emulator, then halts; and what the way to switching off needs.
 */
import { DEBUG_EXIT_PORT } from "../../lib/abi/machine-exit.ts";

const CR0_PAGING: u32 = 0x8000_0000;
/** Writing to it takes about a microsecond on every PC, and does nothing: the BIOS has it for its own codes. */
const DELAY_PORT: u16 = 0x80;

/** `code` is an EXIT_* of lib/abi/machine-exit.ts. An emulator ends here. */
export function tellEmulator(code: u32): void {
  outByte(u16(DEBUG_EXIT_PORT), u8(code));
}

/** Tells an emulator, and halts where there is none. Never returns. */
export function endMachine(code: u32): never {
  tellEmulator(code);
  haltMachine();
}

/** Nothing runs any more. */
export function haltMachine(): never {
  for (;;) {
    disableInterrupts();
    waitForInterrupt();
  }
}

/** All physical memory is where it is again, and interrupts stay out. The kernel is identity-mapped: it goes on. */
export function stopPaging(): void {
  disableInterrupts();
  writeCr0(readCr0() & ~CR0_PAGING);
}

/** Waits about a microsecond, by a write to a port; under an emulator less. */
export function waitOneMicrosecond(): void {
  outByte(DELAY_PORT, 0);
}
