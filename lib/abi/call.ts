/**
 * The kernel's calls: the one list of their numbers and their words.
 *
 * A call is made with `sysenter`. EAX holds the head: an identity (task or space, see identity.ts)
 * with the call's number in its low four bits. EBX, ESI, EDI, EBP hold the words 0 to 3, EDX the
 * address to come back to, ECX the stack pointer to come back with. EAX comes back with a status,
 * or, from REPLY_WAIT, with who sent what (see message.ts).
 *
 * | call | identity | word 0 | word 1 | word 2 | word 3 | answer words |
 * |---|---|---|---|---|---|---|
 * | NULL | – | | | | | unchanged |
 * | CALL | task | message | message | message | message | the reply's four words |
 * | REPLY_WAIT | task to answer, or 0 | reply | reply | reply | reply | the next message's four words |
 * | LOG | – | up to 16 bytes, ended by a zero byte or the end of word 3 | | | | unchanged |
 * | ADDRESS_SPACE_GET | space | address | | | | attributes and flags; frame number; run length in pages; mappings of the frame |
 * | ADDRESS_SPACE_SET | space | address and attributes | pages | source address, or a device's low | source space, or a device's high | unchanged |
 * | ADDRESS_SPACE_ALLOC | space, or 0 | address and attributes | pages | | | with space 0: word 0 is the new space |
 * | ADDRESS_SPACE_RELEASE | space | address | pages, 0 for the whole space | | | unchanged |
 * | TASK_CONTROL | task | TaskOperation | see there | see there | see there | START, RESTART: word 0 is the new task; PORT: what was read |
 * | COUNTER_GET | – | Counter | task number, for ACCOUNT_* | | | word 0 is its value |
 * | NOTIFY | task | bits to set | | | | unchanged |
 * | YIELD | – | | | | | unchanged |
 *
 * This file imports nothing: everyone may import it, host tools too.
 */
export enum Call {
  NULL = 0,
  CALL = 1,
  REPLY_WAIT = 2,
  LOG = 3,
  ADDRESS_SPACE_GET = 4,
  ADDRESS_SPACE_SET = 5,
  ADDRESS_SPACE_ALLOC = 6,
  ADDRESS_SPACE_RELEASE = 7,
  TASK_CONTROL = 8,
  COUNTER_GET = 9,
  /** These two have both bits of CALL_SCHEDULES, and no other has. */
  NOTIFY = 12,
  YIELD = 13,
}

/** The calls that do nothing but let others run: the kernel tells them from the rest by these bits. */
export const CALL_SCHEDULES: u32 = 12;

/** What TASK_CONTROL does with the task that its head names. */
export enum TaskOperation {
  /** The caller ends itself; word 1 is its exit status. The head's identity is the caller's own. Does not return. */
  EXIT = 0,
  /** Ends the task. Only for the manager of its space; a protected task (ACL, IPC cache) answers PROTECTED to everyone. */
  STOP = 1,
  /**
   * Makes a task in space word 1 that starts at word 2 with stack pointer word 3; its priority is
   * that of the head's task, which must be the caller itself. Only for the manager of the space.
   */
  START = 2,
  /**
   * The task of word 1 becomes the manager of the space of word 2, or with word 2 = 0 of every space,
   * that the head's task manages, but for the one it lives in. Only for that task itself. Notes and faults
   * that wait go along, and the successor gets NOTIFICATION_MANAGER_CHANGED. A protected successor answers
   * PROTECTED; so does the ACL server's own space and the IPC cache server's.
   */
  EXCHANGE = 3,
  /** Sets NOTIFICATION_ALARM for the caller, which is the head's task, in word 1 ticks; 0 takes the alarm back. */
  ALARM = 4,
  /**
   * Starts task number word 1 of the system description again, from its module; one that still runs is
   * ended first, a protected one that runs answers PROTECTED. The head is the caller itself. Only for
   * the supervisor. Answers the new identity in word 0. A flat task begins with word 2 as its argument; one that still
   * runs is a BAD_ARGUMENT.
   */
  RESTART = 5,
  /**
   * Ends the head's task, a described one of kind vmm or server, unless it has ended, and makes the caller
   * the manager of all its spaces. Only for the ACL server.
   */
  SEIZE = 6,
  /**
   * Binds interrupt line word 1 to the caller, which is the head's task: when it comes, the notification bits
   * of word 2 are set, once; the line then waits until this is called again. Called while the line was waiting
   * with an interrupt outstanding, it sets the bits at once: none is lost. Bits 0 give the line back.
   * Only for a task that the system description gives the line. Bits that the kernel sets itself: BAD_ARGUMENT.
   */
  INTERRUPT = 7,
  /**
   * Reads or writes the I/O port of word 1, with PORT_* bits for the width and for a write; word 2 is what to
   * write, word 0 of the answer what was read, 0 after a write. The head is the caller itself. DENIED unless
   * all bytes that are touched lie in one range that the system description gives the task.
   */
  PORT = 8,
  /**
   * Ends the machine: word 1 is a PowerAction, word 2 the status for an emulator. The head is the caller
   * itself. Only for a task that the system description allows it. Does not return.
   */
  POWER = 9,
  /**
   * Reads the kernel's console from byte number word 1 on, counted from the boot. Word 0 is the number of the first byte
   * that is still kept, from there on words 1 to 3 hold up to twelve, ended by a zero byte. The head is the caller itself, which
   * the system description gives the screen: from the first call on the kernel leaves the text screen to it, but for a panic.
   */
  READ_LOG = 10,
  /**
   * Says what task number word 1 (low byte) of the system description has from now on of a Right (next byte), with ENTITLE_*
   * bits. The head is the caller itself, the ACL server. Of PEER word 2 is the set of tasks that it, and what it has started,
   * may call and notify; messages to others that were not received yet answer DENIED. Of DEVICE, IO_PORT and INTERRUPT word 2 is
   * a rule's object and word 3 the number of ports. Without ENTITLE_GIVE it is taken: a binding of the line ends, the device's pages
   * are nobody's any more when this returns, and word 0 is how many there were. What another task has answers OVERLAP.
   */
  ENTITLE = 11,
}

/** Word 1 of TaskOperation.ENTITLE: where the Right stands. */
export const ENTITLE_RIGHT_SHIFT: u32 = 8;
export const ENTITLE_RIGHT_MASK: u32 = 0xff;
/** Gives; of PEER makes the set what word 2 says, and without it nobody is added. */
export const ENTITLE_GIVE: u32 = 0x1_0000;

// Word 1 of TaskOperation.PORT: the port's number, with one width and, for a write, PORT_WRITE.
export const PORT_8_BITS: u32 = 0x0001_0000;
export const PORT_16_BITS: u32 = 0x0002_0000;
export const PORT_32_BITS: u32 = 0x0004_0000;
export const PORT_WRITE: u32 = 0x8000_0000;

/** What TaskOperation.POWER does. */
export enum PowerAction {
  OFF = 0,
  REBOOT = 1,
}

/** What COUNTER_GET reads. */
export enum Counter {
  /** Page frames that nobody uses. */
  FREE_FRAMES = 0,
  /** Bytes of kernel heap that nobody uses. */
  FREE_HEAP_BYTES = 1,
  /** Tasks that exist, running or blocked. */
  TASKS = 2,
  /** Instructions (with -icount) or time-stamp units from kernel entry to the first user instruction. */
  BOOT_TO_USER = 3,
  /** Timer ticks since boot. */
  TICKS = 4,
  /** Address spaces that exist. */
  SPACES = 5,
  /** Instructions (with -icount) or time-stamp units that a call has held the machine at most before others could run. */
  LONGEST_SLICE = 6,
  /** 2 MiB of tasks' memory that the page directories map without a table. */
  LARGE_PAGES = 7,
  /** Instructions (with -icount) or time-stamp units for which interrupts were off at most, in calls and when tasks ended. */
  INTERRUPTS_OFF = 8,
  /** Bytes of kernel heap in page tables and directories. */
  HEAP_TABLE_BYTES = 16,
  /** Bytes of kernel heap in stacks of flat tasks, guard pages included. */
  HEAP_STACK_BYTES = 17,
  /** Bytes of kernel heap in records of flat tasks. */
  HEAP_RECORD_BYTES = 18,
  /**
   * Of the described task of word 1 and all that it has started and made (its account): pages that have a
   * frame, page tables and directories, tasks and spaces; the task itself and its own space are included.
   */
  ACCOUNT_FRAMES = 32,
  ACCOUNT_TABLES = 33,
  ACCOUNT_TASKS = 34,
  ACCOUNT_SPACES = 35,
}
