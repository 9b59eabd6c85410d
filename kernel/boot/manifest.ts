/**
 * Reads the manifest (lib/abi/manifest.ts) as hostile bytes.
 *
 * A manifest that parses has consistent sizes, tasks whose every field means something, exactly one
 * ACL task, and rules about tasks that exist. The rules themselves are not copied: the ACL server
 * reads them from the same bytes.
 */
import { TaskKind } from "../../lib/abi/information.ts";
import {
  MANIFEST_DEVICES_MAX,
  MANIFEST_MAGIC,
  MANIFEST_NAME_BYTES,
  MANIFEST_NONE,
  MANIFEST_RULES_MAX,
  MANIFEST_TASK_FINAL,
  MANIFEST_TASKS_MAX,
  MANIFEST_VERSION,
  type ManifestDevice,
  type ManifestHeader,
  type ManifestRule,
  type ManifestTask,
  PRIORITY_COUNT,
  Right,
} from "../../lib/abi/manifest.ts";
import { wordAt } from "../../lib/core/little-endian.ts";
import { rangeFits } from "./bytes.ts";

/** Why a manifest is refused. */
export enum ManifestError {
  NONE = 0,
  TOO_SHORT = 1,
  BAD_MAGIC = 2,
  BAD_VERSION = 3,
  BAD_COUNT = 4,
  BAD_SIZE = 5,
  BAD_NAME = 6,
  DUPLICATE_NAME = 7,
  BAD_KIND = 8,
  BAD_PRIORITY = 9,
  BAD_MANAGER = 10,
  MANAGER_CYCLE = 11,
  PROTECTED_MANAGED = 12,
  BAD_PEERS = 13,
  BAD_FLAGS = 14,
  NO_ACL = 15,
  TWO_ACL = 16,
  TWO_IPC_CACHE = 17,
  BAD_RULE = 18,
  BAD_DEVICE = 19,
  FLAT_PEERS = 20,
  FLAT_MANAGED = 21,
}

export class Manifest {
  taskCount: u32 = 0;
  tasks: FixedArray<ManifestTask, typeof MANIFEST_TASKS_MAX> = zeroed();
  ruleCount: u32 = 0;
  deviceCount: u32 = 0;
  devices: FixedArray<ManifestDevice, typeof MANIFEST_DEVICES_MAX> = zeroed();
  /** Size of the manifest, at most that of the module that holds it. */
  bytes: u32 = 0;
}

/** One line: why the manifest is refused. */
export function manifestErrorText(error: ManifestError): string {
  switch (error) {
    case ManifestError.NONE:
      return "no error";
    case ManifestError.TOO_SHORT:
      return "it is cut short";
    case ManifestError.BAD_MAGIC:
      return "the first module is not a manifest: check the order of the modules";
    case ManifestError.BAD_VERSION:
      return "it was built for another version of the kernel: build the image again";
    case ManifestError.BAD_COUNT:
      return "it names no tasks, or more tasks or rules than there can be";
    case ManifestError.BAD_SIZE:
      return "its size does not fit its number of tasks and rules";
    case ManifestError.BAD_NAME:
      return "a task's name is empty, not ended, or not printable";
    case ManifestError.DUPLICATE_NAME:
      return "two tasks have the same name";
    case ManifestError.BAD_KIND:
      return "a task has a kind that does not exist";
    case ManifestError.BAD_PRIORITY:
      return "a task has a priority that does not exist";
    case ManifestError.BAD_MANAGER:
      return "a task's manager is itself, does not exist, or is neither a VMM nor a server";
    case ManifestError.MANAGER_CYCLE:
      return "tasks manage each other's memory in a circle";
    case ManifestError.PROTECTED_MANAGED:
      return "the ACL server or the IPC cache server has a manager: nobody may take their memory";
    case ManifestError.BAD_PEERS:
      return "a task may call a task that does not exist";
    case ManifestError.BAD_FLAGS:
      return "a task has a flag that does not exist";
    case ManifestError.NO_ACL:
      return "it has no ACL server";
    case ManifestError.TWO_ACL:
      return "it has more than one ACL server";
    case ManifestError.TWO_IPC_CACHE:
      return "it has more than one IPC cache server";
    case ManifestError.BAD_RULE:
      return "a rule is about a task or a right that does not exist";
    case ManifestError.BAD_DEVICE:
      return "a device range is empty, wraps, or is for a task that does not exist";
    case ManifestError.FLAT_PEERS:
      return "a flat task has peers or is one: flat tasks neither send nor receive messages";
    case ManifestError.FLAT_MANAGED:
      return "a flat task has a manager: its memory is the shared part of the map";
  }
}

/**
 * Reads the manifest at the start of `image`; bytes after it are ignored.
 * Errors: any ManifestError; then `result` holds no tasks.
 */
export function parseManifest(image: Span<u8>, result: Manifest): ManifestError {
  result.taskCount = 0;
  result.ruleCount = 0;
  result.deviceCount = 0;
  result.bytes = 0;
  let error = readHeader(image, result);
  if (error === ManifestError.NONE) {
    error = readTasks(image, result);
  }
  if (error === ManifestError.NONE) {
    error = checkRules(image, result);
  }
  if (error === ManifestError.NONE) {
    error = readDevices(image, result);
  }
  if (error !== ManifestError.NONE) {
    result.taskCount = 0;
    result.ruleCount = 0;
    result.deviceCount = 0;
    result.bytes = 0;
  }
  return error;
}

function readHeader(image: Span<u8>, result: Manifest): ManifestError {
  if (!rangeFits(image, 0, sizeOf<ManifestHeader>())) {
    return ManifestError.TOO_SHORT;
  }
  if (wordAt(image, offsetOf<ManifestHeader>("magic")) !== MANIFEST_MAGIC) {
    return ManifestError.BAD_MAGIC;
  }
  if (wordAt(image, offsetOf<ManifestHeader>("version")) !== MANIFEST_VERSION) {
    return ManifestError.BAD_VERSION;
  }
  const tasks = wordAt(image, offsetOf<ManifestHeader>("taskCount"));
  const rules = wordAt(image, offsetOf<ManifestHeader>("ruleCount"));
  const devices = wordAt(image, offsetOf<ManifestHeader>("deviceCount"));
  if (
    tasks === 0 ||
    tasks > MANIFEST_TASKS_MAX ||
    rules > MANIFEST_RULES_MAX ||
    devices > MANIFEST_DEVICES_MAX
  ) {
    return ManifestError.BAD_COUNT;
  }
  const fixed = sizeOf<ManifestHeader>() + tasks * sizeOf<ManifestTask>() + rules * sizeOf<ManifestRule>();
  const bytes = fixed + devices * sizeOf<ManifestDevice>();
  if (wordAt(image, offsetOf<ManifestHeader>("bytes")) !== bytes) {
    return ManifestError.BAD_SIZE;
  }
  if (!rangeFits(image, 0, bytes)) {
    return ManifestError.TOO_SHORT;
  }
  result.taskCount = tasks;
  result.ruleCount = rules;
  result.deviceCount = devices;
  result.bytes = bytes;
  return ManifestError.NONE;
}

function readTasks(image: Span<u8>, result: Manifest): ManifestError {
  for (let i: u32 = 0; i < result.taskCount; i++) {
    readTask(image, sizeOf<ManifestHeader>() + i * sizeOf<ManifestTask>(), result.tasks[i]);
  }
  for (let i: u32 = 0; i < result.taskCount; i++) {
    const error = checkTask(result, i);
    if (error !== ManifestError.NONE) {
      return error;
    }
  }
  return checkKinds(result);
}

function readTask(image: Span<u8>, at: u32, task: ManifestTask): void {
  for (let i: u32 = 0; i < MANIFEST_NAME_BYTES; i++) {
    task.name[i] = image[at + offsetOf<ManifestTask>("name") + i];
  }
  task.kind = wordAt(image, at + offsetOf<ManifestTask>("kind"));
  task.priority = wordAt(image, at + offsetOf<ManifestTask>("priority"));
  task.manager = wordAt(image, at + offsetOf<ManifestTask>("manager"));
  task.peers = wordAt(image, at + offsetOf<ManifestTask>("peers"));
  task.flags = wordAt(image, at + offsetOf<ManifestTask>("flags"));
}

function checkTask(manifest: Manifest, index: u32): ManifestError {
  const task = manifest.tasks[index];
  if (!nameIsGood(task)) {
    return ManifestError.BAD_NAME;
  }
  for (let i: u32 = 0; i < index; i++) {
    if (namesEqual(task, manifest.tasks[i])) {
      return ManifestError.DUPLICATE_NAME;
    }
  }
  if (task.kind > TaskKind.FLAT) {
    return ManifestError.BAD_KIND;
  }
  if (task.priority >= PRIORITY_COUNT) {
    return ManifestError.BAD_PRIORITY;
  }
  if (manifest.taskCount < 32 && task.peers >>> (manifest.taskCount & 31) !== 0) {
    return ManifestError.BAD_PEERS;
  }
  if ((task.flags & ~MANIFEST_TASK_FINAL) !== 0) {
    return ManifestError.BAD_FLAGS;
  }
  if (task.kind === TaskKind.FLAT && task.peers !== 0) {
    return ManifestError.FLAT_PEERS;
  }
  return checkManager(manifest, index);
}

/** Printable without spaces, not empty, and nothing but zero bytes after it, one at least. */
function nameIsGood(task: ManifestTask): bool {
  let length: u32 = 0;
  while (length < MANIFEST_NAME_BYTES && task.name[length] > 0x20 && task.name[length] < 0x7f) {
    length++;
  }
  if (length === 0 || length === MANIFEST_NAME_BYTES) {
    return false;
  }
  for (let i = length; i < MANIFEST_NAME_BYTES; i++) {
    if (task.name[i] !== 0) {
      return false;
    }
  }
  return true;
}

function namesEqual(left: ManifestTask, right: ManifestTask): bool {
  for (let i: u32 = 0; i < MANIFEST_NAME_BYTES; i++) {
    if (left.name[i] !== right.name[i]) {
      return false;
    }
  }
  return true;
}

/** Follows the managers up: each can manage, and the way ends. */
function checkManager(manifest: Manifest, index: u32): ManifestError {
  const task = manifest.tasks[index];
  if (task.manager === MANIFEST_NONE) {
    return ManifestError.NONE;
  }
  if (task.manager >= manifest.taskCount || task.manager === index) {
    return ManifestError.BAD_MANAGER;
  }
  if (task.kind === TaskKind.ACL || task.kind === TaskKind.IPC_CACHE) {
    return ManifestError.PROTECTED_MANAGED;
  }
  if (task.kind === TaskKind.FLAT) {
    return ManifestError.FLAT_MANAGED;
  }
  const kind = manifest.tasks[task.manager].kind;
  if (kind !== TaskKind.VMM && kind !== TaskKind.SERVER) {
    return ManifestError.BAD_MANAGER;
  }
  let above = task.manager;
  for (let steps: u32 = 0; steps < manifest.taskCount; steps++) {
    above = manifest.tasks[above].manager;
    if (above >= manifest.taskCount) {
      return ManifestError.NONE;
    }
  }
  return ManifestError.MANAGER_CYCLE;
}

function checkKinds(manifest: Manifest): ManifestError {
  let acls: u32 = 0;
  let caches: u32 = 0;
  for (let i: u32 = 0; i < manifest.taskCount; i++) {
    if (manifest.tasks[i].kind === TaskKind.FLAT && isPeerOfAny(manifest, i)) {
      return ManifestError.FLAT_PEERS;
    }
    if (manifest.tasks[i].kind === TaskKind.ACL) {
      acls++;
    } else if (manifest.tasks[i].kind === TaskKind.IPC_CACHE) {
      caches++;
    }
  }
  if (acls === 0) {
    return ManifestError.NO_ACL;
  }
  if (acls > 1) {
    return ManifestError.TWO_ACL;
  }
  return caches > 1 ? ManifestError.TWO_IPC_CACHE : ManifestError.NONE;
}

function isPeerOfAny(manifest: Manifest, index: u32): bool {
  let peers: u32 = 0;
  for (let i: u32 = 0; i < manifest.taskCount; i++) {
    peers |= manifest.tasks[i].peers;
  }
  return ((peers >>> (index & 31)) & 1) !== 0;
}

function checkRules(image: Span<u8>, manifest: Manifest): ManifestError {
  const start = sizeOf<ManifestHeader>() + manifest.taskCount * sizeOf<ManifestTask>();
  for (let i: u32 = 0; i < manifest.ruleCount; i++) {
    const at = start + i * sizeOf<ManifestRule>();
    const subject = wordAt(image, at + offsetOf<ManifestRule>("subject"));
    if (subject >= manifest.taskCount && subject !== MANIFEST_NONE) {
      return ManifestError.BAD_RULE;
    }
    if (wordAt(image, at + offsetOf<ManifestRule>("right")) !== Right.MEMORY) {
      return ManifestError.BAD_RULE;
    }
    if (wordAt(image, at + offsetOf<ManifestRule>("allow")) > 1) {
      return ManifestError.BAD_RULE;
    }
  }
  return ManifestError.NONE;
}

function readDevices(image: Span<u8>, manifest: Manifest): ManifestError {
  const tasks = sizeOf<ManifestHeader>() + manifest.taskCount * sizeOf<ManifestTask>();
  const start = tasks + manifest.ruleCount * sizeOf<ManifestRule>();
  for (let i: u32 = 0; i < manifest.deviceCount; i++) {
    const at = start + i * sizeOf<ManifestDevice>();
    const device = manifest.devices[i];
    device.task = wordAt(image, at + offsetOf<ManifestDevice>("task"));
    device.firstFrame = wordAt(image, at + offsetOf<ManifestDevice>("firstFrame"));
    device.frames = wordAt(image, at + offsetOf<ManifestDevice>("frames"));
    const wraps: bool = device.frames > 0xffff_ffff - device.firstFrame;
    if (device.task >= manifest.taskCount || device.frames === 0 || wraps) {
      return ManifestError.BAD_DEVICE;
    }
  }
  return ManifestError.NONE;
}
