/**
 * Checks of what a task has named: the one place where hostile ranges and attributes turn into
 * checked ones. Pure.
 */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_CACHE,
  ATTRIBUTE_EXECUTE,
  ATTRIBUTE_READ,
  ATTRIBUTE_RIGHTS,
  ATTRIBUTE_SOURCE,
  ATTRIBUTE_SOURCE_COPY_ON_WRITE,
  ATTRIBUTE_SOURCE_DEVICE,
  ATTRIBUTE_SOURCE_GRANT,
  ATTRIBUTE_SOURCE_NONE,
  ATTRIBUTE_SOURCE_SHARE,
  ATTRIBUTE_WRITE,
} from "../../lib/abi/attributes.ts";
import { PAGE_OFFSET_MASK, PAGE_SHIFT, USER_END, USER_START } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";

/** Bit n: the rights n go together. None; READ; READ and WRITE; READ and EXECUTE. */
const GOOD_RIGHTS: u32 =
  (1 << 0) |
  (1 << ATTRIBUTE_READ) |
  (1 << (ATTRIBUTE_READ | ATTRIBUTE_WRITE)) |
  (1 << (ATTRIBUTE_READ | ATTRIBUTE_EXECUTE));

/** OK when `pages` pages from `address` on are page aligned, not none, and in a task's own part. */
export function checkRange(address: u32, pages: u32): Status {
  if ((address & PAGE_OFFSET_MASK) !== 0 || address < USER_START || address >= USER_END) {
    return Status.BAD_ADDRESS;
  }
  if (pages === 0 || pages > (USER_END - address) >>> PAGE_SHIFT) {
    return Status.BAD_ADDRESS;
  }
  return Status.OK;
}

/** OK when the rights go together: no write or execute without read, never write with execute. */
export function checkRights(attributes: u32): Status {
  return ((GOOD_RIGHTS >>> (attributes & ATTRIBUTE_RIGHTS)) & 1) !== 0 ? Status.OK : Status.BAD_ARGUMENT;
}

/** OK when ADDRESS_SPACE_ALLOC knows these attributes. */
export function checkAllocAttributes(attributes: u32): Status {
  if ((attributes & ~(ATTRIBUTE_RIGHTS | ATTRIBUTE_BACKED)) !== 0) {
    return Status.BAD_ARGUMENT;
  }
  return checkRights(attributes);
}

/** OK when ADDRESS_SPACE_SET knows these attributes. */
export function checkSetAttributes(attributes: u32): Status {
  if ((attributes & ~(ATTRIBUTE_RIGHTS | ATTRIBUTE_BACKED | ATTRIBUTE_SOURCE | ATTRIBUTE_CACHE)) !== 0) {
    return Status.BAD_ARGUMENT;
  }
  const cached: bool = (attributes & ATTRIBUTE_CACHE) !== 0;
  switch (attributes & ATTRIBUTE_SOURCE) {
    case ATTRIBUTE_SOURCE_NONE:
    case ATTRIBUTE_SOURCE_DEVICE:
      break;
    case ATTRIBUTE_SOURCE_SHARE:
    case ATTRIBUTE_SOURCE_GRANT:
      if (cached) {
        return Status.BAD_ARGUMENT;
      }
      break;
    case ATTRIBUTE_SOURCE_COPY_ON_WRITE:
      if (cached || (attributes & ATTRIBUTE_WRITE) !== 0) {
        return Status.BAD_ARGUMENT;
      }
      break;
    default:
      return Status.BAD_ARGUMENT;
  }
  return checkRights(attributes);
}
