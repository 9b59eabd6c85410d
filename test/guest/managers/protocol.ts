/** What the test tells its managers, its ACL server and its clients to do. */

/** Word 0 of a request to the ACL server or a manager; the answer's word 0 is a Status unless said otherwise. */
export enum Order {
  /** SEIZE of task word 1. */
  SEIZE = 1,
  /** EXCHANGE: task word 1 becomes the manager of space word 2. */
  EXCHANGE = 2,
  /** RESTART of task number word 1. */
  RESTART = 3,
  /** From now on faults stay unanswered (word 1 = 1), or are answered again (0). */
  HOLD = 4,
  /** Writes word 2 into the notes on task number word 1. */
  WRITE_NOTES = 5,
  /** Answers the first word of the notes on task number word 1. */
  READ_NOTES = 6,
  /** Answers the attributes of the notes' page on task number word 1 in the server's own space. */
  NOTES_MARK = 7,
  /** Marks (word 2 = 1) or unmarks the place of the notes on task number word 1 by itself. */
  MARK_NOTES = 8,
  /** Answers faults and notification bits received so far; and forgets them. */
  COUNTS = 9,
  /** Never answers: it reads where nothing is. */
  DIE = 10,
  /** SHARE of the notes on task number word 1 with a page of its own. */
  SHARE_NOTES = 11,
  /** Writes word 1 to the first word of POLICY_VIEW; answers what was there. */
  PUBLISH = 12,
  /** EXCHANGE of everything for task word 1. */
  EXCHANGE_ALL = 13,
  /** Makes a space, and word 1 tasks in it that fault with their first instruction, for ever. */
  CROWD = 14,
  /** Makes word 1 empty spaces. */
  MAKE_SPACES = 15,
  /** Is never answered. */
  KEEP = 16,
}

/** Notification from the test to a client: touch the next page. And back: it has. */
export const TOUCH: u32 = 1;
/** Where a client touches. */
export const TOUCHED: u32 = 0x5000_0000;
/** Where a manager has a page for trying things. */
export const SCRATCH: u32 = 0x6000_0000;
