/**
 * Whom a described task may call, changed while it runs: with all that it has started, and for when it is started again.
 */
import { Status } from "../../lib/abi/status.ts";
import { descriptionOf } from "../task/described.ts";
import { prependReady } from "../task/ready-queue.ts";
import {
  accountOf,
  findTask,
  isFaulting,
  type Task,
  TaskState,
  taskInSlot,
  taskSlots,
} from "../task/task.ts";
import { mayCall } from "./peers.ts";
import { unqueueSender } from "./sender-queue.ts";

/** Bit n of `peers`: task number n may be called. Without `adds` only those stay that it could call before. */
export function setPeers(taskNumber: u32, peers: u32, adds: bool): void {
  const said = descriptionOf(taskNumber);
  said.peers = adds ? peers : said.peers & peers;
  for (let slot: u32 = 0; slot < taskSlots(); slot++) {
    const task = taskInSlot(slot);
    if (task !== null && accountOf(task) === taskNumber && task.peers !== said.peers) {
      task.peers = said.peers;
      refuseWaiting(task);
    }
  }
}

/** A message that was not received yet is refused, as it would be now. What was received is answered. */
function refuseWaiting(task: Task): void {
  if (task.state !== TaskState.SENDING || isFaulting(task)) {
    return;
  }
  const receiver = findTask(task.partner);
  if (receiver !== null && !mayCall(task, receiver)) {
    unqueueSender(receiver, task);
    task.registers.eax = Status.DENIED;
    task.state = TaskState.READY;
    prependReady(task);
  }
}
