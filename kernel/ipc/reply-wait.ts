/**
 * REPLY_WAIT, the slow way: answers one task (or none), then receives.
 */
import { IDENTITY_NOBODY, IDENTITY_NUMBER_MASK } from "../../lib/abi/identity.ts";
import { TaskEnd } from "../../lib/abi/information.ts";
import { FaultAction } from "../../lib/abi/message.ts";
import { Status } from "../../lib/abi/status.ts";
import { openWindows } from "../arch/interrupt-window.ts";
import type { Registers } from "../arch/layouts.ts";
import { endLine, say } from "../debug/console.ts";
import { prependReady } from "../task/ready-queue.ts";
import { handOverTo, switchToNext } from "../task/scheduler.ts";
import { findTask, type Task, TaskState } from "../task/task.ts";
import { receiveNext } from "./deliver.ts";
import { endTask } from "./end-task.ts";
import { sayTask } from "./epitaph.ts";

/** The current task answers the task that `head` names, unless that is nobody, and receives. */
export function replyAndReceive(self: Task, head: u32): void {
  if ((head & ~IDENTITY_NUMBER_MASK) === IDENTITY_NOBODY) {
    receiveOrSwitch(self, null);
    return;
  }
  const client = findTask(head);
  if (client === null) {
    self.registers.eax = Status.DEAD;
  } else if (client.partner === self.identity && client.state === TaskState.AWAITING_REPLY) {
    answerRequest(client, self.registers);
    receiveOrSwitch(self, client);
  } else if (client.partner === self.identity && client.state === TaskState.AWAITING_FAULT_REPLY) {
    receiveOrSwitch(self, answerFault(client, self.registers) ? client : null);
  } else {
    self.registers.eax = Status.NOT_WAITING;
  }
}

/** The current task receives; if it has to wait, the task that it has answered runs at once. */
function receiveOrSwitch(self: Task, answered: Task | null): void {
  if (receiveNext(self)) {
    if (answered !== null) {
      prependReady(answered);
    }
  } else if (answered !== null) {
    handOverTo(answered);
  } else {
    switchToNext();
  }
}

function answerRequest(client: Task, answer: Registers): void {
  client.state = TaskState.READY;
  client.registers.eax = Status.OK;
  client.registers.ebx = answer.ebx;
  client.registers.esi = answer.esi;
  client.registers.edi = answer.edi;
  client.registers.ebp = answer.ebp;
}

/**
 * Word 0 is a FaultAction, word 1 where to go on, word 2 of ENTER on which stack; another action ends the task. True when the
 * task can run again.
 */
function answerFault(client: Task, answer: Registers): bool {
  if (answer.ebx !== FaultAction.RESUME) {
    if (answer.ebx !== FaultAction.ENTER) {
      endAfterFault(client);
      return false;
    }
    client.registers.esp = answer.edi;
  }
  client.state = TaskState.READY;
  if (answer.esi !== 0) {
    client.registers.eip = answer.esi;
  }
  return true;
}

/** The caller settles what windows let in: the end of a large space is long. */
function endAfterFault(client: Task): void {
  openWindows();
  say("kernel: ");
  sayTask(client);
  say(" ended by its manager after a fault");
  endLine();
  endTask(client, TaskEnd.FAULT, client.faultAddress);
}
