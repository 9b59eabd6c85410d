/**
 * Whom a described task may call, changed while it runs: with all that it has started, and for when it is started again.
 *
 * What has been started begins with what is said here, so that nothing escapes that begins between two slices.
 */
import { Status } from "../../lib/abi/status.ts";
import { type Operation, spend, UNITS_SLOT } from "../memory/operation.ts";
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

const UNITS_REFUSE: u32 = 4;

/** Bit n of `peers`: task number n may be called. Without `adds` only those stay that could be called before. */
export function setPeers(taskNumber: u32, peers: u32, adds: bool): void {
  const said = descriptionOf(taskNumber);
  said.peers = adds ? peers : said.peers & peers;
}

/** Looks at the next tasks, from slot `at` on; the operation's `space` is the number that setPeers was called with. True after the last. */
export function applyPeersSlice(operation: Operation): bool {
  const taskNumber: u32 = operation.space;
  const peers: u32 = descriptionOf(taskNumber).peers;
  while (operation.at < taskSlots() && operation.budget !== 0) {
    const task = taskInSlot(operation.at);
    operation.at++;
    spend(operation, UNITS_SLOT);
    if (task !== null && accountOf(task) === taskNumber && task.peers !== peers) {
      task.peers = peers;
      refuseWaiting(task);
      spend(operation, UNITS_REFUSE);
    }
  }
  return operation.at >= taskSlots();
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
