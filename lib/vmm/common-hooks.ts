/** Functions that several policies have in common. */
import { PAGE_SHIFT } from "../abi/memory-map.ts";
import type { Status } from "../abi/status.ts";
import type { NotedRegion } from "../proto/manager-notes.ts";
import { ServerStatus } from "../proto/server-status.ts";
import { type Client, type Vmm, worldOf } from "./clients.ts";
import { outcomeOf } from "./fault.ts";
import { backPage, READ_WRITE, rightsOf } from "./marks.ts";
import type { FaultOutcome } from "./policy.ts";

/** Reserves: frames come with the first touch. */
export function grantReserved(vmm: Vmm, client: Client, firstPage: u32, pages: u32): Status {
  return worldOf(vmm).alloc(client.space, firstPage << PAGE_SHIFT, pages, READ_WRITE);
}

/** A frame of zeros. */
export function faultZero(vmm: Vmm, client: Client, region: NotedRegion, page: u32): FaultOutcome {
  return outcomeOf(backPage(vmm, client.space, page, rightsOf(region)));
}

export function bringZero(vmm: Vmm, client: Client, page: u32): Status {
  return backPage(vmm, client.space, page, READ_WRITE);
}

/** Nothing to bring back, nothing to promise. */
export function moveFreely(_vmm: Vmm, _client: Client): ServerStatus {
  return ServerStatus.OK;
}

export function forgetNothing(_vmm: Vmm, _client: Client, _firstPage: u32, _pages: u32): void {}

export function storesNothing(_client: Client, _page: u32): bool {
  return false;
}

/** Takes nobody's pages. */
export function makesNoRoom(_vmm: Vmm, _client: Client): bool {
  return false;
}
