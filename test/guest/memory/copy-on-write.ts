/** Copy-on-write: both sides lose the right to write and get it back with a frame of their own. */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_COPY_ON_WRITE,
  ATTRIBUTE_EXECUTE,
  ATTRIBUTE_MARKED,
  ATTRIBUTE_READ,
  ATTRIBUTE_SOURCE_COPY_ON_WRITE,
  ATTRIBUTE_SOURCE_GRANT,
  ATTRIBUTE_SOURCE_SHARE,
  ATTRIBUTE_WRITE,
} from "../../../lib/abi/attributes.ts";
import { Counter } from "../../../lib/abi/call.ts";
import { ALLOCATION_START, PAGE_SIZE_BYTES } from "../../../lib/abi/memory-map.ts";
import { FAULT_BACKED, FAULT_COPY_ON_WRITE, FAULT_MARKED, FAULT_WRITE } from "../../../lib/abi/message.ts";
import { Status } from "../../../lib/abi/status.ts";
import { addressSpaceAlloc, addressSpaceRelease, addressSpaceSet } from "../../../lib/user/kernel-calls.ts";
import { loadWord, storeWord } from "../../../lib/user/memory.ts";
import { selfSpace } from "../../../lib/user/self.ts";
import { buryChild, type Child, makeChildSpace, startChild, waitForEnd } from "../support/child.ts";
import { beginCode, CODE_ADDRESS, codeWrite, makeCodeChild } from "../support/code.ts";
import { attributesAt, counter, mappingsAt } from "../support/marks.ts";
import { okEqual, okStatus } from "../support/tap.ts";

const READ_WRITE: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE;
const BACKED: u32 = ATTRIBUTE_MARKED | ATTRIBUTE_BACKED;
const COPIES: u32 = BACKED | ATTRIBUTE_READ | ATTRIBUTE_COPY_ON_WRITE;
const HERE: u32 = ALLOCATION_START;
const THERE: u32 = ALLOCATION_START + 0x10_0000;
const THIRD: u32 = ALLOCATION_START + 0x20_0000;

const child: Child = zeroed();

function set(address: u32, attributes: u32): Status {
  return addressSpaceSet(selfSpace(), address, 1, attributes, 0, 0);
}

function copyTo(address: u32, pages: u32): Status {
  const attributes: u32 = ATTRIBUTE_READ | ATTRIBUTE_SOURCE_COPY_ON_WRITE;
  return addressSpaceSet(selfSpace(), address, pages, attributes, HERE, selfSpace());
}

function testWithinOneSpace(): void {
  const own: u32 = selfSpace();
  addressSpaceAlloc(own, HERE, 2, READ_WRITE | ATTRIBUTE_BACKED);
  addressSpaceAlloc(own, THERE, 2, READ_WRITE);
  storeWord(HERE, 11);
  storeWord(HERE + PAGE_SIZE_BYTES, 12);
  const frames: u32 = counter(Counter.FREE_FRAMES);
  okStatus(copyTo(THERE, 2), Status.OK, "SET copies on write");
  okEqual(counter(Counter.FREE_FRAMES), frames, "copying on write takes no frame");
  okEqual(attributesAt(own, HERE), COPIES, "the source may not write");
  okEqual(attributesAt(own, THERE + PAGE_SIZE_BYTES), COPIES, "nor may the target");
  okEqual(mappingsAt(own, HERE), 2, "one frame");
  okEqual(loadWord(THERE + PAGE_SIZE_BYTES), 12, "the target reads what the source holds");
  okStatus(set(THERE, READ_WRITE), Status.DENIED, "WRITE without BACKED is refused");
  okEqual(attributesAt(own, THERE), COPIES, "and changes nothing");
  okStatus(set(THERE, READ_WRITE | ATTRIBUTE_BACKED), Status.OK, "WRITE with BACKED is given");
  okEqual(attributesAt(own, THERE), BACKED | READ_WRITE, "the mark is gone");
  okEqual(mappingsAt(own, HERE), 1, "the frame is its own");
  okEqual(loadWord(THERE), 11, "with the contents");
  storeWord(THERE, 21);
  okEqual(loadWord(HERE), 11, "writes stay there");
  okEqual(counter(Counter.FREE_FRAMES), frames - 1, "one frame was taken");
  okStatus(set(HERE, READ_WRITE | ATTRIBUTE_BACKED), Status.OK, "the last one gets WRITE back");
  okEqual(counter(Counter.FREE_FRAMES), frames - 1, "and no frame is taken for it");
  storeWord(HERE, 31);
  okEqual(loadWord(THERE), 21, "the two are apart");
}

function testInheritance(): void {
  const own: u32 = selfSpace();
  const second: u32 = HERE + PAGE_SIZE_BYTES;
  addressSpaceAlloc(own, THIRD, 1, READ_WRITE);
  const share: u32 = ATTRIBUTE_READ | ATTRIBUTE_SOURCE_SHARE;
  okStatus(addressSpaceSet(own, THIRD, 1, share, second, own), Status.OK, "a copy-on-write page is shared");
  okEqual(attributesAt(own, THIRD), COPIES, "it is copy-on-write there too");
  okStatus(
    addressSpaceSet(own, THIRD, 1, share | ATTRIBUTE_WRITE, second, own),
    Status.DENIED,
    "it is not shared with more rights",
  );
  const grant: u32 = ATTRIBUTE_READ | ATTRIBUTE_SOURCE_GRANT;
  const target: u32 = THERE + PAGE_SIZE_BYTES;
  okStatus(addressSpaceSet(own, THIRD, 1, grant, target, own), Status.OK, "one is granted");
  okEqual(attributesAt(own, THIRD), COPIES, "and stays copy-on-write");
  okEqual(mappingsAt(own, THIRD), 2, "two are left");
  okStatus(
    addressSpaceSet(own, THIRD, 1, READ_WRITE | ATTRIBUTE_SOURCE_COPY_ON_WRITE, HERE, own),
    Status.BAD_ARGUMENT,
    "WRITE at once is BAD_ARGUMENT",
  );
  okStatus(
    set(THIRD, ATTRIBUTE_READ | ATTRIBUTE_COPY_ON_WRITE),
    Status.BAD_ARGUMENT,
    "the mark alone is too",
  );
  okStatus(set(THIRD, ATTRIBUTE_READ | ATTRIBUTE_EXECUTE), Status.OK, "other rights can change");
  okEqual(attributesAt(own, THIRD), COPIES | ATTRIBUTE_EXECUTE, "and the mark stays");
  okStatus(set(THIRD, 0), Status.OK, "even without the right to read");
  okEqual(attributesAt(own, THIRD), BACKED | ATTRIBUTE_COPY_ON_WRITE, "the mark stays");
  okStatus(addressSpaceRelease(own, THIRD, 1), Status.OK, "the third is released");
  okStatus(addressSpaceRelease(own, THERE, 1), Status.OK, "the second is released");
  okStatus(addressSpaceRelease(own, HERE, 2), Status.OK, "the first is released");
}

/** A child writes: its manager hears of it. */
function testFault(): void {
  beginCode();
  codeWrite(THERE);
  makeCodeChild(child);
  addressSpaceAlloc(selfSpace(), HERE, 1, READ_WRITE | ATTRIBUTE_BACKED);
  addressSpaceAlloc(child.space, THERE, 1, READ_WRITE);
  const attributes: u32 = ATTRIBUTE_READ | ATTRIBUTE_SOURCE_COPY_ON_WRITE;
  okStatus(
    addressSpaceSet(child.space, THERE, 1, attributes, HERE, selfSpace()),
    Status.OK,
    "a child's copy",
  );
  startChild(child, CODE_ADDRESS);
  waitForEnd(child);
  okEqual(child.faultAddress, THERE, "its write faults");
  okEqual(
    child.faultBits,
    FAULT_WRITE | FAULT_MARKED | FAULT_BACKED | FAULT_COPY_ON_WRITE,
    "and the fault says that the page is copy-on-write",
  );
  okEqual(mappingsAt(selfSpace(), HERE), 1, "the child's mapping ends with it");
  okStatus(addressSpaceRelease(selfSpace(), HERE, 1), Status.OK, "the page is released");
}

/** Many spaces share, and end in an order of their own. */
function testManySharers(): void {
  const own: u32 = selfSpace();
  const spaces: FixedArray<u32, 40> = zeroed();
  addressSpaceAlloc(own, HERE, 30, READ_WRITE | ATTRIBUTE_BACKED);
  for (let i: u32 = 0; i < 40; i++) {
    makeChildSpace(child);
    spaces[i] = child.space;
    addressSpaceAlloc(child.space, HERE, 30, READ_WRITE);
    addressSpaceSet(child.space, HERE, 30, ATTRIBUTE_READ | ATTRIBUTE_SOURCE_COPY_ON_WRITE, HERE, own);
  }
  okEqual(mappingsAt(own, HERE + 29 * PAGE_SIZE_BYTES), 41, "forty-one spaces map each of thirty frames");
  for (let i: u32 = 0; i < 40; i++) {
    child.space = spaces[(i * 7) % 40];
    if (i === 20) {
      const backed: u32 = READ_WRITE | ATTRIBUTE_BACKED;
      okStatus(addressSpaceSet(child.space, HERE, 30, backed, 0, 0), Status.OK, "one of them writes to all");
      okEqual(mappingsAt(own, HERE), 20, "it has left the others");
    }
    buryChild(child);
  }
  okEqual(mappingsAt(own, HERE), 1, "one is left");
  okStatus(addressSpaceRelease(own, HERE, 30), Status.OK, "it is released");
}

export function testCopyOnWrite(): void {
  const frames: u32 = counter(Counter.FREE_FRAMES);
  const heap: u32 = counter(Counter.FREE_HEAP_BYTES);
  testWithinOneSpace();
  testInheritance();
  testFault();
  testManySharers();
  okEqual(counter(Counter.FREE_FRAMES), frames, "all frames come back");
  okEqual(counter(Counter.FREE_HEAP_BYTES), heap, "all of the heap comes back");
}
