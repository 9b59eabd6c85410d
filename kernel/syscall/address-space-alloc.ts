/**
 * ADDRESS_SPACE_ALLOC: marks a free range; with space 0 makes a new space, managed by the caller.
 */
import { ATTRIBUTE_MASK } from "../../lib/abi/attributes.ts";
import { IDENTITY_NOBODY, IDENTITY_NUMBER_MASK } from "../../lib/abi/identity.ts";
import { Status } from "../../lib/abi/status.ts";
import { OperationKind, stateOperation } from "../memory/operation.ts";
import { createSpace, findSpace } from "../memory/space.ts";
import { checkAllocAttributes, checkRange } from "../memory/user-range.ts";
import { accountOf, type Task } from "../task/task.ts";
import { operationOf, startOperation } from "../task/task-operation.ts";
import { checkManager } from "./managed-space.ts";

export function addressSpaceAlloc(self: Task, head: u32): Status {
  if ((head & ~IDENTITY_NUMBER_MASK) === IDENTITY_NOBODY) {
    return makeSpace(self);
  }
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
  status = checkAllocAttributes(attributes);
  if (status !== Status.OK) {
    return status;
  }
  const operation = operationOf(self);
  stateOperation(operation, OperationKind.MARK, head & ~IDENTITY_NUMBER_MASK, address, pages, attributes);
  return startOperation(self, operation);
}

function makeSpace(self: Task): Status {
  const space = createSpace(self.identity, accountOf(self));
  if (space === null) {
    return Status.NO_MEMORY;
  }
  self.registers.ebx = space.identity;
  return Status.OK;
}
