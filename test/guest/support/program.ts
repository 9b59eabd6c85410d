/**
 * Children that run functions of the test's own program. They see the program's memory itself, not
 * a copy, so they report in its variables; who they are they learn from their arguments alone.
 */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_MARKED,
  ATTRIBUTE_RIGHTS,
  ATTRIBUTE_SOURCE_SHARE,
} from "../../../lib/abi/attributes.ts";
import { ALLOCATION_START, PAGE_SHIFT, PROGRAM_START } from "../../../lib/abi/memory-map.ts";
import { Status } from "../../../lib/abi/status.ts";
import {
  addressSpaceAlloc,
  addressSpaceGet,
  addressSpaceSet,
  type PageState,
} from "../../../lib/user/kernel-calls.ts";
import { addressOfEntry, type TaskEntryPoint } from "../../../lib/user/memory.ts";
import { selfSpace } from "../../../lib/user/self.ts";
import { type Child, makeChildSpace, startChild } from "./child.ts";

const RUNS_MAX = 8;

class Run {
  address: u32 = 0;
  pages: u32 = 0;
  rights: u32 = 0;
}

const runs: FixedArray<Run, typeof RUNS_MAX> = zeroed();
let runCount: u32 = 0;

/** Finds the pages of the program, once. */
function findRuns(): void {
  const state: PageState = zeroed();
  let address: u32 = PROGRAM_START;
  while (address < ALLOCATION_START && runCount < RUNS_MAX) {
    if (addressSpaceGet(selfSpace(), address, state) !== Status.OK || state.runPages === 0) {
      panic("a test must manage its own space");
    }
    if ((state.attributes & ATTRIBUTE_MARKED) !== 0 && (state.attributes & ATTRIBUTE_BACKED) !== 0) {
      runs[runCount].address = address;
      runs[runCount].pages = state.runPages;
      runs[runCount].rights = state.attributes & ATTRIBUTE_RIGHTS;
      runCount += 1;
    }
    address += state.runPages << PAGE_SHIFT;
  }
}

function shareRun(space: u32, run: Run): Status {
  const marked: Status = addressSpaceAlloc(space, run.address, run.pages, run.rights);
  if (marked !== Status.OK) {
    return marked;
  }
  const attributes: u32 = run.rights | ATTRIBUTE_SOURCE_SHARE;
  return addressSpaceSet(space, run.address, run.pages, attributes, run.address, selfSpace());
}

/** Makes a space that shares the program's memory. */
export function makeProgramSpace(child: Child): Status {
  if (runCount === 0) {
    findRuns();
  }
  let status: Status = makeChildSpace(child);
  for (let i: u32 = 0; i < runCount && status === Status.OK; i++) {
    status = shareRun(child.space, runs[i]);
  }
  return status;
}

/** Makes and starts a child that runs a function of this program. */
export function startProgramChild(child: Child, entry: TaskEntryPoint): Status {
  const status: Status = makeProgramSpace(child);
  return status === Status.OK ? startChild(child, addressOfEntry(entry)) : status;
}

/** Where a function lies, for a child that is started later. */
export function entryOf(entry: TaskEntryPoint): u32 {
  return addressOfEntry(entry);
}
