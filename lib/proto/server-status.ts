/**
 * What servers answer, in the low four bits of word 0: one closed list for all of them.
 * Whether the message arrived at all is the kernel's `Status`, apart from this.
 */
export enum ServerStatus {
  OK = 0,
  /** The server has no operation of this number. */
  BAD_OPERATION = 1,
  /** The kernel's caller is not somebody whom this server serves, or may not ask about that subject. */
  NOT_ALLOWED = 2,
  /** A word says something that cannot be: no such right, amount 0, no such step. */
  BAD_ARGUMENT = 3,
  /** The policy says no. The answer carries rule and limit. */
  REFUSED = 4,
  /** Whoever decides does not answer, or contradicts itself: no, because nobody said yes. */
  NO_DECISION = 5,
  /** No address range, no frame or no place in a table is left. */
  NO_SPACE = 6,
  /** Nothing of the caller's starts at this address. */
  NOT_FOUND = 7,
  /** The kernel refused what should have worked; nothing was changed. */
  KERNEL_REFUSED = 8,
  /** The server could not be reached. Only client stubs say it. */
  UNREACHABLE = 9,
  /** Another server manages the caller's memory now: the information page says which. */
  MOVED = 10,
  /** Somebody who had to answer did not in time. */
  TIMED_OUT = 11,
  /** Another task has it, and only one can: it has to be taken from that one first. */
  IN_USE = 12,
}

export const SERVER_STATUS_MASK: u32 = 0xf;

/** One clear phrase for each. */
export function serverStatusText(status: ServerStatus): string {
  switch (status) {
    case ServerStatus.OK:
      return "ok";
    case ServerStatus.BAD_OPERATION:
      return "no such operation";
    case ServerStatus.NOT_ALLOWED:
      return "the caller may not ask this";
    case ServerStatus.BAD_ARGUMENT:
      return "bad argument";
    case ServerStatus.REFUSED:
      return "refused by the policy";
    case ServerStatus.NO_DECISION:
      return "nobody decides, so no";
    case ServerStatus.NO_SPACE:
      return "nothing is left";
    case ServerStatus.NOT_FOUND:
      return "nothing there";
    case ServerStatus.KERNEL_REFUSED:
      return "the kernel refused";
    case ServerStatus.UNREACHABLE:
      return "the server does not answer";
    case ServerStatus.MOVED:
      return "another server manages this now";
    case ServerStatus.TIMED_OUT:
      return "no answer in time";
    case ServerStatus.IN_USE:
      return "another task has it";
    default:
      return "unknown status";
  }
}
