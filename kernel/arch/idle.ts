/**
 * Nothing to run: the processor sleeps until an interrupt has been served.
 */
export function waitForNextInterrupt(): void {
  enableInterruptsAndWait();
}

/** Lets interrupts in that wait, between two slices of a long call. */
export function openInterruptWindow(): void {
  enableInterrupts();
  // sti takes effect after the instruction that follows it. A pause will not do: under QEMU it does not count as one.
  readEflags();
  disableInterrupts();
}
