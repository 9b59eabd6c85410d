/**
 * The end of a run: tells an emulator, then halts. Never returns.
 */
import { DEBUG_EXIT_PORT } from "../../lib/abi/machine-exit.ts";

/** `code` is an EXIT_* of lib/abi/machine-exit.ts. */
export function endMachine(code: u32): never {
  outByte(u16(DEBUG_EXIT_PORT), u8(code));
  for (;;) {
    disableInterrupts();
    waitForInterrupt();
  }
}
