/**
 * TASK_CONTROL READ_LOG: the kernel's console for the task that the description gives the screen. From the first call on it shows
 * what is logged; the kernel writes to that screen again only in panic.
 */
import { Status } from "../../lib/abi/status.ts";
import { endTextScreen } from "../arch/text-screen.ts";
import { firstKept, loggedAt } from "../debug/log-ring.ts";
import { holdsScreen } from "../memory/holdings.ts";
import { isDescribed, type Task, taskSlot } from "../task/task.ts";
import { isSelf } from "./is-self.ts";

export function readLog(self: Task, head: u32): Status {
  if (!isSelf(self, head) || !isDescribed(self) || !holdsScreen(taskSlot(self))) {
    return Status.DENIED;
  }
  endTextScreen();
  const place: u32 = firstKept(self.registers.esi);
  self.registers.ebx = place;
  self.registers.esi = wordAt(place);
  self.registers.edi = wordAt(place + 4);
  self.registers.ebp = wordAt(place + 8);
  return Status.OK;
}

function wordAt(place: u32): u32 {
  let word: u32 = 0;
  for (let i: u32 = 0; i < 4; i++) {
    word |= u32(loggedAt(place + i)) << ((i * 8) & 31);
  }
  return word;
}
