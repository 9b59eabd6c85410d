/**
 * Reads what the ACL server needs out of the manifest: its rules, and which label each task carries.
 *
 * The manifest is hostile until `readManifest` has said NONE. Pure: no message, no identity, only task
 * numbers of the system description.
 */
import {
  DeviceKind,
  MANIFEST_DEVICES_MAX,
  MANIFEST_LABELS_MAX,
  MANIFEST_MAGIC,
  MANIFEST_NONE,
  MANIFEST_REGIONS_MAX,
  MANIFEST_RULES_MAX,
  MANIFEST_SUBJECT_LABEL,
  MANIFEST_TASKS_MAX,
  MANIFEST_VERSION,
  type ManifestDevice,
  type ManifestHeader,
  type ManifestLabel,
  type ManifestRegion,
  type ManifestRule,
  type ManifestTask,
  Right,
} from "../../lib/abi/manifest.ts";
import { wordAt } from "../../lib/core/little-endian.ts";
import { rightExists } from "../../lib/proto/decision.ts";
import type { ManifestRules } from "../../lib/proto/manifest-rules.ts";

export enum PolicyError {
  NONE = 0,
  TOO_SHORT = 1,
  BAD_MAGIC = 2,
  BAD_VERSION = 3,
  /** The counts do not fit the limits or the size. */
  BAD_COUNTS = 4,
  /** A rule about a task or label that is not described, an unknown right, or an `allow` that is neither 0 nor 1. */
  BAD_RULE = 5,
  /** A task carries a label that is not described. */
  BAD_LABEL = 6,
  /** The rules of run time are not those that this server wrote. */
  BAD_RUNTIME = 7,
}

/** What the manifest says beside the rules themselves. */
export class Described {
  taskCount: u32 = 0;
  labelCount: u32 = 0;
  ruleCount: u32 = 0;
  permissive: bool = false;
  /** Subject code of the label of task number n, or MANIFEST_NONE. */
  labels: FixedArray<u32, typeof MANIFEST_TASKS_MAX> = zeroed();
}

/** The largest manifest there can be, in bytes. */
export function manifestBytesMax(): u32 {
  return (
    sizeOf<ManifestHeader>() +
    sizeOf<ManifestTask>() * MANIFEST_TASKS_MAX +
    sizeOf<ManifestRegion>() * MANIFEST_REGIONS_MAX +
    sizeOf<ManifestDevice>() * MANIFEST_DEVICES_MAX +
    sizeOf<ManifestLabel>() * MANIFEST_LABELS_MAX +
    sizeOf<ManifestRule>() * MANIFEST_RULES_MAX
  );
}

/** The size that the manifest says it has; 0 where the window does not even hold its header. */
export function manifestBytes(manifest: Span<u8>): u32 {
  if (manifest.length < sizeOf<ManifestHeader>()) {
    return 0;
  }
  return wordAt(manifest, offsetOf<ManifestHeader>("bytes"));
}

/** Where the rules begin. */
export function rulesStart(manifest: Span<u8>): u32 {
  return (
    sizeOf<ManifestHeader>() +
    wordAt(manifest, offsetOf<ManifestHeader>("taskCount")) * sizeOf<ManifestTask>() +
    wordAt(manifest, offsetOf<ManifestHeader>("regionCount")) * sizeOf<ManifestRegion>() +
    wordAt(manifest, offsetOf<ManifestHeader>("deviceCount")) * sizeOf<ManifestDevice>() +
    wordAt(manifest, offsetOf<ManifestHeader>("labelCount")) * sizeOf<ManifestLabel>()
  );
}

/** How many devices the manifest describes, which was read whole. */
export function manifestDeviceCount(manifest: Span<u8>): u32 {
  return wordAt(manifest, offsetOf<ManifestHeader>("deviceCount"));
}

/** Reads device number `index`. */
export function manifestDevice(manifest: Span<u8>, index: u32, device: ManifestDevice): void {
  const at: u32 =
    sizeOf<ManifestHeader>() +
    wordAt(manifest, offsetOf<ManifestHeader>("taskCount")) * sizeOf<ManifestTask>() +
    wordAt(manifest, offsetOf<ManifestHeader>("regionCount")) * sizeOf<ManifestRegion>() +
    index * sizeOf<ManifestDevice>();
  device.task = wordAt(manifest, at + offsetOf<ManifestDevice>("task"));
  device.kind = wordAt(manifest, at + offsetOf<ManifestDevice>("kind"));
  device.first = wordAt(manifest, at + offsetOf<ManifestDevice>("first"));
  device.count = wordAt(manifest, at + offsetOf<ManifestDevice>("count"));
}

/** The right that lets a task use the device. */
export function rightOfDevice(device: ManifestDevice): Right {
  if (device.kind === DeviceKind.PORTS) {
    return Right.IO_PORT;
  }
  return device.kind === DeviceKind.INTERRUPT ? Right.INTERRUPT : Right.DEVICE;
}

/** The tasks that the manifest lets a task call, as bits. */
export function manifestPeers(manifest: Span<u8>, task: u32): u32 {
  const at: u32 = sizeOf<ManifestHeader>() + task * sizeOf<ManifestTask>();
  return wordAt(manifest, at + offsetOf<ManifestTask>("peers"));
}

function countsFit(manifest: Span<u8>): bool {
  return (
    wordAt(manifest, offsetOf<ManifestHeader>("taskCount")) <= MANIFEST_TASKS_MAX &&
    wordAt(manifest, offsetOf<ManifestHeader>("regionCount")) <= MANIFEST_REGIONS_MAX &&
    wordAt(manifest, offsetOf<ManifestHeader>("deviceCount")) <= MANIFEST_DEVICES_MAX &&
    wordAt(manifest, offsetOf<ManifestHeader>("labelCount")) <= MANIFEST_LABELS_MAX &&
    wordAt(manifest, offsetOf<ManifestHeader>("ruleCount")) <= MANIFEST_RULES_MAX
  );
}

function checkHeader(manifest: Span<u8>): PolicyError {
  if (manifest.length < sizeOf<ManifestHeader>()) {
    return PolicyError.TOO_SHORT;
  }
  if (wordAt(manifest, offsetOf<ManifestHeader>("magic")) !== MANIFEST_MAGIC) {
    return PolicyError.BAD_MAGIC;
  }
  if (wordAt(manifest, offsetOf<ManifestHeader>("version")) !== MANIFEST_VERSION) {
    return PolicyError.BAD_VERSION;
  }
  if (!countsFit(manifest)) {
    return PolicyError.BAD_COUNTS;
  }
  const rules: u32 = wordAt(manifest, offsetOf<ManifestHeader>("ruleCount"));
  const wanted: u32 = rulesStart(manifest) + rules * sizeOf<ManifestRule>();
  if (wordAt(manifest, offsetOf<ManifestHeader>("bytes")) !== wanted) {
    return PolicyError.BAD_COUNTS;
  }
  return manifest.length < wanted ? PolicyError.TOO_SHORT : PolicyError.NONE;
}

/** Whether a subject code names something that the manifest describes. */
export function subjectExists(described: Described, subject: u32): bool {
  if (subject === MANIFEST_NONE) {
    return true;
  }
  if ((subject & MANIFEST_SUBJECT_LABEL) !== 0) {
    return subject - MANIFEST_SUBJECT_LABEL < described.labelCount;
  }
  return subject < described.taskCount;
}

/** The object as rules and questions about the right have it: use of memory has none. */
export function objectOf(right: u32, object: u32): u32 {
  return right === Right.MEMORY ? MANIFEST_NONE : object;
}

/** Whether a rule speaks of what is described. */
function isSound(described: Described, rule: ManifestRule): bool {
  return (
    rightExists(rule.right) &&
    subjectExists(described, rule.subject) &&
    rule.object === objectOf(rule.right, rule.object) &&
    rule.allow <= 1
  );
}

function readLabels(manifest: Span<u8>, described: Described): PolicyError {
  for (let task: u32 = 0; task < described.taskCount; task++) {
    const at: u32 = sizeOf<ManifestHeader>() + task * sizeOf<ManifestTask>();
    const label: u32 = wordAt(manifest, at + offsetOf<ManifestTask>("label"));
    if (label !== MANIFEST_NONE && label >= described.labelCount) {
      return PolicyError.BAD_LABEL;
    }
    described.labels[task] = label === MANIFEST_NONE ? MANIFEST_NONE : MANIFEST_SUBJECT_LABEL | label;
  }
  return PolicyError.NONE;
}

/**
 * Checks the manifest, and `rules`, which lie at its `rulesStart`.
 * Anything but NONE: nothing in it may be used.
 */
export function readManifest(manifest: Span<u8>, rules: ManifestRules, described: Described): PolicyError {
  const error: PolicyError = checkHeader(manifest);
  if (error !== PolicyError.NONE) {
    return error;
  }
  described.taskCount = wordAt(manifest, offsetOf<ManifestHeader>("taskCount"));
  described.labelCount = wordAt(manifest, offsetOf<ManifestHeader>("labelCount"));
  described.ruleCount = wordAt(manifest, offsetOf<ManifestHeader>("ruleCount"));
  described.permissive = wordAt(manifest, offsetOf<ManifestHeader>("permissive")) === 1;
  for (let i: u32 = 0; i < described.ruleCount; i++) {
    if (!isSound(described, rules.rules[i])) {
      return PolicyError.BAD_RULE;
    }
  }
  return readLabels(manifest, described);
}

/** One clear phrase for each error. */
export function policyErrorText(error: PolicyError): string {
  switch (error) {
    case PolicyError.NONE:
      return "no error";
    case PolicyError.TOO_SHORT:
      return "the manifest ends too early";
    case PolicyError.BAD_MAGIC:
      return "this is no manifest";
    case PolicyError.BAD_VERSION:
      return "the manifest is of another version";
    case PolicyError.BAD_COUNTS:
      return "the manifest's counts contradict its size";
    case PolicyError.BAD_RULE:
      return "a rule speaks of a task, label or right that does not exist";
    case PolicyError.BAD_LABEL:
      return "a task carries a label that does not exist";
    case PolicyError.BAD_RUNTIME:
      return "the rules of run time are not whole";
    default:
      return "unknown error";
  }
}
