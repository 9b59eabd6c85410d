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
import { IDENTITY_NUMBER_MASK } from "../../lib/abi/identity.ts";
import { PAGE_OFFSET_MASK, PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { framesEnd } from "../arch/processor.ts";
import { holdsDeviceRange } from "../memory/device-ranges.ts";
import { type Operation, OperationKind, stateOperation } from "../memory/operation.ts";
import { findSpace } from "../memory/space.ts";
import { checkRange, checkSetAttributes } from "../memory/user-range.ts";
import type { Task } from "../task/task.ts";
import { operationOf, startOperation } from "../task/task-operation.ts";
import { checkManager } from "./managed-space.ts";

const PHYSICAL_HIGH_SHIFT: u32 = 20;

export function addressSpaceSet(self: Task, head: u32): Status {
  let status: Status = checkManager(self, findSpace(head));
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
  const operation = operationOf(self);
  stateOperation(operation, OperationKind.CHANGE, head & ~IDENTITY_NUMBER_MASK, address, pages, attributes);
  status = stateSource(self, operation, pages);
  return status === Status.OK ? startOperation(self, operation) : status;
}

function stateSource(self: Task, operation: Operation, pages: u32): Status {
  switch (operation.attributes & ATTRIBUTE_SOURCE) {
    case ATTRIBUTE_SOURCE_NONE:
      return Status.OK;
    case ATTRIBUTE_SOURCE_DEVICE:
      return stateDevice(self, operation, pages);
    case ATTRIBUTE_SOURCE_GRANT:
      return stateRange(self, operation, pages, OperationKind.GRANT);
    default:
      return stateRange(self, operation, pages, OperationKind.SHARE);
  }
}

/** Words 2 and 3 name another range, which must not overlap with the first. */
function stateRange(self: Task, operation: Operation, pages: u32, kind: OperationKind): Status {
  const sourceAddress: u32 = self.registers.edi;
  const sourceSpace: u32 = self.registers.ebp & ~IDENTITY_NUMBER_MASK;
  let status: Status = checkManager(self, findSpace(sourceSpace));
  if (status !== Status.OK) {
    return status;
  }
  status = checkRange(sourceAddress, pages);
  if (status !== Status.OK) {
    return status;
  }
  const bytes: u32 = pages << PAGE_SHIFT;
  if (
    sourceSpace === operation.space &&
    sourceAddress < operation.address + bytes &&
    operation.address < sourceAddress + bytes
  ) {
    return Status.BAD_ARGUMENT;
  }
  operation.kind = kind;
  operation.sourceSpace = sourceSpace;
  operation.sourceAddress = sourceAddress;
  return Status.OK;
}

/** Words 2 and 3 are a physical address, page aligned, that a page entry can hold and the caller holds. */
function stateDevice(self: Task, operation: Operation, pages: u32): Status {
  const low: u32 = self.registers.edi;
  const high: u32 = self.registers.ebp;
  if ((low & PAGE_OFFSET_MASK) !== 0 || high >>> (32 - PAGE_SHIFT) !== 0) {
    return Status.BAD_ADDRESS;
  }
  const frame: u32 = (low >>> PAGE_SHIFT) | (high << PHYSICAL_HIGH_SHIFT);
  if (frame >= framesEnd() || pages > framesEnd() - frame) {
    return Status.BAD_ADDRESS;
  }
  if (!holdsDeviceRange(self.identity, frame, pages)) {
    return Status.DENIED;
  }
  operation.kind = OperationKind.DEVICE;
  operation.firstFrame = frame;
  return Status.OK;
}
