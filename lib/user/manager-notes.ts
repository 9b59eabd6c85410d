/** The pages of notes that the kernel provides for the managers of tasks, in the manager's own space. */
import { MANAGER_NOTES_START, NOTES_BYTES } from "../abi/memory-map.ts";
import type { ManagerNotes } from "../proto/manager-notes.ts";

/** The notes on the task of this number. They are there only for its manager: others fault when they touch them. */
export function managerNotes(taskNumber: u32): ManagerNotes {
  return referenceAt<ManagerNotes>(MANAGER_NOTES_START + taskNumber * NOTES_BYTES);
}
