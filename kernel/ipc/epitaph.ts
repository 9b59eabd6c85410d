/**
 * What the console says of a task that has done something fatal.
 */
import { endLine, say, sayHex, sayName } from "../debug/console.ts";
import { exceptionName, printRegisters } from "../debug/panic.ts";
import { taskName } from "../task/boot-names.ts";
import type { Task } from "../task/task.ts";

/** Appends the task's name, or its identity, to the line in hand. */
export function sayTask(task: Task): void {
  say("task ");
  const name = taskName(task.identity);
  if (name.length === 0) {
    sayHex(task.identity);
  } else {
    sayName(name);
  }
}

/** Prints why an exception ends the task. */
export function printEpitaph(task: Task, faultAddress: u32): void {
  say("kernel: ");
  sayTask(task);
  say(" ended: ");
  say(exceptionName(task.registers.vector));
  say(" at ");
  sayHex(task.registers.eip);
  say(", error code ");
  sayHex(task.registers.errorCode);
  say(", fault address ");
  sayHex(faultAddress);
  endLine();
  printRegisters(task.registers);
}
