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
import { MEMORY, MEMORY_PAGES, STILL_THERE } from "./protocol.ts";

const RIGHTS: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE;
const DEVICE: u32 = ATTRIBUTE_UNCACHED | ATTRIBUTE_SOURCE_DEVICE;

function isStillThere(): bool {
  for (let page: u32 = 0; page < MEMORY_PAGES; page++) {
    const attributes: u32 = attributesAt(selfSpace(), ALLOCATION_START + page * PAGE_SIZE_BYTES);
    const uncached: bool = (attributes & ATTRIBUTE_UNCACHED) === ATTRIBUTE_UNCACHED;
    if (uncached && (attributes & ATTRIBUTE_READ) !== 0) {
      return true;
    }
  }
  return false;
}

function main(): u32 {
  while (true) {
    addressSpaceAlloc(selfSpace(), ALLOCATION_START, MEMORY_PAGES, RIGHTS);
    const status: Status = addressSpaceSet(
      selfSpace(),
      ALLOCATION_START,
      MEMORY_PAGES,
      RIGHTS | DEVICE,
      MEMORY,
      0,
    );
    if (status !== Status.OK) {
      return isStillThere() ? STILL_THERE : status;
    }
    addressSpaceRelease(selfSpace(), ALLOCATION_START, MEMORY_PAGES);
  }
}

symbol(start, "_start");
symbol(main, "userMain");
