/**
 * Maps and unmaps a large window on its device for as long as it may. Ends with the kernel's last answer, or with STILL_THERE if a
 * page of the device can be read after that.
 */
import {
  ATTRIBUTE_READ,
  ATTRIBUTE_SOURCE_DEVICE,
  ATTRIBUTE_UNCACHED,
  ATTRIBUTE_WRITE,
} from "../../../lib/abi/attributes.ts";
import { ALLOCATION_START, PAGE_SIZE_BYTES } from "../../../lib/abi/memory-map.ts";
import { Status } from "../../../lib/abi/status.ts";
import { addressSpaceAlloc, addressSpaceRelease, addressSpaceSet } from "../../../lib/user/kernel-calls.ts";
import { selfSpace } from "../../../lib/user/self.ts";
import { start } from "../../../lib/user/start.ts";
import { attributesAt } from "../support/marks.ts";
import { MAPPED_PAGES, MEMORY, STILL_THERE } from "./protocol.ts";

const RIGHTS: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE;
/** Where the last page of the device goes. */
const LAST: u32 = ALLOCATION_START + 0x100_0000;
const DEVICE: u32 = ATTRIBUTE_UNCACHED | ATTRIBUTE_SOURCE_DEVICE;

function isStillThere(): bool {
  for (let page: u32 = 0; page < MAPPED_PAGES; page++) {
    const attributes: u32 = attributesAt(selfSpace(), ALLOCATION_START + page * PAGE_SIZE_BYTES);
    const uncached: bool = (attributes & ATTRIBUTE_UNCACHED) === ATTRIBUTE_UNCACHED;
    if (uncached && (attributes & ATTRIBUTE_READ) !== 0) {
      return true;
    }
  }
  return false;
}

function map(address: u32, pages: u32, physical: u32): Status {
  addressSpaceAlloc(selfSpace(), address, pages, RIGHTS);
  return addressSpaceSet(selfSpace(), address, pages, RIGHTS | DEVICE, physical, 0);
}

/** A call that was allowed may go on after the right has gone: what it has mapped then must not be there when the next is refused. */
function main(): u32 {
  while (true) {
    let status: Status = map(ALLOCATION_START, MAPPED_PAGES, MEMORY);
    if (status === Status.OK) {
      status = map(LAST, 1, MEMORY + MAPPED_PAGES * PAGE_SIZE_BYTES);
    }
    if (status !== Status.OK) {
      return isStillThere() ? STILL_THERE : status;
    }
    addressSpaceRelease(selfSpace(), ALLOCATION_START, MAPPED_PAGES);
    addressSpaceRelease(selfSpace(), LAST, 1);
  }
}

symbol(start, "_start");
symbol(main, "userMain");
