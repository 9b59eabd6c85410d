/**
 * The system information page: which tasks the boot started and who is who. The kernel writes it
 * once, before the first task runs, and maps it read-only at INFORMATION_VIEW in every space.
 */
export const INFORMATION_MAGIC: u32 = 0x4953_554d; // "MUSI"
export const INFORMATION_TASKS_MAX = 32;
/** Bytes of a task's name, padded with zero bytes. */
export const TASK_NAME_BYTES = 16;

/** What a task is to the system; decides which place it takes on the way of a decision. */
export enum TaskKind {
  PROGRAM = 0,
  ACL = 1,
  IPC_CACHE = 2,
  VMM = 3,
  SERVER = 4,
  /** A task in ring 0, in the one shared address space (flat.ts). */
  FLAT = 5,
}

export class InformationTask {
  name: FixedArray<u8, typeof TASK_NAME_BYTES> = zeroed();
  /** Task identity; IDENTITY_NOBODY where the task could not be started. */
  identity: u32 = 0;
  /** Identity of its first space. */
  space: u32 = 0;
  /** Manager of that space; IDENTITY_NOBODY for servers that nobody pages. */
  manager: u32 = 0;
  kind: TaskKind = TaskKind.PROGRAM;
}

export class Information {
  magic: u32 = 0;
  taskCount: u32 = 0;
  /** Identity of the ACL server and of the IPC cache server. */
  acl: u32 = 0;
  ipcCache: u32 = 0;
  tasks: FixedArray<InformationTask, typeof INFORMATION_TASKS_MAX> = zeroed();
}
