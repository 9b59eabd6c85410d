/** ADDRESS_SPACE_SET: rights and backing, then frames from another range. */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_EXECUTE,
  ATTRIBUTE_MARKED,
  ATTRIBUTE_READ,
  ATTRIBUTE_SOURCE,
  ATTRIBUTE_SOURCE_GRANT,
  ATTRIBUTE_SOURCE_SHARE,
  ATTRIBUTE_WRITE,
} from "../../../lib/abi/attributes.ts";
import { Counter } from "../../../lib/abi/call.ts";
import {
  ALLOCATION_START,
  INFORMATION_VIEW,
  KERNEL_START,
  PAGE_SIZE_BYTES,
} from "../../../lib/abi/memory-map.ts";
import { Status } from "../../../lib/abi/status.ts";
import { addressSpaceAlloc, addressSpaceRelease, addressSpaceSet } from "../../../lib/user/kernel-calls.ts";
import { loadWord, storeWord } from "../../../lib/user/memory.ts";
import { selfSpace } from "../../../lib/user/self.ts";
import { buryChild, type Child, makeChildSpace } from "../support/child.ts";
import { attributesAt, counter, mappingsAt, spaceNamed } from "../support/marks.ts";
import { okEqual, okStatus } from "../support/tap.ts";

const READ_WRITE: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE;
const BACKED: u32 = ATTRIBUTE_MARKED | ATTRIBUTE_BACKED;
const HERE: u32 = ALLOCATION_START;
const THERE: u32 = ALLOCATION_START + 0x10_0000;

function set(address: u32, pages: u32, attributes: u32): Status {
  return addressSpaceSet(selfSpace(), address, pages, attributes, 0, 0);
}

function testRights(): void {
  const space: u32 = selfSpace();
  addressSpaceAlloc(space, HERE, 2, READ_WRITE);
  okStatus(set(HERE, 1, READ_WRITE | ATTRIBUTE_BACKED), Status.OK, "SET backs a reserved page");
  okEqual(attributesAt(space, HERE), BACKED | READ_WRITE, "it is backed then");
  okEqual(loadWord(HERE), 0, "it is zero");
  storeWord(HERE, 123);
  okStatus(set(HERE, 2, ATTRIBUTE_READ), Status.OK, "SET takes the right to write");
  okEqual(attributesAt(space, HERE), BACKED | ATTRIBUTE_READ, "the right is gone, the frame stays");
  okEqual(
    attributesAt(space, HERE + PAGE_SIZE_BYTES),
    ATTRIBUTE_MARKED | ATTRIBUTE_READ,
    "of the reserved page too",
  );
  okEqual(loadWord(HERE), 123, "the contents stay");
  okStatus(set(HERE, 1, ATTRIBUTE_READ | ATTRIBUTE_EXECUTE), Status.OK, "SET makes executable");
  okStatus(set(HERE, 1, READ_WRITE), Status.OK, "SET makes writable again");
  storeWord(HERE, 124);
  okEqual(loadWord(HERE), 124, "it can be written again");
}

function testErrors(): void {
  const space: u32 = selfSpace();
  okStatus(set(HERE, 1, READ_WRITE | ATTRIBUTE_EXECUTE), Status.BAD_ARGUMENT, "SET writable and executable");
  okStatus(set(HERE, 1, ATTRIBUTE_EXECUTE), Status.BAD_ARGUMENT, "SET executable, not readable");
  okStatus(set(HERE, 1, ATTRIBUTE_SOURCE | ATTRIBUTE_READ), Status.BAD_ARGUMENT, "SET with both sources");
  okStatus(set(HERE, 1, 0x200 | ATTRIBUTE_READ), Status.BAD_ARGUMENT, "SET with an unknown attribute");
  okStatus(set(HERE, 0, ATTRIBUTE_READ), Status.BAD_ADDRESS, "SET of no pages");
  okStatus(set(KERNEL_START, 1, ATTRIBUTE_READ), Status.BAD_ADDRESS, "SET in the kernel's part");
  okStatus(set(HERE, 3, ATTRIBUTE_READ), Status.NOT_MARKED, "SET of more than is marked");
  okEqual(attributesAt(space, HERE), BACKED | READ_WRITE, "NOT_MARKED has changed nothing");
  okStatus(addressSpaceSet(0, HERE, 1, READ_WRITE, 0, 0), Status.DEAD, "SET in space 0");
  const other: u32 = spaceNamed("echo");
  okStatus(addressSpaceSet(other, HERE, 1, READ_WRITE, 0, 0), Status.DENIED, "SET in another's space");
}

function testNoMemory(): void {
  const frames: u32 = counter(Counter.FREE_FRAMES);
  const pages: u32 = frames + 1;
  okStatus(
    addressSpaceAlloc(selfSpace(), THERE, pages, READ_WRITE),
    Status.OK,
    "reserving more than there is",
  );
  okStatus(
    set(THERE, pages, READ_WRITE | ATTRIBUTE_BACKED),
    Status.NO_MEMORY,
    "SET backs more than there is",
  );
  okEqual(counter(Counter.FREE_FRAMES), frames, "NO_MEMORY has taken no frame");
  okEqual(attributesAt(selfSpace(), THERE), ATTRIBUTE_MARKED | READ_WRITE, "NO_MEMORY has backed nothing");
  okStatus(addressSpaceRelease(selfSpace(), THERE, pages), Status.OK, "the reservation is released");
}

export function testSet(): void {
  testRights();
  testErrors();
  testNoMemory();
  okStatus(addressSpaceRelease(selfSpace(), HERE, 2), Status.OK, "the range of SET is released");
}

function setFrom(child: Child, address: u32, attributes: u32, source: u32, sourceSpace: u32): Status {
  return addressSpaceSet(child.space, address, 1, attributes, source, sourceSpace);
}

function testShare(child: Child): void {
  const share: u32 = READ_WRITE | ATTRIBUTE_SOURCE_SHARE;
  okStatus(setFrom(child, THERE, share, HERE, selfSpace()), Status.OK, "SET shares");
  okEqual(attributesAt(child.space, THERE), BACKED | READ_WRITE, "the target is backed");
  okEqual(mappingsAt(selfSpace(), HERE), 2, "the frame is mapped twice");
  okEqual(loadWord(HERE), 5, "the source keeps its contents");
  okStatus(addressSpaceRelease(child.space, THERE, 1), Status.OK, "the shared page is released");
  okEqual(mappingsAt(selfSpace(), HERE), 1, "the frame is mapped once again");
  addressSpaceAlloc(child.space, THERE, 1, READ_WRITE);
}

function testSourceErrors(child: Child): void {
  const share: u32 = READ_WRITE | ATTRIBUTE_SOURCE_SHARE;
  const own: u32 = selfSpace();
  okStatus(setFrom(child, THERE, share, HERE, 0), Status.DEAD, "SET from space 0");
  okStatus(setFrom(child, THERE, share, HERE, spaceNamed("echo")), Status.DENIED, "SET from another's space");
  okStatus(setFrom(child, THERE, share, HERE + 4, own), Status.BAD_ADDRESS, "SET from no page's address");
  okStatus(setFrom(child, THERE, share, KERNEL_START, own), Status.BAD_ADDRESS, "SET from the kernel's part");
  okStatus(setFrom(child, THERE, share, 0xc000_0000, own), Status.BAD_ADDRESS, "SET from the DMA area");
  okStatus(
    setFrom(child, THERE, share, HERE + PAGE_SIZE_BYTES, own),
    Status.NOT_MARKED,
    "SET from a reserved page",
  );
  okStatus(setFrom(child, THERE, share, THERE, own), Status.NOT_MARKED, "SET from an unmarked page");
  okStatus(setFrom(child, HERE, share, HERE, own), Status.NOT_MARKED, "SET of an unmarked page");
  okStatus(
    setFrom(child, THERE, share, INFORMATION_VIEW, own),
    Status.DENIED,
    "SET writable from what is read-only",
  );
  okStatus(
    addressSpaceSet(own, HERE, 1, share, HERE, own),
    Status.BAD_ARGUMENT,
    "SET of a range from itself",
  );
  okEqual(attributesAt(child.space, THERE), ATTRIBUTE_MARKED | READ_WRITE, "refusals have changed nothing");
}

function testGrant(child: Child): void {
  const grant: u32 = READ_WRITE | ATTRIBUTE_SOURCE_GRANT;
  okStatus(setFrom(child, THERE, grant, HERE, selfSpace()), Status.OK, "SET grants");
  okEqual(attributesAt(selfSpace(), HERE), 0, "the source is not marked any more");
  okEqual(attributesAt(child.space, THERE), BACKED | READ_WRITE, "the target is backed by what was granted");
  okEqual(mappingsAt(child.space, THERE), 1, "and is the only one");
}

export function testSource(): void {
  const child: Child = zeroed();
  const frames: u32 = counter(Counter.FREE_FRAMES);
  makeChildSpace(child);
  addressSpaceAlloc(child.space, THERE, 1, READ_WRITE);
  addressSpaceAlloc(selfSpace(), HERE, 1, READ_WRITE | ATTRIBUTE_BACKED);
  addressSpaceAlloc(selfSpace(), HERE + PAGE_SIZE_BYTES, 1, READ_WRITE);
  storeWord(HERE, 5);
  testShare(child);
  testSourceErrors(child);
  testGrant(child);
  okStatus(
    addressSpaceRelease(selfSpace(), HERE + PAGE_SIZE_BYTES, 1),
    Status.OK,
    "the sources are released",
  );
  okStatus(buryChild(child), Status.OK, "the child's space is destroyed");
  okEqual(counter(Counter.FREE_FRAMES), frames, "all frames of SET come back");
}
