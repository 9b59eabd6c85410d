/**
 * Who may call whom: decided when a task starts, checked here in constant time.
 */
import { BOOT_SLOTS, type Task, taskSlot } from "../task/task.ts";

/**
 * Whether `sender` may call and notify `receiver`: it is among its peers, or one of the two manages
 * the other's space.
 */
export function mayCall(sender: Task, receiver: Task): bool {
  return isPeer(sender, receiver) || manages(receiver, sender) || manages(sender, receiver);
}

/** Whether `receiver` is among the peers that the system description gives `sender`. */
export function isPeer(sender: Task, receiver: Task): bool {
  const slot = taskSlot(receiver);
  return slot < BOOT_SLOTS && ((sender.peers >>> (slot & 31)) & 1) !== 0;
}

function manages(manager: Task, task: Task): bool {
  return task.space !== null && task.space.manager === manager.identity;
}
