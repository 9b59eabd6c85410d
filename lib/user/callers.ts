/**
 * Who of the described tasks is asking? A directory of identities in constant time, and the rule who
 * may ask for decisions about whom.
 */
import { TaskKind } from "../abi/information.ts";
import { findIdentity, type IdentityMap, SLOT_NONE, setIdentity } from "../core/identity-map.ts";
import { systemInformation, taskCount, taskEntry } from "./information.ts";

/** Version of the information page that the directory was filled from; odd: never. */
let loadedVersion: u32 = 1;

/** Fills the map, if tasks have come or gone since it was last filled. */
export function refreshDirectory(directory: IdentityMap): void {
  const version: u32 = systemInformation().version;
  if (version !== loadedVersion) {
    loadedVersion = version;
    loadDirectory(directory);
  }
}

/** Fills the map: slot n gets the identity of task number n of the system description. */
export function loadDirectory(directory: IdentityMap): void {
  const count: u32 = taskCount();
  for (let i: u32 = 0; i < count; i++) {
    setIdentity(directory, i, taskEntry(i).identity);
  }
}

/** True for the tasks that ask for decisions about others: IPC cache, VMM and other servers. */
function decidesForOthers(kind: TaskKind): bool {
  return kind === TaskKind.IPC_CACHE || kind === TaskKind.VMM || kind === TaskKind.SERVER;
}

/** Servers may ask about anybody, a program about itself, a task that nobody described about nobody. */
export function mayAskAbout(directory: IdentityMap, caller: u32, subject: u32): bool {
  const callerNumber: u32 = findIdentity(directory, caller);
  if (callerNumber === SLOT_NONE) {
    return false;
  }
  return caller === subject || decidesForOthers(taskEntry(callerNumber).kind);
}
