/**
 * Who may call whom: decided when a task starts, checked here in constant time.
 */
import { BOOT_SLOTS, type Task, taskSlot } from "../task/task.ts";

/**
 * Whether `sender` may call and notify `receiver`: it is among its peers, or one of the two manages
 * the other's space.
 */
export function mayCall(sender: Task, receiver: Task): bool {
  return isPeerSlot(sender, taskSlot(receiver)) || manages(receiver, sender) || manages(sender, receiver);
}

/** Whether the task in this slot is among the peers that the system description gives `sender`. */
export function isPeerSlot(sender: Task, slot: u32): bool {
  return slot < BOOT_SLOTS && ((sender.peers >>> (slot & 31)) & 1) !== 0;
}

function manages(manager: Task, task: Task): bool {
  return task.space !== null && task.space.manager === manager.identity;
}
