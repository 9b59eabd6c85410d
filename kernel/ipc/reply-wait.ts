/**
 * REPLY_WAIT, the slow way: answers one task (or none), then receives.
 */
import { IDENTITY_NOBODY, IDENTITY_NUMBER_MASK } from "../../lib/abi/identity.ts";
import { FaultAction, MessageKind } from "../../lib/abi/message.ts";
import { Status } from "../../lib/abi/status.ts";
import type { Registers } from "../arch/layouts.ts";
import { endLine, say } from "../debug/console.ts";
import { prependReady } from "../task/ready-queue.ts";
import { switchToNext } from "../task/scheduler.ts";
import { findTask, type Task, TaskState } from "../task/task.ts";
import { receiveNext } from "./deliver.ts";
import { endTask } from "./end-task.ts";
import { sayTask } from "./epitaph.ts";

/** The current task answers the task that `head` names, unless that is nobody, and receives. */
export function replyAndReceive(self: Task, head: u32): void {
  if ((head & ~IDENTITY_NUMBER_MASK) !== IDENTITY_NOBODY) {
    const status = reply(self, head);
    if (status !== Status.OK) {
      self.registers.eax = status;
      return;
    }
  }
  if (!receiveNext(self)) {
    switchToNext();
  }
}

function reply(self: Task, head: u32): Status {
  const client = findTask(head);
  if (client === null) {
    return Status.DEAD;
  }
  if (client.state !== TaskState.AWAITING_REPLY || client.partner !== self.identity) {
    return Status.NOT_WAITING;
  }
  if (client.kind === MessageKind.FAULT) {
    replyToFault(client, self.registers);
    return Status.OK;
  }
  client.registers.eax = Status.OK;
  client.registers.ebx = self.registers.ebx;
  client.registers.esi = self.registers.esi;
  client.registers.edi = self.registers.edi;
  client.registers.ebp = self.registers.ebp;
  resume(client);
  return Status.OK;
}

/** Word 0 is a FaultAction, word 1 where to go on; anything but RESUME ends the task. */
function replyToFault(client: Task, answer: Registers): void {
  if (answer.ebx !== FaultAction.RESUME) {
    say("kernel: ");
    sayTask(client);
    say(" ended by its manager after a fault");
    endLine();
    endTask(client);
    return;
  }
  if (answer.esi !== 0) {
    client.registers.eip = answer.esi;
  }
  resume(client);
}

function resume(client: Task): void {
  client.state = TaskState.READY;
  prependReady(client);
}
