/**
 * Who may call whom: decided when a task starts, checked here in constant time.
 */
import { IDENTITY_INDEX_MASK, IDENTITY_INDEX_SHIFT } from "../../lib/abi/identity.ts";
import { BOOT_SLOTS, type Task } from "../task/task.ts";

/** Bits of an identity that are set in those of all slots that the boot does not fill. */
const LATER_SLOTS: u32 = (IDENTITY_INDEX_MASK & ~(BOOT_SLOTS - 1)) << IDENTITY_INDEX_SHIFT;

/**
 * Whether `sender` may call and notify `receiver`: it is among its peers, or one of the two manages
 * the other's space.
 */
export function mayCall(sender: Task, receiver: Task): bool {
  return isPeer(sender, receiver.identity) || manages(receiver, sender) || manages(sender, receiver);
}

/** Whether the slot that an identity names is among the peers that the system description gives `sender`. */
export function isPeer(sender: Task, identity: u32): bool {
  return (
    (identity & LATER_SLOTS) === 0 && (sender.peers & (1 << ((identity >>> IDENTITY_INDEX_SHIFT) & 31))) !== 0
  );
}

function manages(manager: Task, task: Task): bool {
  return task.space !== null && task.space.manager === manager.identity;
}
