/**
 * Nothing to run: the processor sleeps until an interrupt has been served.
 */
export function waitForNextInterrupt(): void {
  enableInterruptsAndWait();
}
