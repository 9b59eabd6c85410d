/**
 * The four calls of kernel/syscall as functions: the kernel's own operations on the host, run to their end. Arguments
 * are what the calls have checked (user-range.ts).
 */

import { backOnePage, markOnePage, shareOnePage, unmarkOnePage } from "../../kernel/memory/one-page.ts";
import {
  OPERATION_GOES_ON,
  type Operation,
  OperationKind,
  stateOperation,
} from "../../kernel/memory/operation.ts";
import { runSlice } from "../../kernel/memory/run-operation.ts";
import type { Space } from "../../kernel/memory/space.ts";
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_READ,
  ATTRIBUTE_RIGHTS,
  ATTRIBUTE_SOURCE,
  ATTRIBUTE_SOURCE_GRANT,
  ATTRIBUTE_SOURCE_SHARE,
} from "../../lib/abi/attributes.ts";
import { Status } from "../../lib/abi/status.ts";

const operation: Operation = zeroed();

function run(): Status {
  let answer: u32 = runSlice(operation);
  while (answer === OPERATION_GOES_ON) {
    answer = runSlice(operation);
  }
  return answer as Status;
}

/** What kernel/syscall/one-page.ts leaves to the slow way. */
function isReadable(attributes: u32): bool {
  return (attributes & ATTRIBUTE_READ) !== 0;
}

/** ADDRESS_SPACE_ALLOC */
export function callAlloc(space: Space, address: u32, pages: u32, attributes: u32): Status {
  if (pages === 1 && isReadable(attributes) && markOnePage(space, address, attributes)) {
    return Status.OK;
  }
  stateOperation(operation, OperationKind.MARK, space.identity, address, pages, attributes);
  return run();
}

/** ADDRESS_SPACE_RELEASE */
export function callRelease(space: Space, address: u32, pages: u32): Status {
  if (pages === 1 && unmarkOnePage(space, address)) {
    return Status.OK;
  }
  stateOperation(operation, OperationKind.UNMARK, space.identity, address, pages, 0);
  return run();
}

/** ADDRESS_SPACE_SET without a source */
export function callSet(space: Space, address: u32, pages: u32, attributes: u32): Status {
  const backs: bool = (attributes & ~ATTRIBUTE_RIGHTS) === ATTRIBUTE_BACKED;
  if (pages === 1 && backs && isReadable(attributes) && backOnePage(space, address, attributes)) {
    return Status.OK;
  }
  stateOperation(operation, OperationKind.CHANGE, space.identity, address, pages, attributes);
  return run();
}

/** ADDRESS_SPACE_SET from another range, which must not overlap */
export function callSource(
  space: Space,
  address: u32,
  pages: u32,
  attributes: u32,
  source: Space,
  from: u32,
): Status {
  const shares: bool = (attributes & ATTRIBUTE_SOURCE) === ATTRIBUTE_SOURCE_SHARE;
  if (
    pages === 1 &&
    shares &&
    isReadable(attributes) &&
    shareOnePage(space, address, source, from, attributes)
  ) {
    return Status.OK;
  }
  const grants: bool = (attributes & ATTRIBUTE_SOURCE) === ATTRIBUTE_SOURCE_GRANT;
  const kind: OperationKind = grants ? OperationKind.GRANT : OperationKind.SHARE;
  stateOperation(operation, kind, space.identity, address, pages, attributes);
  operation.sourceSpace = source.identity;
  operation.sourceAddress = from;
  return run();
}

/** ADDRESS_SPACE_SET to a device's frames */
export function callDevice(space: Space, address: u32, pages: u32, attributes: u32, frame: u32): Status {
  stateOperation(operation, OperationKind.DEVICE, space.identity, address, pages, attributes);
  operation.firstFrame = frame;
  return run();
}
