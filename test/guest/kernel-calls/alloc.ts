/** ADDRESS_SPACE_ALLOC. */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_EXECUTE,
  ATTRIBUTE_MARKED,
  ATTRIBUTE_READ,
  ATTRIBUTE_SOURCE_SHARE,
  ATTRIBUTE_WRITE,
} from "../../../lib/abi/attributes.ts";
import { Counter } from "../../../lib/abi/call.ts";
import {
  ALLOCATION_START,
  DMA_START,
  KERNEL_START,
  PAGE_SIZE_BYTES,
  USER_END,
  USER_START,
} from "../../../lib/abi/memory-map.ts";
import { Status } from "../../../lib/abi/status.ts";
import { addressSpaceAlloc, addressSpaceRelease } from "../../../lib/user/kernel-calls.ts";
import { loadWord, storeWord } from "../../../lib/user/memory.ts";
import { selfSpace } from "../../../lib/user/self.ts";
import { buryChild, type Child, makeChildSpace } from "../support/child.ts";
import { attributesAt, counter, spaceNamed } from "../support/marks.ts";
import { ok, okEqual, okStatus } from "../support/tap.ts";

const READ_WRITE: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE;
const HERE: u32 = ALLOCATION_START;

function alloc(address: u32, pages: u32, attributes: u32): Status {
  return addressSpaceAlloc(selfSpace(), address, pages, attributes);
}

function testGood(): void {
  okStatus(alloc(HERE, 3, READ_WRITE), Status.OK, "ALLOC reserves");
  okEqual(
    attributesAt(selfSpace(), HERE),
    ATTRIBUTE_MARKED | READ_WRITE,
    "a reserved page is marked, not backed",
  );
  okEqual(attributesAt(selfSpace(), HERE + 3 * PAGE_SIZE_BYTES), 0, "the page after the range is not marked");
  const free: u32 = counter(Counter.FREE_FRAMES);
  const backed: u32 = HERE + 8 * PAGE_SIZE_BYTES;
  okStatus(alloc(backed, 2, READ_WRITE | ATTRIBUTE_BACKED), Status.OK, "ALLOC backs");
  okEqual(free - counter(Counter.FREE_FRAMES), 2, "backed pages take a frame each");
  okEqual(loadWord(backed) | loadWord(backed + 2 * PAGE_SIZE_BYTES - 4), 0, "backed pages are zero");
  storeWord(backed + PAGE_SIZE_BYTES, 77);
  okEqual(loadWord(backed + PAGE_SIZE_BYTES), 77, "backed pages hold what is written");
  okStatus(addressSpaceRelease(selfSpace(), backed, 2), Status.OK, "backed pages are released");
  okStatus(addressSpaceRelease(selfSpace(), HERE, 3), Status.OK, "reserved pages are released");
  okEqual(counter(Counter.FREE_FRAMES), free, "their frames come back");
}

function testRanges(): void {
  okStatus(alloc(KERNEL_START, 1, READ_WRITE), Status.BAD_ADDRESS, "ALLOC in the kernel's part");
  okStatus(alloc(0, 1, READ_WRITE), Status.BAD_ADDRESS, "ALLOC of the first page");
  okStatus(alloc(DMA_START, 1, READ_WRITE), Status.BAD_ADDRESS, "ALLOC in the DMA area");
  okStatus(alloc(USER_START - PAGE_SIZE_BYTES, 2, READ_WRITE), Status.BAD_ADDRESS, "ALLOC from below");
  okStatus(alloc(USER_END - PAGE_SIZE_BYTES, 2, READ_WRITE), Status.BAD_ADDRESS, "ALLOC across the end");
  okStatus(alloc(HERE, 0, READ_WRITE), Status.BAD_ADDRESS, "ALLOC of no pages");
  okStatus(alloc(HERE, 0xffff_ffff, READ_WRITE), Status.BAD_ADDRESS, "ALLOC of too many pages");
  okStatus(alloc(HERE, 0x10_0001, READ_WRITE), Status.BAD_ADDRESS, "ALLOC of pages that wrap");
}

function testAttributes(): void {
  const writeExecute: u32 = READ_WRITE | ATTRIBUTE_EXECUTE;
  okStatus(alloc(HERE, 1, writeExecute), Status.BAD_ARGUMENT, "ALLOC writable and executable");
  okStatus(alloc(HERE, 1, ATTRIBUTE_WRITE), Status.BAD_ARGUMENT, "ALLOC writable, not readable");
  okStatus(alloc(HERE, 1, 0x10 | READ_WRITE), Status.BAD_ARGUMENT, "ALLOC with an unknown attribute");
  okStatus(alloc(HERE, 1, 0x800 | READ_WRITE), Status.BAD_ARGUMENT, "ALLOC at an address that is no page's");
  const share: u32 = READ_WRITE | ATTRIBUTE_SOURCE_SHARE;
  okStatus(alloc(HERE, 1, share), Status.BAD_ARGUMENT, "ALLOC with a source");
  okEqual(attributesAt(selfSpace(), HERE), 0, "refused attributes mark nothing");
}

function testOverlap(): void {
  okStatus(alloc(HERE + PAGE_SIZE_BYTES, 1, READ_WRITE), Status.OK, "a page in the way");
  okStatus(alloc(HERE, 3, READ_WRITE), Status.OVERLAP, "ALLOC over it");
  okEqual(attributesAt(selfSpace(), HERE), 0, "OVERLAP has not marked the page before");
  okEqual(attributesAt(selfSpace(), HERE + 2 * PAGE_SIZE_BYTES), 0, "OVERLAP has not marked the page after");
  okStatus(addressSpaceRelease(selfSpace(), HERE + PAGE_SIZE_BYTES, 1), Status.OK, "the way is free again");
}

function testNoMemory(): void {
  const frames: u32 = counter(Counter.FREE_FRAMES);
  const heap: u32 = counter(Counter.FREE_HEAP_BYTES);
  const attributes: u32 = READ_WRITE | ATTRIBUTE_BACKED;
  okStatus(alloc(HERE, frames + 1, attributes), Status.NO_MEMORY, "ALLOC of more frames than there are");
  okEqual(attributesAt(selfSpace(), HERE), 0, "NO_MEMORY has marked nothing");
  okEqual(counter(Counter.FREE_FRAMES), frames, "NO_MEMORY has taken no frame");
  okEqual(counter(Counter.FREE_HEAP_BYTES), heap, "NO_MEMORY has taken no table");
}

function testSpaces(): void {
  const child: Child = zeroed();
  const spaces: u32 = counter(Counter.SPACES);
  okStatus(makeChildSpace(child), Status.OK, "ALLOC with space 0 makes a space");
  okEqual(counter(Counter.SPACES), spaces + 1, "a space more");
  okStatus(addressSpaceAlloc(child.space, HERE, 1, READ_WRITE), Status.OK, "ALLOC in the new space");
  okEqual(attributesAt(selfSpace(), HERE), 0, "the own space has no part in it");
  okStatus(buryChild(child), Status.OK, "the new space is destroyed");
  okStatus(addressSpaceAlloc(child.space, HERE, 1, READ_WRITE), Status.DEAD, "ALLOC in a space that is gone");
  okEqual(counter(Counter.SPACES), spaces, "as many spaces as before");
  const other: u32 = spaceNamed("echo");
  okStatus(addressSpaceAlloc(other, HERE, 1, READ_WRITE), Status.DENIED, "ALLOC in another's space");
}

export function testAlloc(): void {
  testGood();
  testRanges();
  testAttributes();
  testOverlap();
  testNoMemory();
  testSpaces();
  ok(attributesAt(selfSpace(), HERE) === 0, "ALLOC tests leave nothing behind");
}
