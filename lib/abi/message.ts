/**
 * What REPLY_WAIT answers in EAX: the sender's identity with the kind in its low four bits.
 * Where the identity part is 0, the low bits are a Status: nothing was received.
 * Only the kernel sets the kind, so a task cannot send a message that looks like a fault.
 */
export enum MessageKind {
  /** A task's CALL: words as sent. The sender waits for the answer. */
  REQUEST = 0,
  /** The sender touched what is not there; words as below. The sender waits for the answer. */
  FAULT = 1,
  /** Notification bits in word 0. The identity is the receiver's own; nobody waits. */
  NOTIFICATION = 2,
}

// A FAULT's words: word 0 the address touched, word 1 FAULT_* bits, word 2 the instruction's
// address, word 3 the space's identity.
/** The access was a write; otherwise a read or a fetch. */
export const FAULT_WRITE: u32 = 1;
/** The access was an instruction fetch. */
export const FAULT_EXECUTE: u32 = 2;
/** The page is marked: reserved, or backed with fewer rights than the access needs. */
export const FAULT_MARKED: u32 = 4;
/** The page is backed: the access lacked a right. */
export const FAULT_BACKED: u32 = 8;
/** The page is copy-on-write: SET with WRITE and BACKED resolves a write. */
export const FAULT_COPY_ON_WRITE: u32 = 16;

/** Word 0 of the answer to a FAULT. Word 1 is the address to go on at, 0 for the faulting instruction. */
export enum FaultAction {
  RESUME = 0,
  END = 1,
  /** Goes on at word 1 with stack pointer word 2: a handler on a stack of its own. */
  ENTER = 2,
}

/** Set by the kernel for the manager when a task in one of its spaces has ended, for the supervisor when a described task has. */
export const NOTIFICATION_TASK_ENDED: u32 = 0x80000000;
/** Set by the kernel when the alarm of TaskOperation.ALARM is due. */
export const NOTIFICATION_ALARM: u32 = 0x40000000;
/** Set by the kernel for a task that has become the manager of another space; its notes are there already. */
export const NOTIFICATION_MANAGER_CHANGED: u32 = 0x20000000;
/** All bits that only the kernel sets: an interrupt cannot be bound to them. */
export const NOTIFICATION_KERNEL_BITS: u32 = 0xe0000000;

// Bits that servers agree on among themselves; the kernel gives them no meaning.
/** From the ACL server: the policy's epoch has moved on, the published ring says why. */
export const NOTIFICATION_POLICY_CHANGED: u32 = 0x00000001;
/** From the keyboard server: READ gives bytes. */
export const NOTIFICATION_INPUT: u32 = 0x00000002;
