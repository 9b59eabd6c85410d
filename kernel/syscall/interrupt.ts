/**
 * Where interrupts and exceptions arrive (boot/vectors.asm).
 */
import { rememberInterrupt } from "../arch/interrupt-window.ts";
import { type Registers, USER_SEGMENTS } from "../arch/layouts.ts";
import { INTERRUPT_LINE_COUNT, INTERRUPT_LINE_VECTOR } from "../arch/pic.ts";
import { faultAddress } from "../arch/processor.ts";
import { panicAtBreakpoint, panicAtException } from "../debug/panic.ts";
import { handleFatalException, handlePageFault } from "../ipc/fault.ts";
import { serveInterruptLine } from "../ipc/serve-interrupts.ts";
import { current, giveWay } from "../task/scheduler.ts";
import { settleCurrent } from "./settle.ts";

const VECTOR_DEBUG: u32 = 1;
const VECTOR_NON_MASKABLE: u32 = 2;
const VECTOR_BREAKPOINT: u32 = 3;
const VECTOR_GENERAL_PROTECTION: u32 = 13;
const VECTOR_PAGE_FAULT: u32 = 14;
const VECTOR_MACHINE_CHECK: u32 = 18;
const EFLAGS_TRAP: u32 = 1 << 8;

/** The processor was in ring 3; `registers` are the current task's. */
export function onUserInterrupt(registers: Registers): void {
  const task = current();
  if (registers.vector === VECTOR_PAGE_FAULT) {
    handlePageFault(task, faultAddress());
  } else if (isInterruptLine(registers.vector)) {
    giveWay(serveInterruptLine(registers.vector - INTERRUPT_LINE_VECTOR));
  } else if (isHardwareError(registers.vector)) {
    panicAtException(registers, 0);
  } else if (!wasSegmentFault(registers)) {
    handleFatalException(task, 0);
  }
  settleCurrent();
}

/** The processor was in ring 0: the idle wait, a window (kernel/arch/interrupt-window.ts), or something that must not be. */
export function onKernelInterrupt(registers: Registers): void {
  if (isInterruptLine(registers.vector)) {
    rememberInterrupt(registers.vector - INTERRUPT_LINE_VECTOR);
    return;
  }
  if (registers.vector === VECTOR_DEBUG) {
    // SYSENTER keeps the trap flag: a task that single-steps into the kernel stops doing so.
    registers.eflags &= ~EFLAGS_TRAP;
    return;
  }
  if (wasSegmentFault(registers)) {
    return;
  }
  if (registers.vector === VECTOR_BREAKPOINT) {
    panicAtBreakpoint(registers);
  }
  panicAtException(registers, faultAddress());
}

/**
 * Whether a general protection fault came from what a task, this one or one before it, had left in
 * DS or ES. The entry has loaded both anew: the instruction is tried again.
 */
export function wasSegmentFault(registers: Registers): bool {
  return registers.vector === VECTOR_GENERAL_PROTECTION && registers.segments !== USER_SEGMENTS;
}

/** Nothing that a task has done, nor can do: no gate lets it raise these by itself. */
function isHardwareError(vector: u32): bool {
  return vector === VECTOR_NON_MASKABLE || vector === VECTOR_MACHINE_CHECK;
}

export function isInterruptLine(vector: u32): bool {
  return vector >= INTERRUPT_LINE_VECTOR && vector < INTERRUPT_LINE_VECTOR + INTERRUPT_LINE_COUNT;
}
