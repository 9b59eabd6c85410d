/**
 * ADDRESS_SPACE_SET: changes marks; see kernel/memory/change-range.ts, source-range.ts, device-range.ts.
 */
import {
  ATTRIBUTE_MASK,
  ATTRIBUTE_SOURCE,
  ATTRIBUTE_SOURCE_DEVICE,
  ATTRIBUTE_SOURCE_GRANT,
  ATTRIBUTE_SOURCE_NONE,
} from "../../lib/abi/attributes.ts";
import { PAGE_OFFSET_MASK, PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { framesEnd } from "../arch/processor.ts";
import { holdsFrames } from "../memory/holdings.ts";
import { OperationKind, stateOperation } from "../memory/operation.ts";
import { findSpace, type Space } from "../memory/space.ts";
import { checkRange, checkSetAttributes } from "../memory/user-range.ts";
import type { Task } from "../task/task.ts";
import { operationOf, startOperation } from "../task/task-operation.ts";
import { checkManager } from "./managed-space.ts";

const PHYSICAL_HIGH_SHIFT: u32 = 20;
/** Bits of an address above 4 GiB that a frame number has room for. */
const PHYSICAL_HIGH_BITS: u32 = 12;

export function addressSpaceSet(self: Task, head: u32): Status {
  const space = findSpace(head);
  let status: Status = checkManager(self, space);
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
  switch (attributes & ATTRIBUTE_SOURCE) {
    case ATTRIBUTE_SOURCE_NONE:
      return setAlone(self, space!, address, pages, attributes);
    case ATTRIBUTE_SOURCE_DEVICE:
      return setToDevice(self, space!, address, pages, attributes);
    default:
      return setFromRange(self, space!, address, pages, attributes);
  }
}

function setAlone(self: Task, space: Space, address: u32, pages: u32, attributes: u32): Status {
  const operation = operationOf(self);
  stateOperation(operation, OperationKind.CHANGE, space.identity, address, pages, attributes);
  return startOperation(self, operation);
}

/** Words 2 and 3 name another range, which must not overlap with the first. */
function setFromRange(self: Task, space: Space, address: u32, pages: u32, attributes: u32): Status {
  const sourceAddress: u32 = self.registers.edi;
  const source = findSpace(self.registers.ebp);
  let status: Status = checkManager(self, source);
  if (status !== Status.OK) {
    return status;
  }
  status = checkRange(sourceAddress, pages);
  if (status !== Status.OK) {
    return status;
  }
  const bytes: u32 = pages << PAGE_SHIFT;
  if (source === space && sourceAddress < address + bytes && address < sourceAddress + bytes) {
    return Status.BAD_ARGUMENT;
  }
  const granted: bool = (attributes & ATTRIBUTE_SOURCE) === ATTRIBUTE_SOURCE_GRANT;
  const operation = operationOf(self);
  stateOperation(
    operation,
    granted ? OperationKind.GRANT : OperationKind.SHARE,
    space.identity,
    address,
    pages,
    attributes,
  );
  operation.sourceSpace = source!.identity;
  operation.sourceAddress = sourceAddress;
  return startOperation(self, operation);
}

/** Words 2 and 3 are a physical address, page aligned, that a page entry can hold and the caller holds. */
function setToDevice(self: Task, space: Space, address: u32, pages: u32, attributes: u32): Status {
  const low: u32 = self.registers.edi;
  const high: u32 = self.registers.ebp;
  if ((low & PAGE_OFFSET_MASK) !== 0 || high >>> PHYSICAL_HIGH_BITS !== 0) {
    return Status.BAD_ADDRESS;
  }
  const frame: u32 = (low >>> PAGE_SHIFT) | (high << PHYSICAL_HIGH_SHIFT);
  if (frame >= framesEnd() || pages > framesEnd() - frame) {
    return Status.BAD_ADDRESS;
  }
  if (!holdsFrames(self.identity, frame, pages)) {
    return Status.DENIED;
  }
  const operation = operationOf(self);
  stateOperation(operation, OperationKind.DEVICE, space.identity, address, pages, attributes);
  operation.firstFrame = frame;
  return startOperation(self, operation);
}
