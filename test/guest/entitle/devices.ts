/** A device's pages go with the right to it: from the driver, from whom it has shared them with, and out of calls in progress. */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_MARKED,
  ATTRIBUTE_READ,
  ATTRIBUTE_SOURCE_DEVICE,
  ATTRIBUTE_SOURCE_SHARE,
  ATTRIBUTE_UNCACHED,
  ATTRIBUTE_WRITE,
} from "../../../lib/abi/attributes.ts";
import { Counter } from "../../../lib/abi/call.ts";
import { TaskEnd } from "../../../lib/abi/information.ts";
import { Right } from "../../../lib/abi/manifest.ts";
import { ALLOCATION_START, PAGE_SIZE_BYTES } from "../../../lib/abi/memory-map.ts";
import { Status } from "../../../lib/abi/status.ts";
import { Explanation } from "../../../lib/proto/acl.ts";
import { ServerStatus } from "../../../lib/proto/server-status.ts";
import { taskEntry, taskNumberByName } from "../../../lib/user/information.ts";
import {
  addressSpaceAlloc,
  addressSpaceRelease,
  addressSpaceSet,
  taskAlarm,
  taskRestart,
  waitForMessage,
} from "../../../lib/user/kernel-calls.ts";
import { loadWord, storeWord } from "../../../lib/user/memory.ts";
import { selfIdentity, selfSpace } from "../../../lib/user/self.ts";
import { buryChild, type Child, startChild, waitForEnd } from "../support/child.ts";
import { attributesAt, counter } from "../support/marks.ts";
import { entryOf, makeProgramSpace } from "../support/program.ts";
import { ok, okEqual, okStatus } from "../support/tap.ts";
import { explainSelf, grant, otherTries, result, revoke } from "./policy.ts";
import { MAPPED_PAGES, MEMORY, MEMORY_OBJECT, MEMORY_PAGES, OtherOperation } from "./protocol.ts";

const READ_WRITE: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE;
const WINDOW: u32 = ALLOCATION_START + 0x40_0000;
const SHARED: u32 = ALLOCATION_START + 0x80_0000;
const SCREEN: u32 = 0xb8000;
const SCREEN_PAGES: u32 = 8;
const SCREEN_OBJECT: u32 = 0;
/** At least, and at most until one comes in the middle of a call. */
const TRIES: u32 = 3;
const TRIES_MAX: u32 = 20;
const SPINS: u32 = 30_000;
/** Such as a page has that was taken. */
const TAKEN: u32 = ATTRIBUTE_MARKED | ATTRIBUTE_BACKED | ATTRIBUTE_UNCACHED;
/** The third device, where QEMU's PC has nothing. */
const LARGE: u32 = ALLOCATION_START + 0x100_0000;
const LARGE_DEVICE: u32 = 0xe000_0000;
const LARGE_PAGES: u32 = 1024;
const LARGE_OBJECT: u32 = 2;
const UNLIMITED: u32 = 0xffff_ffff;

const child: Child = zeroed();
const words: SystemWords = zeroed();

function map(pages: u32, physical: u32): Status {
  const attributes: u32 = READ_WRITE | ATTRIBUTE_UNCACHED | ATTRIBUTE_SOURCE_DEVICE;
  return addressSpaceSet(selfSpace(), WINDOW, pages, attributes, physical, 0);
}

/** Touches what the driver has shared with it, for ever. */
function childMain(_task: u32, _space: u32): never {
  for (;;) {
    storeWord(SHARED, loadWord(SHARED));
  }
}

/** A child that uses two pages of the screen by way of this task. */
function startUser(): void {
  makeProgramSpace(child);
  addressSpaceAlloc(child.space, SHARED, 2, READ_WRITE);
  okStatus(
    addressSpaceSet(child.space, SHARED, 2, READ_WRITE | ATTRIBUTE_SOURCE_SHARE, WINDOW, selfSpace()),
    Status.OK,
    "two pages are shared on",
  );
  okStatus(startChild(child, entryOf(childMain)), Status.OK, "with a child that uses them");
}

function testScreen(): void {
  addressSpaceAlloc(selfSpace(), WINDOW, SCREEN_PAGES, READ_WRITE);
  okStatus(map(SCREEN_PAGES, SCREEN), Status.OK, "a device by the manifest");
  storeWord(WINDOW + PAGE_SIZE_BYTES, 0x0741_0741);
  startUser();
  okEqual(revoke("test", Right.DEVICE, SCREEN_OBJECT), ServerStatus.OK, "REVOKE of a mapped device");
  okEqual(result.pages, SCREEN_PAGES + 2, "takes its pages from all who have them");
  okEqual(attributesAt(selfSpace(), WINDOW), TAKEN, "nothing of it can be read");
  okEqual(attributesAt(child.space, SHARED), TAKEN, "nor by whom it was shared with");
  waitForEnd(child);
  okEqual(child.faults, 1, "who touches it faults");
  okEqual(child.faultAddress, SHARED, "at that address");
  okStatus(
    addressSpaceSet(selfSpace(), WINDOW, SCREEN_PAGES, READ_WRITE, 0, 0),
    Status.OK,
    "the driver asks for the rights again",
  );
  okEqual(attributesAt(selfSpace(), WINDOW), TAKEN, "and gets none");
  okStatus(
    addressSpaceSet(
      selfSpace(),
      WINDOW + PAGE_SIZE_BYTES,
      1,
      ATTRIBUTE_READ | ATTRIBUTE_SOURCE_SHARE,
      WINDOW,
      selfSpace(),
    ),
    Status.DENIED,
    "nor by sharing it",
  );
  okStatus(map(1, SCREEN), Status.DENIED, "it cannot be mapped anew");
  okEqual(explainSelf(Right.DEVICE, SCREEN_OBJECT, 1), Explanation.DENIED, "EXPLAIN says why");
  buryChild(child);
}

function testGrant(): void {
  okStatus(otherTries(OtherOperation.DEVICE, SCREEN), Status.DENIED, "a device that another task had");
  const bytes: u32 = SCREEN_PAGES * PAGE_SIZE_BYTES;
  okEqual(
    grant("other", Right.DEVICE, SCREEN_OBJECT, bytes - 1),
    ServerStatus.BAD_ARGUMENT,
    "GRANT of a part",
  );
  okEqual(grant("other", Right.DEVICE, SCREEN_OBJECT, bytes), ServerStatus.OK, "GRANT of all of it");
  okStatus(otherTries(OtherOperation.DEVICE, SCREEN), Status.OK, "is used by another driver");
  okEqual(
    grant("test", Right.DEVICE, SCREEN_OBJECT, bytes),
    ServerStatus.IN_USE,
    "GRANT of a device for two",
  );
  okEqual(
    revoke("other", Right.DEVICE, SCREEN_OBJECT),
    ServerStatus.OK,
    "REVOKE of a device that is not mapped",
  );
  okEqual(result.pages, 0, "takes no page");
  okStatus(otherTries(OtherOperation.DEVICE, SCREEN), Status.DENIED, "but the right to it");
  okEqual(
    grant("test", Right.DEVICE, SCREEN_OBJECT, UNLIMITED),
    ServerStatus.OK,
    "GRANT to whom it belonged",
  );
  okStatus(map(SCREEN_PAGES, SCREEN), Status.OK, "it is mapped over what was taken");
  okEqual(loadWord(WINDOW + PAGE_SIZE_BYTES), 0x0741_0741, "with what is there");
  okStatus(addressSpaceRelease(selfSpace(), WINDOW, SCREEN_PAGES), Status.OK, "it is released");
  okEqual(
    grant("test", Right.DEVICE, 99, UNLIMITED),
    ServerStatus.BAD_ARGUMENT,
    "GRANT of a device that is none",
  );
}

/** Memory that is lent to a device is memory again when it is taken. */
function testMemory(): void {
  addressSpaceAlloc(selfSpace(), WINDOW, MEMORY_PAGES, READ_WRITE);
  const before: u32 = counter(Counter.FREE_FRAMES);
  okStatus(map(MEMORY_PAGES, MEMORY), Status.OK, "a device's window on memory");
  ok(counter(Counter.FREE_FRAMES) <= before - MEMORY_PAGES, "holds its frames");
  okEqual(revoke("test", Right.DEVICE, MEMORY_OBJECT), ServerStatus.OK, "REVOKE of a window on memory");
  okEqual(result.pages, MEMORY_PAGES, "takes all of it");
  okEqual(counter(Counter.FREE_FRAMES), before, "its frames are free again");
  okStatus(
    addressSpaceRelease(selfSpace(), WINDOW, MEMORY_PAGES),
    Status.OK,
    "what is left of it is released",
  );
  okEqual(revoke("test", Right.DEVICE, MEMORY_OBJECT), ServerStatus.OK, "REVOKE may be repeated");
}

/** 2 MiB of a device that the directory maps alone go like single pages; what is beside them stays. */
function testLarge(): void {
  const attributes: u32 = READ_WRITE | ATTRIBUTE_UNCACHED | ATTRIBUTE_SOURCE_DEVICE;
  const tables: u32 = counter(Counter.LARGE_PAGES);
  addressSpaceAlloc(selfSpace(), LARGE, LARGE_PAGES, READ_WRITE);
  okStatus(
    addressSpaceSet(selfSpace(), LARGE, LARGE_PAGES, attributes, LARGE_DEVICE, 0),
    Status.OK,
    "a device of 4 MiB",
  );
  okEqual(counter(Counter.LARGE_PAGES), tables + 2, "is two large entries");
  okEqual(revoke("test", Right.DEVICE, LARGE_OBJECT), ServerStatus.OK, "REVOKE of it");
  okEqual(result.pages, LARGE_PAGES, "takes every page");
  okEqual(attributesAt(selfSpace(), LARGE), TAKEN, "from the first");
  okEqual(attributesAt(selfSpace(), LARGE + (LARGE_PAGES - 1) * PAGE_SIZE_BYTES), TAKEN, "to the last");
  okStatus(addressSpaceRelease(selfSpace(), LARGE, LARGE_PAGES), Status.OK, "they are released");
}

/** A driver that maps all the time loses its right in the middle of a call, and has nothing of it after that. */
function testInTheMaking(): void {
  const mapper: u32 = taskNumberByName("mapper");
  const before: u32 = counter(Counter.FREE_FRAMES);
  const spaces: u32 = counter(Counter.SPACES);
  let halves: u32 = 0;
  for (let i: u32 = 0; i < TRIES || (i < TRIES_MAX && halves === 0); i++) {
    okEqual(grant("mapper", Right.DEVICE, MEMORY_OBJECT, UNLIMITED), ServerStatus.OK, "GRANT to a driver");
    okStatus(taskRestart(selfIdentity(), mapper, words), Status.OK, "that begins to map");
    spin(i * SPINS);
    wait(1);
    okEqual(taskEntry(mapper).end, TaskEnd.NONE, "it maps and unmaps");
    okEqual(revoke("mapper", Right.DEVICE, MEMORY_OBJECT), ServerStatus.OK, "REVOKE while it does so");
    halves += result.pages === 0 || result.pages >= MAPPED_PAGES ? 0 : 1;
    for (let ticks: u32 = 0; counter(Counter.SPACES) !== spaces && ticks < 20; ticks++) {
      wait(1);
    }
    okEqual(taskEntry(mapper).endDetail, Status.DENIED, "its call is refused, and nothing is mapped");
  }
  ok(halves !== 0, "pages went from half a window");
  okEqual(counter(Counter.FREE_FRAMES), before, "all frames are back");
}

/** The mapper, less urgent, has what is left of the tick after it. */
function spin(rounds: u32): void {
  for (let i: u32 = 0; i < rounds; i++) {
    spinHint();
  }
}

function wait(ticks: u32): void {
  taskAlarm(selfIdentity(), ticks);
  waitForMessage(words);
}

export function testDevices(): void {
  testScreen();
  testGrant();
  testMemory();
  testLarge();
  testInTheMaking();
}
