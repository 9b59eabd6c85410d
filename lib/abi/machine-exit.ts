/**
 * How a run ends. Under an emulator with an `isa-debug-exit` device at this port, writing a code
 * ends the emulator with status `code * 2 + 1`; on a real machine the write does nothing and the
 * kernel halts after its last line.
 */
export const DEBUG_EXIT_PORT: u32 = 0xf4;
/** The final task ended with status 0. */
export const EXIT_SUCCESS: u32 = 0x10;
/** Panic, or the boot was refused. */
export const EXIT_PANIC: u32 = 0x11;
/** The final task ended with another status, or was ended. */
export const EXIT_TASK_FAILED: u32 = 0x12;
