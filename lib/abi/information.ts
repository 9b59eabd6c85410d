/**
 * The system information page: which tasks the boot started, who is who, and what became of them.
 * One frame, which the kernel writes and maps read-only at INFORMATION_VIEW in the space of every described
 * task. A restart or an exchange changes it while tasks run: whoever got DEAD or MOVED reads it again.
 * Task number n of the system description has slot n: its identity says so too.
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
  /** The one task that is told of every end and may start described tasks again. */
  SUPERVISOR = 6,
}

/** What became of a described task. */
export enum TaskEnd {
  /** It runs. */
  NONE = 0,
  /** It could not be started. */
  NOT_STARTED = 1,
  /** It ended itself; endDetail is its exit status. */
  EXITED = 2,
  /** Somebody who may stopped it; endDetail is that task's identity. */
  STOPPED = 3,
  /** An exception; endDetail is the vector. */
  EXCEPTION = 4,
  /** Its manager ended it on a fault; endDetail is the address. */
  FAULT = 5,
  /** Its manager died before it answered a fault. */
  MANAGER_DEAD = 6,
  /** Its manager did not answer a fault in time. */
  FAULT_DEADLINE = 7,
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
  /** Times that it was started again. */
  restarts: u32 = 0;
  end: TaskEnd = TaskEnd.NONE;
  endDetail: u32 = 0;
  /** 0 (lowest) to PRIORITY_COUNT - 1: whose pages a manager takes first. */
  priority: u32 = 0;
  /** MANIFEST_TASK_* of manifest.ts: whether it comes back when it fails. */
  flags: u32 = 0;
}

/** What the boot loader left to show something on. */
export enum ScreenKind {
  /** Nothing, or nothing that can be reached. */
  NONE = 0,
  /** Pixels with channels of their own, of 15 to 32 bits. */
  COLOUR = 1,
  /** Pixels that are numbers of palette colours. */
  INDEXED = 2,
  /** VGA text: cells of 16 bits, character and colour. */
  TEXT = 3,
}

/** Bits of a pixel that are one colour's: the lowest one, and how many. */
export class ScreenChannel {
  position: u32 = 0;
  bits: u32 = 0;
}

/** The screen. Its memory is mapped by the task that the system description gives it to (DeviceKind.SCREEN). */
export class InformationScreen {
  kind: ScreenKind = ScreenKind.NONE;
  /** Physical address of the first pixel, not always page aligned. */
  addressLow: u32 = 0;
  addressHigh: u32 = 0;
  /** Bytes from one line to the next. */
  pitch: u32 = 0;
  /** In pixels, of TEXT in characters. */
  width: u32 = 0;
  height: u32 = 0;
  /** Bits of a pixel, of TEXT of a cell. */
  depth: u32 = 0;
  red: ScreenChannel = zeroed();
  green: ScreenChannel = zeroed();
  blue: ScreenChannel = zeroed();
}

/** What the processor says of itself (CPUID, Intel SDM vol. 2A); all zero where it has no CPUID. */
export class InformationProcessor {
  /** Leaf 0, EBX, EDX, ECX: "GenuineIntel", "AuthenticAMD". */
  vendor: FixedArray<u32, 3> = zeroed();
  /** Leaf 1, EAX: family, model, stepping. */
  signature: u32 = 0;
  /** Leaf 1, EDX and ECX. */
  features: u32 = 0;
  moreFeatures: u32 = 0;
  /** Leaves 80000002 to 80000004, padded with zero bytes; empty where there are none. */
  brand: FixedArray<u32, 12> = zeroed();
}

/** Room for the boot's command line with a zero byte at its end. */
export const INFORMATION_COMMAND_LINE_BYTES = 256;

export class Information {
  magic: u32 = 0;
  taskCount: u32 = 0;
  /** Moves on before and after each change: odd while the kernel writes. */
  version: u32 = 0;
  /** Identity of the ACL server and of the IPC cache server. */
  acl: u32 = 0;
  ipcCache: u32 = 0;
  tasks: FixedArray<InformationTask, typeof INFORMATION_TASKS_MAX> = zeroed();
  /** Never changes. */
  screen: InformationScreen = zeroed();
  /** Never changes. */
  processor: InformationProcessor = zeroed();
  /** As the boot loader gave it (docs/boot-parameters.md), printable, padded with zero bytes. Never changes. */
  commandLine: FixedArray<u8, typeof INFORMATION_COMMAND_LINE_BYTES> = zeroed();
}
