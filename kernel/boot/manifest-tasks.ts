/**
 * The manifest's tasks: read field by field, then checked one by one and against each other.
 */
import { TaskKind } from "../../lib/abi/information.ts";
import {
  MANIFEST_NAME_BYTES,
  MANIFEST_NONE,
  MANIFEST_TASK_FINAL,
  MANIFEST_TASK_POWER,
  MANIFEST_TASK_RESTART,
  MANIFEST_TASK_VM86,
  type ManifestHeader,
  type ManifestTask,
  PRIORITY_COUNT,
} from "../../lib/abi/manifest.ts";
import { wordAt } from "../../lib/core/little-endian.ts";
import type { Manifest } from "./manifest.ts";
import { ManifestError } from "./manifest-error.ts";

/** Reads and checks all tasks, but for their hashes, which stay where they are (hashPlace); the bytes are there. */
export function readTasks(image: Span<u8>, result: Manifest): ManifestError {
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

/** Where in the manifest the hash of a task's module is. */
export function hashPlace(taskNumber: u32): u32 {
  return sizeOf<ManifestHeader>() + taskNumber * sizeOf<ManifestTask>() + offsetOf<ManifestTask>("hash");
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
  task.label = wordAt(image, at + offsetOf<ManifestTask>("label"));
  task.faultDeadlineTicks = wordAt(image, at + offsetOf<ManifestTask>("faultDeadlineTicks"));
  task.quotaFrames = wordAt(image, at + offsetOf<ManifestTask>("quotaFrames"));
  task.quotaTables = wordAt(image, at + offsetOf<ManifestTask>("quotaTables"));
  task.quotaTasks = wordAt(image, at + offsetOf<ManifestTask>("quotaTasks"));
  task.quotaSpaces = wordAt(image, at + offsetOf<ManifestTask>("quotaSpaces"));
}

function checkTask(manifest: Manifest, index: u32): ManifestError {
  const task = manifest.tasks[index];
  if (!nameIsGood(spanOf(task.name))) {
    return ManifestError.BAD_NAME;
  }
  for (let i: u32 = 0; i < index; i++) {
    if (namesEqual(task, manifest.tasks[i])) {
      return ManifestError.DUPLICATE_NAME;
    }
  }
  if (task.kind > TaskKind.SUPERVISOR) {
    return ManifestError.BAD_KIND;
  }
  if (task.priority >= PRIORITY_COUNT) {
    return ManifestError.BAD_PRIORITY;
  }
  if (!tasksExist(manifest, task.peers)) {
    return ManifestError.BAD_PEERS;
  }
  if (!flagsAreGood(task)) {
    return ManifestError.BAD_FLAGS;
  }
  if (task.label !== MANIFEST_NONE && task.label >= manifest.labelCount) {
    return ManifestError.BAD_LABEL;
  }
  if (task.kind === TaskKind.FLAT && task.peers !== 0) {
    return ManifestError.FLAT_PEERS;
  }
  return checkManager(manifest, index);
}

/** A flat task is not started again when it fails: others may point to where its program lies. 16-bit code is for flat tasks. */
function flagsAreGood(task: ManifestTask): bool {
  const restarts: bool = (task.flags & MANIFEST_TASK_RESTART) !== 0;
  const final: bool = (task.flags & MANIFEST_TASK_FINAL) !== 0;
  const known: bool =
    (task.flags &
      ~(MANIFEST_TASK_FINAL | MANIFEST_TASK_RESTART | MANIFEST_TASK_POWER | MANIFEST_TASK_VM86)) ===
    0;
  const flat: bool = task.kind === TaskKind.FLAT;
  const isolatedVm86: bool = (task.flags & MANIFEST_TASK_VM86) !== 0 && !flat;
  return known && !isolatedVm86 && !(restarts && (final || flat));
}

/** Whether every task that a bit stands for exists. */
export function tasksExist(manifest: Manifest, bits: u32): bool {
  return manifest.taskCount >= 32 || bits >>> (manifest.taskCount & 31) === 0;
}

/** Printable without spaces, not empty, and nothing but zero bytes after it, one at least. */
export function nameIsGood(name: Span<u8>): bool {
  let length: u32 = 0;
  while (length < name.length && name[length] > 0x20 && name[length] < 0x7f) {
    length++;
  }
  if (length === 0 || length === name.length) {
    return false;
  }
  for (let i = length; i < name.length; i++) {
    if (name[i] !== 0) {
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
  for (let i: u32 = 0; i < manifest.taskCount; i++) {
    if (manifest.tasks[i].kind === TaskKind.FLAT && isPeerOfAny(manifest, i)) {
      return ManifestError.FLAT_PEERS;
    }
  }
  const acls: u32 = countKind(manifest, TaskKind.ACL);
  if (acls === 0) {
    return ManifestError.NO_ACL;
  }
  if (acls > 1) {
    return ManifestError.TWO_ACL;
  }
  if (countKind(manifest, TaskKind.IPC_CACHE) > 1) {
    return ManifestError.TWO_IPC_CACHE;
  }
  return countKind(manifest, TaskKind.SUPERVISOR) > 1 ? ManifestError.TWO_SUPERVISOR : ManifestError.NONE;
}

function countKind(manifest: Manifest, kind: TaskKind): u32 {
  let count: u32 = 0;
  for (let i: u32 = 0; i < manifest.taskCount; i++) {
    count += manifest.tasks[i].kind === kind ? 1 : 0;
  }
  return count;
}

function isPeerOfAny(manifest: Manifest, index: u32): bool {
  let peers: u32 = 0;
  for (let i: u32 = 0; i < manifest.taskCount; i++) {
    peers |= manifest.tasks[i].peers;
  }
  return ((peers >>> (index & 31)) & 1) !== 0;
}
