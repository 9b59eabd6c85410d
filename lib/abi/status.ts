/**
 * The closed list of answers that kernel calls give. A call that does not answer OK has changed
 * nothing. All fit in four bits, so that REPLY_WAIT can answer one where a sender would stand.
 */
export enum Status {
  OK = 0,
  /** The task or space named does not exist any more, never did, or died before it answered. */
  DEAD = 1,
  /**
   * The caller is not the manager of the space, the peer is not among those it may call, the device
   * range is not the caller's, or more rights are asked for than the page can have.
   */
  DENIED = 2,
  /** No call, operation or counter has this number. */
  BAD_CALL = 3,
  /** The range is empty, wraps, is not page aligned, or leaves the task's own part of the map. */
  BAD_ADDRESS = 4,
  /** Attributes or amounts that contradict each other or do not exist, such as writable and executable. */
  BAD_ARGUMENT = 5,
  /** Part of the range is marked already, or another task's. */
  OVERLAP = 6,
  /** Part of the range is not marked. */
  NOT_MARKED = 7,
  /** No frames, no kernel memory, no free task or space slot, or the frame has as many mappings as it can. */
  NO_MEMORY = 8,
  /** ACL server and IPC cache server can neither be stopped nor exchanged; the kernel's own and pinned memory does not move. */
  PROTECTED = 9,
  /** REPLY_WAIT: that task does not wait for an answer from the caller. */
  NOT_WAITING = 10,
  /** CALL: the task named is the caller itself. */
  SELF = 11,
}
