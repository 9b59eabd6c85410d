/**
 * Reads the system information page: which tasks the boot started and who is who.
 * The kernel keeps it up to date. Numbers of tasks are those of the system description.
 */

import { IDENTITY_NOBODY } from "../abi/identity.ts";
import {
  INFORMATION_MAGIC,
  INFORMATION_TASKS_MAX,
  type Information,
  type InformationTask,
  TASK_NAME_BYTES,
} from "../abi/information.ts";
import { INFORMATION_VIEW } from "../abi/memory-map.ts";

/** A task number that names nobody. */
export const TASK_NUMBER_NONE: u32 = 0xffff_ffff;

/** The page itself. */
export function systemInformation(): Information {
  return referenceAt<Information>(INFORMATION_VIEW);
}

/** How many tasks the page lists; 0 when it is not what this program was built for. */
export function taskCount(): u32 {
  const information: Information = systemInformation();
  if (information.magic !== INFORMATION_MAGIC || information.taskCount > INFORMATION_TASKS_MAX) {
    return 0;
  }
  return information.taskCount;
}

/** The entry of a task number below `taskCount()`. */
export function taskEntry(taskNumber: u32): InformationTask {
  return systemInformation().tasks[taskNumber];
}

/** The number of the task with this identity, or TASK_NUMBER_NONE. */
export function taskNumberOf(identity: u32): u32 {
  const count: u32 = taskCount();
  for (let i: u32 = 0; i < count; i++) {
    if (identity !== IDENTITY_NOBODY && taskEntry(i).identity === identity) {
      return i;
    }
  }
  return TASK_NUMBER_NONE;
}

function nameIs(entry: InformationTask, name: string): bool {
  if (name.length > TASK_NAME_BYTES) {
    return false;
  }
  for (let i: u32 = 0; i < TASK_NAME_BYTES; i++) {
    const wanted: u8 = i < name.length ? name.charCodeAt(i) : 0;
    if (entry.name[i] !== wanted) {
      return false;
    }
  }
  return true;
}

/** The number of the task with this name, or TASK_NUMBER_NONE. */
export function taskNumberByName(name: string): u32 {
  const count: u32 = taskCount();
  for (let i: u32 = 0; i < count; i++) {
    if (nameIs(taskEntry(i), name)) {
      return i;
    }
  }
  return TASK_NUMBER_NONE;
}

/** The identity of the task with this name; IDENTITY_NOBODY when there is none or it was not started. */
export function findTask(name: string): u32 {
  const taskNumber: u32 = taskNumberByName(name);
  return taskNumber === TASK_NUMBER_NONE ? IDENTITY_NOBODY : taskEntry(taskNumber).identity;
}

/** The identity of the ACL server; IDENTITY_NOBODY when the system has none. */
export function aclIdentity(): u32 {
  return systemInformation().acl;
}

/** The identity of the IPC cache server; IDENTITY_NOBODY when the system has none. */
export function ipcCacheIdentity(): u32 {
  return systemInformation().ipcCache;
}

/** The manager of the space of the task `identity`; IDENTITY_NOBODY when nobody pages it. */
export function managerOf(identity: u32): u32 {
  const taskNumber: u32 = taskNumberOf(identity);
  return taskNumber === TASK_NUMBER_NONE ? IDENTITY_NOBODY : taskEntry(taskNumber).manager;
}
