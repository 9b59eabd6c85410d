/**
 * Takes from a silent manager what a revocation names: the kernel ends it and hands its spaces over, and here the
 * pages go. What the manager noted on each client says what it held and by which rule; whatever is mapped without
 * a note that justifies it goes as well. Faults of these spaces wait, unanswered, for the manager to come back.
 */
import { ATTRIBUTE_BACKED } from "../../lib/abi/attributes.ts";
import { MANIFEST_NONE, Right } from "../../lib/abi/manifest.ts";
import { ALLOCATION_END, ALLOCATION_START, PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { lowestBit } from "../../lib/core/bits.ts";
import { RevocationKind } from "../../lib/proto/acl.ts";
import {
  type ManagerNotes,
  NOTES_MAGIC,
  NOTES_REGIONS_MAX,
  type NotedRegion,
  REGION_REVOKED,
  REGION_SHARED,
} from "../../lib/proto/manager-notes.ts";
import { taskCount, taskEntry } from "../../lib/user/information.ts";
import {
  addressSpaceGet,
  addressSpaceRelease,
  type PageState,
  taskExchangeSpace,
  taskSeize,
} from "../../lib/user/kernel-calls.ts";
import { managerNotes } from "../../lib/user/manager-notes.ts";
import { printLine } from "../../lib/user/print.ts";
import { selfIdentity } from "../../lib/user/self.ts";
import type { Taking } from "./change.ts";
import { isAbout } from "./entitle.ts";
import { tasksTaken } from "./managers.ts";

const FIRST_PAGE: u32 = ALLOCATION_START >>> PAGE_SHIFT;
const END_PAGE: u32 = ALLOCATION_END >>> PAGE_SHIFT;
const state: PageState = zeroed();

/** Bit n: the manager of this identity manages task number n. */
function clientsOf(manager: u32): u32 {
  let clients: u32 = 0;
  for (let task: u32 = 0; task < taskCount(); task++) {
    if (taskEntry(task).manager === manager && taskEntry(task).identity !== manager) {
      clients |= 1 << (task & 31);
    }
  }
  return clients;
}

/**
 * Ends the manager and makes this server the manager of its spaces. The clients' notes say whom they were taken from: also
 * to an ACL server that is started again before that one is back. Returns false where the kernel says no.
 */
export function seizeManager(number: u32): bool {
  const manager: u32 = taskEntry(number).identity;
  const clients: u32 = clientsOf(manager);
  if (taskSeize(manager) !== Status.OK) {
    return false;
  }
  for (let task: u32 = 0; task < taskCount(); task++) {
    if ((clients & (1 << (task & 31))) !== 0) {
      managerNotes(task).previous = number;
    }
  }
  return true;
}

/** Manager `number`, started again as `manager`, gets back what was taken from it, with notes and faults that wait. */
export function handBack(number: u32, manager: u32): void {
  for (let rest: u32 = tasksTaken(); rest !== 0; rest &= rest - 1) {
    const task: u32 = lowestBit(rest);
    if (managerNotes(task).previous === number) {
      if (taskExchangeSpace(selfIdentity(), manager, taskEntry(task).space) !== Status.OK) {
        printLine("acl: a manager that is back cannot take its clients");
      }
    }
  }
}

/** Whether a revocation names a region of the task. */
function isNamed(taking: Taking, region: NotedRegion): bool {
  if (taking.kind === RevocationKind.RULE) {
    return region.rule === taking.rule;
  }
  if (taking.kind === RevocationKind.RANGE) {
    return true;
  }
  const shared: bool = (region.flags & REGION_SHARED) !== 0;
  if (taking.right === Right.SHARED_MEMORY) {
    return shared && (taking.object === MANIFEST_NONE || taking.object === region.owner);
  }
  return taking.right === Right.MEMORY && !shared;
}

/** Unmarks all that is marked between two pages of a space. Returns how many frames were behind it. */
function unmarkPages(space: u32, first: u32, end: u32): u32 {
  let page: u32 = first;
  let taken: u32 = 0;
  while (page < end) {
    if (addressSpaceGet(space, page << PAGE_SHIFT, state) !== Status.OK || state.runPages === 0) {
      return taken;
    }
    const run: u32 = state.runPages < end - page ? state.runPages : end - page;
    if (state.attributes !== 0 && addressSpaceRelease(space, page << PAGE_SHIFT, run) === Status.OK) {
      taken += (state.attributes & ATTRIBUTE_BACKED) !== 0 ? run : 0;
    }
    page += run;
  }
  return taken;
}

/** A region that can be believed to stand for pages from `from` to `end`. */
function isSound(region: NotedRegion, from: u32, end: u32): bool {
  return (
    region.firstPage >= from &&
    region.pages !== 0 &&
    region.pages <= end - region.firstPage &&
    region.firstPage < end
  );
}

/** Takes what the revocation names from one client. Returns how many pages went. */
function takeFromClient(task: u32, space: u32, taking: Taking): u32 {
  const notes: ManagerNotes = managerNotes(task);
  const isRange: bool = taking.kind === RevocationKind.RANGE;
  let page: u32 = isRange ? taking.address >>> PAGE_SHIFT : FIRST_PAGE;
  const end: u32 = isRange ? ((taking.address + taking.bytes - 1) >>> PAGE_SHIFT) + 1 : END_PAGE;
  let taken: u32 = 0;
  const count: u32 =
    notes.magic === NOTES_MAGIC && notes.regionCount <= NOTES_REGIONS_MAX ? notes.regionCount : 0;
  for (let i: u32 = 0; i < count && !isRange; i++) {
    const region: NotedRegion = notes.regions[i];
    if (!isSound(region, page, end)) {
      break;
    }
    if (isNamed(taking, region)) {
      region.flags |= REGION_REVOKED;
    } else if ((region.flags & REGION_REVOKED) === 0) {
      taken += unmarkPages(space, page, region.firstPage);
      page = region.firstPage + region.pages;
    }
  }
  return taken + unmarkPages(space, page, end);
}

/** Takes what the revocation names from all tasks that this server manages now. Returns how many pages went. */
export function takeFromSeized(taking: Taking): u32 {
  let pages: u32 = 0;
  for (let rest: u32 = tasksTaken(); rest !== 0; rest &= rest - 1) {
    const task: u32 = lowestBit(rest);
    const named: bool =
      taking.kind === RevocationKind.RULE ||
      (taking.kind === RevocationKind.RANGE ? taking.subject === task : isAbout(taking.subject, task));
    const hasPages: bool = taking.kind !== RevocationKind.SUBJECT || taking.right <= Right.SHARED_MEMORY;
    if (named && hasPages) {
      pages += takeFromClient(task, taskEntry(task).space, taking);
    }
  }
  return pages;
}
