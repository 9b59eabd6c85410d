/**
 * The four calls of kernel/syscall as functions: the kernel's own operations on the host, run to their end. Arguments
 * are what the calls have checked (user-range.ts).
 */

import { changeOne } from "../../kernel/memory/change-range.ts";
import { markOne } from "../../kernel/memory/mark-range.ts";
import {
  NOT_ONE_PAGE,
  type Operation,
  OperationKind,
  stateOperation,
} from "../../kernel/memory/operation.ts";
import { OPERATION_GOES_ON, runSlice } from "../../kernel/memory/run-operation.ts";
import { sourceOne } from "../../kernel/memory/source-range.ts";
import type { Space } from "../../kernel/memory/space.ts";
import { unmarkOne } from "../../kernel/memory/unmark-range.ts";
import { ATTRIBUTE_SOURCE, ATTRIBUTE_SOURCE_GRANT } from "../../lib/abi/attributes.ts";
import type { Status } from "../../lib/abi/status.ts";

const operation: Operation = zeroed();

function run(): Status {
  let answer: u32 = runSlice(operation);
  while (answer === OPERATION_GOES_ON) {
    answer = runSlice(operation);
  }
  return answer as Status;
}

/** ADDRESS_SPACE_ALLOC */
export function callAlloc(space: Space, address: u32, pages: u32, attributes: u32): Status {
  const answer: u32 = pages === 1 ? markOne(space, address, attributes) : NOT_ONE_PAGE;
  if (answer !== NOT_ONE_PAGE) {
    return answer as Status;
  }
  stateOperation(operation, OperationKind.MARK, space.identity, address, pages, attributes);
  return run();
}

/** ADDRESS_SPACE_RELEASE */
export function callRelease(space: Space, address: u32, pages: u32): Status {
  const answer: u32 = pages === 1 ? unmarkOne(space, address) : NOT_ONE_PAGE;
  if (answer !== NOT_ONE_PAGE) {
    return answer as Status;
  }
  stateOperation(operation, OperationKind.UNMARK, space.identity, address, pages, 0);
  return run();
}

/** ADDRESS_SPACE_SET without a source */
export function callSet(space: Space, address: u32, pages: u32, attributes: u32): Status {
  const answer: u32 = pages === 1 ? changeOne(space, address, attributes) : NOT_ONE_PAGE;
  if (answer !== NOT_ONE_PAGE) {
    return answer as Status;
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
  const answer: u32 = pages === 1 ? sourceOne(space, address, attributes, source, from) : NOT_ONE_PAGE;
  if (answer !== NOT_ONE_PAGE) {
    return answer as Status;
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
