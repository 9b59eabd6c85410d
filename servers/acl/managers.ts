/**
 * Who manages whom, by task numbers, from the information page: read again only when the page has changed.
 */

import { IDENTITY_NOBODY } from "../../lib/abi/identity.ts";
import { TaskKind } from "../../lib/abi/information.ts";
import { MANIFEST_NONE, type MANIFEST_TASKS_MAX } from "../../lib/abi/manifest.ts";
import { systemInformation, taskCount, taskEntry } from "../../lib/user/information.ts";
import { selfIdentity } from "../../lib/user/self.ts";

/** Version of the information page that all this was read from; odd: never. */
let loadedVersion: u32 = 1;
/** Bit n: task number n is a VMM server. */
let vmmTasks: u32 = 0;
/** Bit n: its memory is managed by this server itself, which has taken it from a silent manager. */
let seizedTasks: u32 = 0;
/** Of each task number the bit of the VMM server that manages it, or 0. */
const managerBit: FixedArray<u32, typeof MANIFEST_TASKS_MAX> = zeroed();

function load(): void {
  const version: u32 = systemInformation().version;
  if (version === loadedVersion) {
    return;
  }
  loadedVersion = version;
  vmmTasks = 0;
  seizedTasks = 0;
  const self: u32 = selfIdentity();
  const count: u32 = taskCount();
  for (let task: u32 = 0; task < count; task++) {
    if (taskEntry(task).kind === TaskKind.VMM) {
      vmmTasks |= 1 << (task & 31);
    }
    seizedTasks |= taskEntry(task).manager === self ? 1 << (task & 31) : 0;
    managerBit[task] = bitOfManager(taskEntry(task).manager);
  }
}

function bitOfManager(manager: u32): u32 {
  const count: u32 = taskCount();
  for (let task: u32 = 0; task < count && manager !== IDENTITY_NOBODY; task++) {
    if (taskEntry(task).identity === manager && taskEntry(task).kind === TaskKind.VMM) {
      return 1 << (task & 31);
    }
  }
  return 0;
}

/** Bits of all VMM servers. */
export function allManagers(): u32 {
  load();
  return vmmTasks;
}

/** Bits of the tasks that this server has taken from their managers. */
export function tasksTaken(): u32 {
  load();
  return seizedTasks;
}

/** The bit of the VMM server that manages a task number; of MANIFEST_NONE the bits of all that manage somebody. */
export function managersOf(task: u32): u32 {
  load();
  if (task !== MANIFEST_NONE) {
    return task < taskCount() ? managerBit[task] : 0;
  }
  let bits: u32 = 0;
  for (const bit of managerBit) {
    bits |= bit;
  }
  return bits;
}
