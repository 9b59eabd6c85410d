/**
 * Stands for kernel/arch/interrupt-window.ts on the host, where nothing interrupts. So that work in slices is tested, some
 * interrupt waits at every third place where it could stop.
 */
const PAUSES_OF_INTERRUPT: u32 = 3;

let pauses: u32 = 0;

export function acceptInterrupts(): bool {
  return false;
}

export function acceptInterruptsAt(_step: u32): void {}

export function pauseForOthers(): bool {
  pauses++;
  return pauses % PAUSES_OF_INTERRUPT === 0;
}
