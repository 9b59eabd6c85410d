/**
 * The manifest: the first multiboot module, made from iso/system.ts by the image builder.
 * Little endian, no padding beyond what is named. Task number n belongs to module n + 1.
 *
 *     ManifestHeader | ManifestTask × taskCount | ManifestRegion × regionCount | ManifestDevice × deviceCount
 *     | ManifestLabel × labelCount | ManifestRule × ruleCount
 *
 * Everyone who reads it treats it as hostile until its header, counts and sizes are checked.
 */
export const MANIFEST_MAGIC: u32 = 0x4d49_554d; // "MUIM"
export const MANIFEST_VERSION: u32 = 4;
export const MANIFEST_TASKS_MAX = 32;
export const MANIFEST_RULES_MAX = 10_000;
export const MANIFEST_DEVICES_MAX = 64;
export const MANIFEST_REGIONS_MAX = 16;
/** Pages of all regions together. */
export const MANIFEST_REGION_PAGES_MAX = 4096;
export const MANIFEST_LABELS_MAX = 32;
export const MANIFEST_NAME_BYTES = 16;
/** Bytes of a module's hash: BLAKE3. */
export const MANIFEST_HASH_BYTES = 32;
/**
 * ManifestTask.manager of a task that nobody pages; ManifestTask.label of one without a label;
 * ManifestRule.subject of a rule for everyone, ManifestRule.object of one for every object.
 */
export const MANIFEST_NONE: u32 = 0xffff_ffff;
/** ManifestRule.subject: this bit with the number of a label; without it the number of a task. */
export const MANIFEST_SUBJECT_LABEL: u32 = 0x8000_0000;
/** A quota that is not limited. */
export const MANIFEST_UNLIMITED: u32 = 0xffff_ffff;

/** The machine is switched off, with this task's exit status, when it ends. */
export const MANIFEST_TASK_FINAL: u32 = 1;
/** The supervisor starts it again when it has ended without exit status 0. */
export const MANIFEST_TASK_RESTART: u32 = 2;
/** It may switch the machine off and start it again (TaskOperation.POWER). */
export const MANIFEST_TASK_POWER: u32 = 4;
/** A flat task: it may run 16-bit code (FlatCall.VM86). */
export const MANIFEST_TASK_VM86: u32 = 8;

export const PRIORITY_COUNT = 32;

export class ManifestHeader {
  magic: u32 = 0;
  version: u32 = 0;
  /** Size of the whole manifest in bytes. */
  bytes: u32 = 0;
  taskCount: u32 = 0;
  regionCount: u32 = 0;
  deviceCount: u32 = 0;
  labelCount: u32 = 0;
  ruleCount: u32 = 0;
  /** 1: the ACL server logs what it would deny and allows it. */
  permissive: u32 = 0;
}

export class ManifestTask {
  name: FixedArray<u8, typeof MANIFEST_NAME_BYTES> = zeroed();
  /** A TaskKind of information.ts. */
  kind: u32 = 0;
  /** 0 (lowest) to PRIORITY_COUNT - 1. */
  priority: u32 = 0;
  /** Number of the task that manages this one's memory, or MANIFEST_NONE. */
  manager: u32 = 0;
  /** Bit n: it may call and notify task number n. */
  peers: u32 = 0;
  /** MANIFEST_TASK_* */
  flags: u32 = 0;
  /** Number of its label, or MANIFEST_NONE. */
  label: u32 = 0;
  /** Timer ticks that its manager may take to answer a fault; 0: no deadline. */
  faultDeadlineTicks: u32 = 0;
  /** Most frames that back its spaces: its own and those it makes. MANIFEST_UNLIMITED: no limit. */
  quotaFrames: u32 = 0;
  /** Most pages of the kernel heap: page tables and directories of its spaces, lists of who shares their frames, stacks of flat tasks. */
  quotaTables: u32 = 0;
  /** Most tasks and spaces that it has started or made, itself not counted. */
  quotaTasks: u32 = 0;
  quotaSpaces: u32 = 0;
  /** Of its module, for the ACL server and the IPC cache server; zero for others. */
  hash: FixedArray<u8, typeof MANIFEST_HASH_BYTES> = zeroed();
}

/** What may be asked for. */
export enum Right {
  /** Use of memory; no object; amounts in bytes, summed over all that the subject holds. */
  MEMORY = 1,
  /** Map another task's memory; object: the number of that task; amounts in bytes. */
  SHARED_MEMORY = 2,
  /** Map a device's memory; object: the number of the device range; amounts in bytes. */
  DEVICE = 3,
  /** Use I/O ports; object: the first port; amounts in ports. */
  IO_PORT = 4,
  /** Be told of an interrupt; object: its number. */
  INTERRUPT = 5,
  /** Call and notify a task; object: its number. */
  PEER = 6,
  /** Give a task's memory to another manager; object: the number of that manager. */
  VMM_EXCHANGE = 7,
  /** Use the policy itself; object: a PolicyUse. */
  POLICY = 8,
}

/** Objects of Right.POLICY. */
export enum PolicyUse {
  /** Ask what others may do, read rules and audit records, ask why a page is there. */
  QUERY = 1,
  GRANT = 2,
  REVOKE = 3,
  /** Switch the permissive mode. */
  MODE = 4,
}

export class ManifestRule {
  /** Number of the task that the rule is about, MANIFEST_SUBJECT_LABEL with a label's number, or MANIFEST_NONE for everyone. */
  subject: u32 = 0;
  /** A Right. */
  right: u32 = 0;
  /** What the right is about, or MANIFEST_NONE for every object. */
  object: u32 = 0;
  /** 1 allows, 0 denies. */
  allow: u32 = 0;
  /** Largest amount allowed in all. */
  limit: u32 = 0;
  /** Line of iso/system.ts that states the rule. */
  line: u32 = 0;
}

/** What a ManifestDevice gives its task. */
export enum DeviceKind {
  /** Frames that it may map (ATTRIBUTE_SOURCE_DEVICE): number of the first one, how many. */
  MEMORY = 0,
  /** The frames of the screen, as the boot loader left it (information.ts); first and count are 0. */
  SCREEN = 1,
  /** I/O ports that it may use (TaskOperation.PORT): the first one, how many. */
  PORTS = 2,
  /** An interrupt line that it may bind (TaskOperation.INTERRUPT): its number, count is 1. A line is given to one task. */
  INTERRUPT = 3,
}

/** Interrupt lines that tasks can be given: those of the ISA bus. */
export const MANIFEST_INTERRUPT_LINES = 16;
export const MANIFEST_PORTS_END: u32 = 0x1_0000;

/** Something of the machine that a task may use as a driver. Those of Right.DEVICE come first, in the order of its objects. */
export class ManifestDevice {
  /** Number of the task. */
  task: u32 = 0;
  /** A DeviceKind. */
  kind: u32 = 0;
  first: u32 = 0;
  /** Not 0, but for a SCREEN; the range does not wrap. */
  count: u32 = 0;
}

/** Pages that the boot provides and that stay when tasks end (docs/decisions/0020). */
export class ManifestRegion {
  /** Where it is mapped in the space of everyone who sees it; page aligned, within PUBLISHED_START..PUBLISHED_END. */
  address: u32 = 0;
  /** Not 0. */
  pages: u32 = 0;
  /** Number of the task that may write. */
  writer: u32 = 0;
  /** Bit n: task number n may read. */
  readers: u32 = 0;
}

/** A name for several tasks, as subject of rules. */
export class ManifestLabel {
  name: FixedArray<u8, typeof MANIFEST_NAME_BYTES> = zeroed();
}
