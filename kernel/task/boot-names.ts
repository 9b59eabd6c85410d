/**
 * The names of the described tasks, for epitaphs.
 */
import { describedCount, descriptionOf } from "./described.ts";
import { BOOT_SLOTS, findTask, taskSlot } from "./task.ts";

/** The name of a running task; empty for one that nobody described. */
export function taskName(identity: u32): Span<u8> {
  const task = findTask(identity);
  const slot: u32 = task === null ? BOOT_SLOTS : taskSlot(task);
  if (slot < describedCount()) {
    return spanOf(descriptionOf(slot).name);
  }
  const nothing: Span<u8> = zeroed();
  return nothing;
}
