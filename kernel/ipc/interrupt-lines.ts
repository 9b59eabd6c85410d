/**
 * Interrupt lines that drivers have bound (docs/decisions/0034): an interrupt sets bits of the driver's notifications,
 * once, until the driver asks for the next.
 *
 * Invariants: an interrupt is told or remembered, never lost; a driver that does not ask costs two interrupts at
 * most; the line of a driver that has gone is masked at its next interrupt.
 */
import { IDENTITY_INDEX_MASK, IDENTITY_INDEX_SHIFT, IDENTITY_NOBODY } from "../../lib/abi/identity.ts";
import { lineIsLevel, maskInterruptLine } from "../arch/interrupt-controller.ts";
import { INTERRUPT_LINE_COUNT } from "../arch/pic.ts";
import { findTask, type Task } from "../task/task.ts";
import { setNotifications } from "./notify.ts";

class Binding {
  /** Identity of the driver. */
  driver: u32 = 0;
  bits: u32 = 0;
  /** The driver waits for the next interrupt. */
  armed: bool = false;
  /** One has come while it did not. */
  pending: bool = false;
  masked: bool = false;
  level: bool = false;
}

const bindings: FixedArray<Binding, typeof INTERRUPT_LINE_COUNT> = zeroed();

/** Binds a line, below 16, to a task that may have it, or lets its next interrupt through; bits 0 give the line back. */
export function bindLine(task: Task, line: u32, bits: u32): void {
  const binding = bindings[line & (INTERRUPT_LINE_COUNT - 1)];
  const isNew: bool = binding.driver !== task.identity;
  binding.bits = bits;
  if (bits === 0) {
    binding.driver = IDENTITY_NOBODY;
    maskInterruptLine(line, true);
    return;
  }
  if (isNew) {
    binding.driver = task.identity;
    binding.level = lineIsLevel(line);
    binding.pending = false;
    binding.masked = true;
  }
  binding.armed = !binding.pending;
  if (binding.pending) {
    binding.pending = false;
    setNotifications(task, bits);
  }
  if (binding.masked) {
    binding.masked = false;
    maskInterruptLine(line, false);
  }
}

/** The task of a slot may have the line no more: if it, or who was in its slot before, has bound it, nothing is told any more. */
export function releaseLine(line: u32, slot: u32): void {
  const binding = bindings[line & (INTERRUPT_LINE_COUNT - 1)];
  const holder: u32 = (binding.driver >>> IDENTITY_INDEX_SHIFT) & IDENTITY_INDEX_MASK;
  if (binding.driver !== IDENTITY_NOBODY && holder === slot) {
    binding.driver = IDENTITY_NOBODY;
    maskInterruptLine(line, true);
  }
}

/** A line has interrupted, and its controller knows that it is dealt with. */
export function raiseLine(line: u32): void {
  const binding = bindings[line & (INTERRUPT_LINE_COUNT - 1)];
  const driver = findTask(binding.driver);
  const wasArmed: bool = binding.armed;
  // A level goes on until the driver has served its device; an edge that is masked may be lost.
  if (driver === null || binding.level || !wasArmed) {
    binding.masked = true;
    maskInterruptLine(line, true);
  }
  binding.armed = false;
  if (driver === null) {
    return;
  }
  if (wasArmed) {
    setNotifications(driver, binding.bits);
  } else {
    binding.pending = true;
  }
}
