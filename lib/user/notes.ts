/** Where a manager finds its notes on a client (docs/decisions/0020). */
import { MANAGER_NOTES_START, NOTES_BYTES } from "../abi/memory-map.ts";
import type { ManagerNotes } from "../proto/manager-notes.ts";

/** The notes on task number `task`; there only while the caller manages that task's space. */
export function notesOn(task: u32): ManagerNotes {
  return referenceAt<ManagerNotes>(MANAGER_NOTES_START + task * NOTES_BYTES);
}
