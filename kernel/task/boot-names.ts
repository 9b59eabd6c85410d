/**
 * The names of the tasks that the boot started, for epitaphs: by slot.
 */
import { type MANIFEST_NAME_BYTES, MANIFEST_TASKS_MAX } from "../../lib/abi/manifest.ts";

class BootName {
  identity: u32 = 0;
  name: FixedArray<u8, typeof MANIFEST_NAME_BYTES> = zeroed();
}

const names: FixedArray<BootName, typeof MANIFEST_TASKS_MAX> = zeroed();
let count: u32 = 0;

/** Remembers the name of a task. */
export function nameTask(identity: u32, name: FixedArray<u8, typeof MANIFEST_NAME_BYTES>): void {
  if (count < MANIFEST_TASKS_MAX) {
    const entry = names[count];
    entry.identity = identity;
    copy(entry.name, name);
    count++;
  }
}

/** The name of a task; empty for one that the boot did not start. */
export function taskName(identity: u32): Span<u8> {
  for (let i: u32 = 0; i < count; i++) {
    if (names[i].identity === identity) {
      return spanOf(names[i].name);
    }
  }
  const nothing: Span<u8> = zeroed();
  return nothing;
}
