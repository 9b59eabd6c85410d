/** ADDRESS_SPACE_GET and ADDRESS_SPACE_RELEASE. */
import {
  ATTRIBUTE_ACCESSED,
  ATTRIBUTE_BACKED,
  ATTRIBUTE_COPY_ON_WRITE,
  ATTRIBUTE_DIRTY,
  ATTRIBUTE_EXECUTE,
  ATTRIBUTE_MARKED,
  ATTRIBUTE_READ,
  ATTRIBUTE_WRITE,
} from "../../../lib/abi/attributes.ts";
import { Counter } from "../../../lib/abi/call.ts";
import { ALLOCATION_START, INFORMATION_VIEW, KERNEL_START } from "../../../lib/abi/memory-map.ts";
import { Status } from "../../../lib/abi/status.ts";
import {
  addressSpaceAlloc,
  addressSpaceGet,
  addressSpaceRelease,
  type PageState,
} from "../../../lib/user/kernel-calls.ts";
import { addressOfEntry, loadWord, storeWord } from "../../../lib/user/memory.ts";
import { selfSpace } from "../../../lib/user/self.ts";
import { buryChild, type Child, makeChildSpace } from "../support/child.ts";
import { attributesAt, counter, spaceNamed } from "../support/marks.ts";
import { ok, okEqual, okStatus } from "../support/tap.ts";

const READ_WRITE: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE;
const HERE: u32 = ALLOCATION_START;

/** Only its address is of use. */
function someCode(_task: u32, _space: u32): never {
  panic("never run");
}

function testKnownPages(): void {
  const backed: u32 = ATTRIBUTE_MARKED | ATTRIBUTE_BACKED | ATTRIBUTE_READ;
  const code: u32 = addressOfEntry(someCode);
  okEqual(attributesAt(selfSpace(), code), backed | ATTRIBUTE_EXECUTE, "GET of the own code");
  okEqual(attributesAt(selfSpace(), code + 1), backed | ATTRIBUTE_EXECUTE, "GET of an address within a page");
  // All see one frame: whoever wants to write gets another one.
  const seen: u32 = backed | ATTRIBUTE_COPY_ON_WRITE;
  okEqual(attributesAt(selfSpace(), INFORMATION_VIEW), seen, "GET of the information page");
  okEqual(attributesAt(selfSpace(), HERE), 0, "GET of an unmarked page");
}

function testUse(): void {
  const state: PageState = zeroed();
  addressSpaceAlloc(selfSpace(), HERE, 5, READ_WRITE | ATTRIBUTE_BACKED);
  addressSpaceGet(selfSpace(), HERE, state);
  okEqual(
    state.attributes & (ATTRIBUTE_ACCESSED | ATTRIBUTE_DIRTY),
    0,
    "a fresh page is neither accessed nor dirty",
  );
  okEqual(state.runPages, 5, "the run is as long as the range");
  okEqual(state.mappings, 1, "the frame is mapped once");
  ok(state.frame !== 0, "a backed page has a frame");
  loadWord(HERE);
  addressSpaceGet(selfSpace(), HERE, state);
  okEqual(
    state.attributes & (ATTRIBUTE_ACCESSED | ATTRIBUTE_DIRTY),
    ATTRIBUTE_ACCESSED,
    "a read page is accessed",
  );
  storeWord(HERE, 1);
  addressSpaceGet(selfSpace(), HERE, state);
  ok((state.attributes & ATTRIBUTE_DIRTY) !== 0, "a written page is dirty");
  okStatus(addressSpaceRelease(selfSpace(), HERE, 5), Status.OK, "its range is released");
}

export function testGet(): void {
  const state: PageState = zeroed();
  testKnownPages();
  testUse();
  okStatus(addressSpaceGet(selfSpace(), KERNEL_START, state), Status.BAD_ADDRESS, "GET in the kernel's part");
  okStatus(addressSpaceGet(selfSpace(), 0xffff_ffff, state), Status.BAD_ADDRESS, "GET of the last address");
  okStatus(addressSpaceGet(0, HERE, state), Status.DEAD, "GET of space 0");
  okStatus(addressSpaceGet(0x7fff_fff0, HERE, state), Status.DEAD, "GET of a space that never was");
  okStatus(addressSpaceGet(spaceNamed("echo"), HERE, state), Status.DENIED, "GET of another's space");
}

function testReleaseRanges(): void {
  const space: u32 = selfSpace();
  okStatus(addressSpaceRelease(space, HERE, 1), Status.NOT_MARKED, "RELEASE of an unmarked page");
  okStatus(addressSpaceRelease(space, HERE + 1, 1), Status.BAD_ADDRESS, "RELEASE of no page's address");
  okStatus(addressSpaceRelease(space, KERNEL_START, 1), Status.BAD_ADDRESS, "RELEASE in the kernel's part");
  okStatus(addressSpaceRelease(space, HERE, 0xffff_ffff), Status.BAD_ADDRESS, "RELEASE of too many pages");
  addressSpaceAlloc(space, HERE, 2, READ_WRITE);
  okStatus(addressSpaceRelease(space, HERE, 3), Status.NOT_MARKED, "RELEASE of more than is marked");
  okEqual(attributesAt(space, HERE), ATTRIBUTE_MARKED | READ_WRITE, "NOT_MARKED has changed nothing");
  okStatus(addressSpaceRelease(space, HERE, 2), Status.OK, "RELEASE");
  okEqual(attributesAt(space, HERE), 0, "released pages are not marked");
}

function testReleaseSpaces(): void {
  const child: Child = zeroed();
  const frames: u32 = counter(Counter.FREE_FRAMES);
  const heap: u32 = counter(Counter.FREE_HEAP_BYTES);
  makeChildSpace(child);
  addressSpaceAlloc(child.space, HERE, 20, READ_WRITE | ATTRIBUTE_BACKED);
  addressSpaceAlloc(child.space, HERE + 0x1000_0000, 20, READ_WRITE);
  okStatus(buryChild(child), Status.OK, "RELEASE of a whole space");
  okStatus(buryChild(child), Status.DEAD, "RELEASE of a space that is gone");
  okEqual(counter(Counter.FREE_FRAMES), frames, "its frames come back");
  okEqual(counter(Counter.FREE_HEAP_BYTES), heap, "its tables come back");
  okStatus(addressSpaceRelease(spaceNamed("echo"), 0, 0), Status.DENIED, "RELEASE of another's whole space");
  okStatus(addressSpaceRelease(spaceNamed("echo"), HERE, 1), Status.DENIED, "RELEASE in another's space");
  okStatus(addressSpaceRelease(selfSpace(), 0, 0), Status.DENIED, "RELEASE of the whole own space");
}

export function testRelease(): void {
  testReleaseRanges();
  testReleaseSpaces();
}
