/** The screen: what the information page says of it is what can be mapped. */
import {
  ATTRIBUTE_READ,
  ATTRIBUTE_SOURCE_DEVICE,
  ATTRIBUTE_UNCACHED,
  ATTRIBUTE_WRITE,
} from "../../../lib/abi/attributes.ts";
import { ScreenKind } from "../../../lib/abi/information.ts";
import { ALLOCATION_START, PAGE_SIZE_BYTES } from "../../../lib/abi/memory-map.ts";
import { Status } from "../../../lib/abi/status.ts";
import { systemInformation } from "../../../lib/user/information.ts";
import { addressSpaceAlloc, addressSpaceRelease, addressSpaceSet } from "../../../lib/user/kernel-calls.ts";
import { loadWord, storeWord } from "../../../lib/user/memory.ts";
import { selfSpace } from "../../../lib/user/self.ts";
import { okEqual, okStatus } from "../support/tap.ts";

const RIGHTS: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE;
const VIEW: u32 = ALLOCATION_START;

function map(pages: u32, low: u32): Status {
  const attributes: u32 = RIGHTS | ATTRIBUTE_UNCACHED | ATTRIBUTE_SOURCE_DEVICE;
  return addressSpaceSet(selfSpace(), VIEW, pages, attributes, low, systemInformation().screen.addressHigh);
}

/** QEMU's -kernel leaves VGA text. */
export function testScreen(): void {
  const screen = systemInformation().screen;
  okEqual(screen.kind, ScreenKind.TEXT, "a text screen");
  okEqual((screen.width << 16) | screen.height, (80 << 16) | 25, "80 columns, 25 rows");
  okEqual((screen.pitch << 16) | screen.depth, (160 << 16) | 16, "two bytes a cell");
  okStatus(addressSpaceAlloc(selfSpace(), VIEW, 2, RIGHTS), Status.OK, "a place for it");
  okStatus(map(2, screen.addressLow), Status.DENIED, "more than the screen");
  okStatus(map(1, screen.addressLow - PAGE_SIZE_BYTES), Status.DENIED, "the page before it");
  okStatus(map(1, screen.addressLow), Status.OK, "the screen");
  const before: u32 = loadWord(VIEW);
  storeWord(VIEW, 0x0741_0741);
  okEqual(loadWord(VIEW), 0x0741_0741, "it keeps what is written");
  storeWord(VIEW, before);
  okStatus(addressSpaceRelease(selfSpace(), VIEW, 2), Status.OK, "it goes");
}
