/**
 * COUNTER_GET: what the kernel counts.
 */
import { Counter } from "../../lib/abi/call.ts";
import { Status } from "../../lib/abi/status.ts";
import { longestInterruptsOff, longestTurn } from "../arch/interrupt-window.ts";
import { framesOf, spacesOf, tablesOf, tasksOf } from "../memory/accounts.ts";
import { freeFrameCount } from "../memory/frames.ts";
import { freeHeapBytes, keptTables } from "../memory/heap.ts";
import { HeapOwner, heapBytesOf } from "../memory/objects.ts";
import { spaceCount } from "../memory/space.ts";
import { bootToUser, tickCount } from "../task/clock.ts";
import { describedCount } from "../task/described.ts";
import { type Task, taskCount } from "../task/task.ts";

export function counterGet(self: Task): Status {
  switch (self.registers.ebx) {
    case Counter.FREE_FRAMES:
      self.registers.ebx = freeFrameCount();
      return Status.OK;
    case Counter.FREE_HEAP_BYTES:
      self.registers.ebx = freeHeapBytes();
      return Status.OK;
    case Counter.TASKS:
      self.registers.ebx = taskCount();
      return Status.OK;
    case Counter.BOOT_TO_USER:
      self.registers.ebx = bootToUser();
      return Status.OK;
    case Counter.TICKS:
      self.registers.ebx = tickCount();
      return Status.OK;
    case Counter.SPACES:
      self.registers.ebx = spaceCount();
      return Status.OK;
    case Counter.LONGEST_SLICE:
      self.registers.ebx = longestTurn();
      return Status.OK;
    case Counter.INTERRUPTS_OFF:
      self.registers.ebx = longestInterruptsOff();
      return Status.OK;
    case Counter.LARGE_PAGES:
      self.registers.ebx = keptTables();
      return Status.OK;
    case Counter.HEAP_TABLE_BYTES:
      self.registers.ebx = heapBytesOf(HeapOwner.PAGE_TABLES);
      return Status.OK;
    case Counter.HEAP_STACK_BYTES:
      self.registers.ebx = heapBytesOf(HeapOwner.STACKS);
      return Status.OK;
    case Counter.HEAP_RECORD_BYTES:
      self.registers.ebx = heapBytesOf(HeapOwner.FLAT_TASKS);
      return Status.OK;
    default:
      return accountGet(self);
  }
}

/** What a described task's account has been charged. */
function accountGet(self: Task): Status {
  const counter: u32 = self.registers.ebx;
  const account: u32 = self.registers.esi;
  if (counter < Counter.ACCOUNT_FRAMES || counter > Counter.ACCOUNT_SPACES) {
    return Status.BAD_CALL;
  }
  if (account >= describedCount()) {
    return Status.BAD_ARGUMENT;
  }
  if (counter === Counter.ACCOUNT_FRAMES) {
    self.registers.ebx = framesOf(account);
  } else if (counter === Counter.ACCOUNT_TABLES) {
    self.registers.ebx = tablesOf(account);
  } else if (counter === Counter.ACCOUNT_TASKS) {
    self.registers.ebx = tasksOf(account);
  } else {
    self.registers.ebx = spacesOf(account);
  }
  return Status.OK;
}
