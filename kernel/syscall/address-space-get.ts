/**
 * ADDRESS_SPACE_GET: the mark of the page that holds an address.
 */
import { PAGE_OFFSET_MASK } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { type Mark, queryMark } from "../memory/query-range.ts";
import { findSpace } from "../memory/space.ts";
import { checkRange } from "../memory/user-range.ts";
import type { Task } from "../task/task.ts";
import { checkManager } from "./managed-space.ts";

const mark: Mark = zeroed();

export function addressSpaceGet(self: Task, head: u32): Status {
  const space = findSpace(head);
  const managed = checkManager(self, space);
  if (managed !== Status.OK) {
    return managed;
  }
  const address: u32 = self.registers.ebx & ~PAGE_OFFSET_MASK;
  const status = checkRange(address, 1);
  if (status !== Status.OK) {
    return status;
  }
  queryMark(space!, address, mark);
  self.registers.ebx = mark.attributes;
  self.registers.esi = mark.frame;
  self.registers.edi = mark.runPages;
  self.registers.ebp = mark.mappings;
  return Status.OK;
}
