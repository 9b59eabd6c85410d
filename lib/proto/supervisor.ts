/**
 * The supervisor's interface. It calls nobody and waits for nobody but the kernel: it hears of ends by
 * notification, starts tasks again by kernel call, and answers these questions.
 *
 * | operation | word 1 | word 2 | answer: word 0 | word 1 | word 2 | word 3 | who may | repeating it |
 * |---|---|---|---|---|---|---|---|---|
 * | STATE | task number | | status, state | restarts | ticks until the next try | TaskEnd of its last end | everyone who may call it | safe |
 * | START | task number | a flat task's argument | status | new identity | | | Right.POLICY with PolicyUse.GRANT | BAD_ARGUMENT, it runs |
 *
 * A task number that the system does not have is a BAD_ARGUMENT, and so is START of a task that runs. START takes verdicts
 * from the published table alone, since it may call nobody: NO_DECISION says that none is there, and who has the IPC cache
 * server asked about its own right (lib/user/supervisor-client.ts) finds one the next time. KERNEL_REFUSED: the
 * kernel could not start it; for one that is to come back the next try follows by itself.
 */
/** Where a RestartState stands in word 0 of STATE's answer. */
export const SUPERVISOR_STATE_SHIFT: u32 = 4;

export enum SupervisorOperation {
  STATE = 1,
  START = 2,
}

/** What the supervisor thinks of a task, from bit 4 of word 0 on. */
export enum RestartState {
  RUNNING = 0,
  /** Ended, and not to be started again. */
  ENDED = 1,
  /** Ended too often of late: the next start waits. */
  THROTTLED = 2,
  /** Ended so often that it stays down until START. */
  HELD = 3,
}
