/**
 * A lock for data that flat tasks share. Who finds it taken lets others run and tries again.
 *
 * Invariants: the word holds the identity of the task that has the lock, or 0. A task that ended
 * while it had the lock has lost it: the next one gets it and is told, because the data may be half
 * changed. Must never be held over an endless wait.
 */
import { Status } from "../abi/status.ts";
import { taskState, yieldTask } from "./kernel-calls.ts";

const EFLAGS_INTERRUPT: u32 = 1 << 9;

/** Lies in memory that all who use it share; all zero bytes is a free lock. */
export class FlatLock {
  owner: Volatile<u32> = 0;
}

/** Takes the lock for `self`. True when its last owner ended without releasing it. */
export function takeLock(lock: FlatLock, self: u32): bool {
  for (;;) {
    const owner: u32 = exchangeIf(lock, 0, self);
    if (owner === 0) {
      return false;
    }
    if (taskState(owner) !== Status.OK && exchangeIf(lock, owner, self) === owner) {
      return true;
    }
    yieldTask();
  }
}

/** Releases a lock that `self` has; panics when it has not. */
export function releaseLock(lock: FlatLock, self: u32): void {
  if (exchangeIf(lock, self, 0) !== self) {
    panic("a lock is released by who does not have it");
  }
}

/** Puts `next` in place of `expected`, if that is what the word holds. Answers what it held; nobody runs between. */
function exchangeIf(lock: FlatLock, expected: u32, next: u32): u32 {
  const interrupts: bool = (readEflags() & EFLAGS_INTERRUPT) !== 0;
  disableInterrupts();
  const before: u32 = lock.owner;
  if (before === expected) {
    lock.owner = next;
  }
  if (interrupts) {
    enableInterrupts();
  }
  return before;
}
