/**
 * The VMM server `realtime`: every page has its frame when the client gets it, so a client never faults after a grant;
 * one that does is ended with a line that says so, because the promise is broken and whatever it controls should not
 * go on as if it were not. ALLOCATE answers within REALTIME_FIXED_UNITS and REALTIME_PAGE_UNITS for each page, or
 * refuses with NO_SPACE. A client of another manager is taken only when all of its pages can be backed.
 */

import { ATTRIBUTE_BACKED } from "../../lib/abi/attributes.ts";
import { PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { type ManagerNotes, type NotedRegion, REGION_SHARED } from "../../lib/proto/manager-notes.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import { VmmPolicy } from "../../lib/proto/vmm.ts";
import type { PageMark } from "../../lib/user/page-mark.ts";
import { type Client, notesOf, type Vmm, worldOf } from "../../lib/vmm/clients.ts";
import {
  bringZero,
  forgetNothing,
  makesNoRoom,
  moveFreely,
  storesNothing,
} from "../../lib/vmm/common-hooks.ts";
import { READ_WRITE, rightsOf, statusOfKernel } from "../../lib/vmm/marks.ts";
import { FaultOutcome, PolicyHooks } from "../../lib/vmm/policy.ts";
import { isRevoked } from "../../lib/vmm/regions.ts";

function grantBacked(vmm: Vmm, client: Client, firstPage: u32, pages: u32): Status {
  return worldOf(vmm).alloc(client.space, firstPage << PAGE_SHIFT, pages, READ_WRITE | ATTRIBUTE_BACKED);
}

/** A fault from before the client came here may find its page backed by now. */
function breakPromise(vmm: Vmm, client: Client, _region: NotedRegion, page: u32): FaultOutcome {
  const state: PageMark = zeroed();
  const found: Status = worldOf(vmm).get(client.space, page << PAGE_SHIFT, state);
  const backed: bool = found === Status.OK && (state.attributes & ATTRIBUTE_BACKED) !== 0;
  return backed ? FaultOutcome.RESOLVED : FaultOutcome.BROKEN_PROMISE;
}

/** Backs what is only reserved, and gives copies where another task still shares a frame copy-on-write. */
function backAll(vmm: Vmm, client: Client): ServerStatus {
  const notes: ManagerNotes = notesOf(client);
  for (let i: u32 = 0; i < notes.regionCount; i++) {
    const region: NotedRegion = notes.regions[i];
    const shared: bool = (region.flags & REGION_SHARED) !== 0 && rightsOf(region) !== READ_WRITE;
    if (!isRevoked(region) && !shared) {
      const attributes: u32 = rightsOf(region) | ATTRIBUTE_BACKED;
      const status: Status = worldOf(vmm).set(
        client.space,
        region.firstPage << PAGE_SHIFT,
        region.pages,
        attributes,
        0,
        0,
      );
      if (status !== Status.OK) {
        return statusOfKernel(status);
      }
    }
  }
  return ServerStatus.OK;
}

export const REALTIME: PolicyHooks = new PolicyHooks(
  VmmPolicy.REALTIME,
  "vmm-realtime",
  false,
  grantBacked,
  breakPromise,
  bringZero,
  moveFreely,
  backAll,
  forgetNothing,
  storesNothing,
  makesNoRoom,
);
