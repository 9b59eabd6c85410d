/**
 * Nothing to run: the processor sleeps until an interrupt has come.
 */
export function waitForNextInterrupt(): void {
  enableInterruptsAndWait();
}
