/**
 * ADDRESS_SPACE_SET: changes marks; see kernel/memory/change-range.ts.
 */
import { ATTRIBUTE_MASK, ATTRIBUTE_SOURCE, ATTRIBUTE_SOURCE_NONE } from "../../lib/abi/attributes.ts";
import { Status } from "../../lib/abi/status.ts";
import { changeFromSource, changeRange } from "../memory/change-range.ts";
import { checkRange, checkSetAttributes } from "../memory/user-range.ts";
import type { Task } from "../task/task.ts";
import { checkManaged, managedSpace } from "./managed-space.ts";

export function addressSpaceSet(self: Task, head: u32): Status {
  let status: Status = checkManaged(self, head);
  if (status !== Status.OK) {
    return status;
  }
  const attributes: u32 = self.registers.ebx & ATTRIBUTE_MASK;
  const address: u32 = self.registers.ebx & ~ATTRIBUTE_MASK;
  const pages: u32 = self.registers.esi;
  status = checkRange(address, pages);
  if (status !== Status.OK) {
    return status;
  }
  status = checkSetAttributes(attributes);
  if (status !== Status.OK) {
    return status;
  }
  if ((attributes & ATTRIBUTE_SOURCE) === ATTRIBUTE_SOURCE_NONE) {
    return changeRange(managedSpace(head), address, pages, attributes);
  }
  return setFromSource(self, head, address, pages, attributes);
}

function setFromSource(self: Task, head: u32, address: u32, pages: u32, attributes: u32): Status {
  const sourceAddress: u32 = self.registers.edi;
  const sourceSpace: u32 = self.registers.ebp;
  let status: Status = checkManaged(self, sourceSpace);
  if (status !== Status.OK) {
    return status;
  }
  status = checkRange(sourceAddress, pages);
  if (status !== Status.OK) {
    return status;
  }
  const source = managedSpace(sourceSpace);
  return changeFromSource(managedSpace(head), address, pages, attributes, source, sourceAddress);
}
