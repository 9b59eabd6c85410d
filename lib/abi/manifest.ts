/**
 * The manifest: the first multiboot module, made from iso/system.ts by the image builder.
 * Little endian, no padding beyond what is named. Task number n belongs to module n + 1.
 *
 *     ManifestHeader | ManifestTask × taskCount | ManifestRule × ruleCount | ManifestDevice × deviceCount
 *
 * Everyone who reads it treats it as hostile until its header, counts and sizes are checked.
 */
export const MANIFEST_MAGIC: u32 = 0x4d49_554d; // "MUIM"
export const MANIFEST_VERSION: u32 = 2;
export const MANIFEST_TASKS_MAX = 32;
export const MANIFEST_RULES_MAX = 256;
export const MANIFEST_DEVICES_MAX = 64;
export const MANIFEST_NAME_BYTES = 16;
/** ManifestTask.manager of a task that nobody pages; ManifestRule.subject of a rule for everyone. */
export const MANIFEST_NONE: u32 = 0xffff_ffff;

/** The machine is switched off, with this task's exit status, when it ends. */
export const MANIFEST_TASK_FINAL: u32 = 1;

export const PRIORITY_COUNT = 32;

export class ManifestHeader {
  magic: u32 = 0;
  version: u32 = 0;
  /** Size of the whole manifest in bytes. */
  bytes: u32 = 0;
  taskCount: u32 = 0;
  ruleCount: u32 = 0;
  deviceCount: u32 = 0;
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
}

/** What may be asked for. */
export enum Right {
  /** Use of memory; amounts in bytes, summed over all that the subject holds. */
  MEMORY = 1,
}

export class ManifestRule {
  /** Number of the task that the rule is about, or MANIFEST_NONE for everyone. */
  subject: u32 = 0;
  /** A Right. */
  right: u32 = 0;
  /** 1 allows, 0 denies. */
  allow: u32 = 0;
  /** Largest amount allowed in all. */
  limit: u32 = 0;
  /** Line of iso/system.ts that states the rule. */
  line: u32 = 0;
}

/** A range of physical addresses that a task may map as a driver (ATTRIBUTE_SOURCE_DEVICE). */
export class ManifestDevice {
  /** Number of the task. */
  task: u32 = 0;
  /** Number of the first frame: its physical address divided by 4096. */
  firstFrame: u32 = 0;
  /** Not 0; the range does not wrap. */
  frames: u32 = 0;
}
