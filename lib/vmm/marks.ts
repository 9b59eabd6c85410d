/**
 * The kernel's marks of a client's pages, as regions need them. Each call here is one of the four on the client's
 * space; ranges are of pages.
 */
import { ATTRIBUTE_BACKED, ATTRIBUTE_MARKED, ATTRIBUTE_READ, ATTRIBUTE_WRITE } from "../abi/attributes.ts";
import { PAGE_SHIFT } from "../abi/memory-map.ts";
import { Status } from "../abi/status.ts";
import {
  type NotedRegion,
  REGION_COPY_ON_WRITE,
  REGION_SHARED,
  REGION_WRITABLE,
} from "../proto/manager-notes.ts";
import { ServerStatus } from "../proto/server-status.ts";
import type { PageMark } from "../user/page-mark.ts";
import { type Vmm, worldOf } from "./clients.ts";

export const READ_WRITE: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE;

/** True when the client may come to write the region's pages. */
export function mayWrite(region: NotedRegion): bool {
  return (
    (region.flags & REGION_SHARED) === 0 || (region.flags & (REGION_WRITABLE | REGION_COPY_ON_WRITE)) !== 0
  );
}

/** The rights of a region's pages once they are the client's own. */
export function rightsOf(region: NotedRegion): u32 {
  return mayWrite(region) ? READ_WRITE : ATTRIBUTE_READ;
}

/** What a client or an asker hears of a kernel call that failed. */
export function statusOfKernel(status: Status): ServerStatus {
  if (status === Status.OK) {
    return ServerStatus.OK;
  }
  return status === Status.NO_MEMORY ? ServerStatus.NO_SPACE : ServerStatus.KERNEL_REFUSED;
}

/** Pages of the run that GET found, as far as they are before `end`. */
function runWithin(state: PageMark, page: u32, end: u32): u32 {
  const pages: u32 = state.runPages === 0 ? 1 : state.runPages;
  return pages < end - page ? pages : end - page;
}

/** Takes away every mark in the range, whatever part of it is marked. Statuses: OK, or the kernel's. */
export function unmarkRange(vmm: Vmm, space: u32, firstPage: u32, pages: u32): Status {
  const whole: Status = worldOf(vmm).release(space, firstPage << PAGE_SHIFT, pages);
  return whole === Status.NOT_MARKED ? unmarkRuns(vmm, space, firstPage, firstPage + pages) : whole;
}

/** The same, run by run, for a range that has holes or is a hole. */
export function unmarkRuns(vmm: Vmm, space: u32, firstPage: u32, end: u32): Status {
  const state: PageMark = zeroed();
  let page: u32 = firstPage;
  let status: Status = Status.OK;
  while (page < end && status === Status.OK) {
    status = worldOf(vmm).get(space, page << PAGE_SHIFT, state);
    const run: u32 = runWithin(state, page, end);
    if (status === Status.OK && (state.attributes & ATTRIBUTE_MARKED) !== 0) {
      status = worldOf(vmm).release(space, page << PAGE_SHIFT, run);
    }
    page += run;
  }
  return status;
}

/** Reserves what is not marked in the range: holes that a manager has left that ended between two calls. */
export function reserveHoles(vmm: Vmm, space: u32, firstPage: u32, pages: u32): Status {
  const state: PageMark = zeroed();
  const end: u32 = firstPage + pages;
  let page: u32 = firstPage;
  let status: Status = Status.OK;
  while (page < end && status === Status.OK) {
    status = worldOf(vmm).get(space, page << PAGE_SHIFT, state);
    const run: u32 = runWithin(state, page, end);
    if (status === Status.OK && (state.attributes & ATTRIBUTE_MARKED) === 0) {
      status = worldOf(vmm).alloc(space, page << PAGE_SHIFT, run, READ_WRITE);
    }
    page += run;
  }
  return status;
}

/** Gives one page these rights and a frame of its own. */
export function backPage(vmm: Vmm, space: u32, page: u32, rights: u32): Status {
  return worldOf(vmm).set(space, page << PAGE_SHIFT, 1, rights | ATTRIBUTE_BACKED, 0, 0);
}
