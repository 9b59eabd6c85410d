/**
 * The pager's own rows: calls on its own space and that of its client, timed one by one.
 */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_READ,
  ATTRIBUTE_SOURCE_DEVICE,
  ATTRIBUTE_SOURCE_SHARE,
  ATTRIBUTE_WRITE,
} from "../../lib/abi/attributes.ts";
import { PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import {
  addressSpaceAlloc,
  addressSpaceGet,
  addressSpaceRelease,
  addressSpaceSet,
  type PageState,
} from "../../lib/user/kernel-calls.ts";
import { selfSpace } from "../../lib/user/self.ts";
import { Measurement } from "./pager-protocol.ts";
import { addSample, beginSamples, mustWork, ROUNDS } from "./samples.ts";
import { measureTasks } from "./task-calls.ts";

const READ_WRITE: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE;
const BACKED: u32 = READ_WRITE | ATTRIBUTE_BACKED;
const RUN_PAGES: u32 = 64;
const BIG_PAGES: u32 = 512;
/** In the pager's own space: what is shared, and where windows are. */
const SOURCE: u32 = 0x6000_0000;
const WINDOW: u32 = 0x7000_0000;

const state: PageState = zeroed();

/** Takes the samples of one row. */
export function measure(which: Measurement, clientSpace: u32, address: u32): void {
  beginSamples();
  switch (which) {
    case Measurement.ALLOC_FRAME:
      measureAlloc(clientSpace, address, 1);
      return;
    case Measurement.ALLOC_RUN_64:
      measureAlloc(clientSpace, address, RUN_PAGES);
      return;
    case Measurement.MAP_PAGE_2M:
      measureLargeMap(clientSpace, address);
      return;
    case Measurement.RELOCATE_PAGE:
      measureRelocation(0);
      return;
    case Measurement.RELOCATE_SHARED:
      measureRelocation(BIG_PAGES);
      return;
    case Measurement.RELOCATE_64:
      measureRelocation(RUN_PAGES);
      return;
    default:
      measureTasks(which);
  }
}

/** The table is there before and after, so that only the pages are measured. */
function measureAlloc(space: u32, address: u32, pages: u32): void {
  const neighbour: u32 = address + (RUN_PAGES << PAGE_SHIFT);
  mustWork(addressSpaceAlloc(space, neighbour, 1, READ_WRITE) === Status.OK, "bench: neighbour");
  for (let i: u32 = 0; i < ROUNDS; i++) {
    const start: u32 = readTimeStampLow();
    const status: Status = addressSpaceAlloc(space, address, pages, BACKED);
    addSample(readTimeStampLow() - start);
    mustWork(status === Status.OK, "bench: alloc of frames");
    mustWork(addressSpaceRelease(space, address, pages) === Status.OK, "bench: release of frames");
  }
  mustWork(addressSpaceRelease(space, neighbour, 1) === Status.OK, "bench: neighbour");
}

function measureLargeMap(space: u32, address: u32): void {
  const own: u32 = selfSpace();
  mustWork(addressSpaceAlloc(own, SOURCE, BIG_PAGES, BACKED) === Status.OK, "bench: 2 MiB");
  for (let i: u32 = 0; i < ROUNDS; i++) {
    mustWork(addressSpaceAlloc(space, address, BIG_PAGES, READ_WRITE) === Status.OK, "bench: reserve");
    const start: u32 = readTimeStampLow();
    const attributes: u32 = READ_WRITE | ATTRIBUTE_SOURCE_SHARE;
    const status: Status = addressSpaceSet(space, address, BIG_PAGES, attributes, SOURCE, own);
    addSample(readTimeStampLow() - start);
    mustWork(status === Status.OK, "bench: share of 2 MiB");
    mustWork(addressSpaceRelease(space, address, BIG_PAGES) === Status.OK, "bench: release");
  }
  mustWork(addressSpaceRelease(own, SOURCE, BIG_PAGES) === Status.OK, "bench: 2 MiB");
}

/** The page in use, which is mapped at `sharers` pages more, is the same all the time; it moves to and fro. */
function measureRelocation(sharers: u32): void {
  const own: u32 = selfSpace();
  mustWork(addressSpaceAlloc(own, SOURCE, 1, BACKED) === Status.OK, "bench: page");
  for (let i: u32 = 1; i <= sharers; i++) {
    const at: u32 = SOURCE + (i << PAGE_SHIFT);
    const share: u32 = READ_WRITE | ATTRIBUTE_SOURCE_SHARE;
    mustWork(addressSpaceAlloc(own, at, 1, READ_WRITE) === Status.OK, "bench: sharer");
    mustWork(addressSpaceSet(own, at, 1, share, SOURCE, own) === Status.OK, "bench: sharer");
  }
  mustWork(addressSpaceAlloc(own, WINDOW, 2, READ_WRITE) === Status.OK, "bench: window");
  for (let i: u32 = 0; i < ROUNDS; i++) {
    mustWork(addressSpaceGet(own, SOURCE, state) === Status.OK, "bench: frame");
    const start: u32 = readTimeStampLow();
    const attributes: u32 = READ_WRITE | ATTRIBUTE_SOURCE_DEVICE;
    const status: Status = addressSpaceSet(own, WINDOW, 1, attributes, state.frame << PAGE_SHIFT, 0);
    addSample(readTimeStampLow() - start);
    mustWork(status === Status.OK, "bench: window over memory in use");
    mustWork(addressSpaceRelease(own, WINDOW, 1) === Status.OK, "bench: window");
    mustWork(addressSpaceAlloc(own, WINDOW, 1, READ_WRITE) === Status.OK, "bench: window");
  }
  mustWork(addressSpaceRelease(own, WINDOW, 2) === Status.OK, "bench: window");
  mustWork(addressSpaceRelease(own, SOURCE, sharers + 1) === Status.OK, "bench: page");
}
