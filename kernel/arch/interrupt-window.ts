/**
 * Windows in which interrupts that wait get in while the kernel works (docs/decisions/0066).
 *
 * In ring 0 an interrupt is only remembered, never served: so a window can be opened anywhere, in the middle of a list,
 * and nothing changes under whoever opens it. Its controller is not told before it is served (kernel/ipc/serve-interrupts.ts), so
 * the same line does not come again meanwhile. Windows open only on ways into the kernel that serve what was remembered
 * before they leave it: not on the short ways of calls, not at boot before the controllers are set up, not in a panic.
 *
 * What is counted, in time-stamp units: how long interrupts were off at most, and how long a call went on at most before others
 * could have run.
 */
const STEPS_BETWEEN_WINDOWS: u32 = 32;

/** Bit n: line n has interrupted. */
let remembered: u32 = 0;
/** When interrupts went off; 0 while windows are closed. */
let began: u32 = 0;
/** How long the call had gone on before that, since others could run. */
let before: u32 = 0;
let longestOff: u32 = 0;
let longest: u32 = 0;

/** From here on, until closeWindows, what is remembered will be served. */
export function openWindows(): void {
  began = readTimeStampLow();
}

/** No window opens any more. */
export function closeWindows(): void {
  began = 0;
}

/** Whether interrupts wait to be served. */
export function interruptsAreRemembered(): bool {
  return remembered !== 0;
}

/** Lets interrupts in that wait. True when one waits to be served, this or an earlier one. */
export function acceptInterrupts(): bool {
  if (began === 0) {
    return false;
  }
  enableInterrupts();
  // sti takes effect after the instruction that follows it. Not `pause`: QEMU leaves that one in a way that keeps
  // interrupts off until after the next, which is cli.
  const now = readTimeStampLow();
  disableInterrupts();
  const taken: u32 = now - began;
  longestOff = taken > longestOff ? taken : longestOff;
  before += taken;
  began = now;
  return remembered !== 0;
}

/** The same at every 32nd step of a loop of at most some 40 instructions a step. */
export function acceptInterruptsAt(step: u32): void {
  if (step % STEPS_BETWEEN_WINDOWS === STEPS_BETWEEN_WINDOWS - 1) {
    acceptInterrupts();
  }
}

/** The same between two parts of a call that may be left here: others can run if it is true. */
export function pauseForOthers(): bool {
  const waits = acceptInterrupts();
  longest = before > longest ? before : longest;
  before = 0;
  return waits;
}

/** A call, or a slice of a long one, has ended: others can run. */
export function noteTurn(): void {
  const taken: u32 = readTimeStampLow() - began;
  // Without a window before, the longest turn is longer than the longest time without interrupts.
  if (taken > longestOff || before !== 0) {
    noteLonger(taken);
  }
}

function noteLonger(taken: u32): void {
  longestOff = taken > longestOff ? taken : longestOff;
  longest = before + taken > longest ? before + taken : longest;
  before = 0;
}

// A symbol of its own, so that no call saves registers for it.
symbol(noteLonger, "noteLongerTurn");

/** The kernel had nothing to do: what was counted so far is no call's. */
export function forgetTurn(): void {
  before = 0;
}

/** Line `line` has interrupted ring 0. */
export function rememberInterrupt(line: u32): void {
  remembered |= 1 << (line & 31);
}

/** Lines that have interrupted and are the caller's to serve, as bits. */
export function takeRemembered(): u32 {
  const lines = remembered;
  remembered = 0;
  return lines;
}

/** Time-stamp units for which interrupts were off at most. */
export function longestInterruptsOff(): u32 {
  return longestOff;
}

/** Time-stamp units that a call has gone on at most before others could run. */
export function longestTurn(): u32 {
  return longest;
}
