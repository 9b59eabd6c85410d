/** Random requests of clients for memory, and what has to come of each: gained, lost, charged once. */
import { PAGE_SHIFT } from "../../../lib/abi/memory-map.ts";
import {
  type ManagerNotes,
  type NotedRegion,
  REGION_COPY_ON_WRITE,
  REGION_REVOKED,
} from "../../../lib/proto/manager-notes.ts";
import { SERVER_STATUS_MASK, ServerStatus } from "../../../lib/proto/server-status.ts";
import { REQUEST_NUMBER_SHIFT, SharedMapping, VmmOperation } from "../../../lib/proto/vmm.ts";
import { FIRST_PAGE } from "../../../lib/vmm/regions.ts";
import { check, checkEqual } from "./check.ts";
import { acl, random } from "./vmm-acl.ts";
import { forgetCells, holdsCell, shareCell, takeNewCell } from "./vmm-cells.ts";
import { CLIENTS, machine, PAGES } from "./vmm-machine.ts";
import { ask, tally } from "./vmm-servers.ts";
import { randomBelow } from "./xorshift.ts";

/** The live region that holds a page of the client, or null. */
export function regionAt(client: u32, index: u32): NotedRegion | null {
  const notes: ManagerNotes = machine.notes[client];
  for (let i: u32 = 0; i < notes.regionCount; i++) {
    const region: NotedRegion = notes.regions[i];
    if (FIRST_PAGE + index >= region.firstPage && FIRST_PAGE + index < region.firstPage + region.pages) {
      return (region.flags & REGION_REVOKED) === 0 ? region : null;
    }
  }
  return null;
}

/** Forgets what the client has lost; only a revocation, or what was asked for, may have taken it. */
export function settleLosses(client: u32, first: u32, pages: u32): void {
  const touched: bool = ((acl.touched >>> client) & 1) !== 0;
  for (let index: u32 = 0; index < PAGES; index++) {
    if (holdsCell(client, index) && regionAt(client, index) === null) {
      check(touched || (index >= first && index - first < pages), "a page was lost");
      forgetCells(client, index, 1);
    }
  }
}

/** What has come into being by a request that gave memory; owner CLIENTS for the client's own. */
function settleGains(client: u32, owner: u32, from: u32, flags: u32): void {
  let given: u32 = 0;
  for (let index: u32 = 0; index < PAGES; index++) {
    const region: NotedRegion | null = regionAt(client, index);
    if (region !== null && !holdsCell(client, index)) {
      if (owner === CLIENTS) {
        takeNewCell(client, index);
      } else {
        shareCell(client, index, owner, from + given, (flags & REGION_COPY_ON_WRITE) !== 0);
      }
      given += 1;
    }
  }
}

/**
 * A request that gives memory, asked as lib/user does it: with a number, and again with the same when the server has ended. True when
 * memory came of it: one region then, however often it was asked.
 */
function askForMemory(client: u32, operation: VmmOperation, words: SystemWords): bool {
  const before: u32 = machine.notes[client].regionCount;
  const number: u32 = machine.requestNumbers[client] + 1;
  const question: SystemWords = zeroed();
  words.word0 = operation | (number << REQUEST_NUMBER_SHIFT);
  copy(question, words);
  while (!ask(client, words)) {
    copy(words, question);
    tally.repeated += 1;
  }
  machine.requestNumbers[client] = number;
  const given: bool = (words.word0 & SERVER_STATUS_MASK) === ServerStatus.OK;
  if (((acl.touched >>> client) & 1) === 0) {
    checkEqual(machine.notes[client].regionCount, before + (given ? 1 : 0), "one region for one request");
  }
  return given;
}

export function allocateStep(client: u32): void {
  const words: SystemWords = zeroed();
  words.word1 = (1 + randomBelow(random, 24)) << PAGE_SHIFT;
  tally.allocations += askForMemory(client, VmmOperation.ALLOCATE, words) ? 1 : 0;
  settleLosses(client, 0, 0);
  settleGains(client, CLIENTS, 0, 0);
}

export function releaseStep(client: u32): void {
  const notes: ManagerNotes = machine.notes[client];
  if (notes.regionCount === 0) {
    return;
  }
  const region: NotedRegion = notes.regions[randomBelow(random, notes.regionCount)];
  const first: u32 = region.firstPage - FIRST_PAGE;
  const pages: u32 = region.pages;
  const words: SystemWords = zeroed();
  words.word0 = VmmOperation.RELEASE;
  words.word1 = region.firstPage << PAGE_SHIFT;
  const answered: bool = ask(client, words);
  if (answered) {
    checkEqual(words.word0, ServerStatus.OK, "a region can be released");
  }
  settleLosses(client, first, pages);
}

export function shareStep(client: u32): void {
  const owner: u32 = randomBelow(random, CLIENTS);
  const from: u32 = randomBelow(random, 64);
  const pages: u32 = 1 + randomBelow(random, 6);
  const mapping: u32 = 1 + randomBelow(random, 3);
  const words: SystemWords = zeroed();
  words.word1 = owner;
  words.word2 = (FIRST_PAGE + from) << PAGE_SHIFT;
  words.word3 = (pages << PAGE_SHIFT) | mapping;
  tally.shares += askForMemory(client, VmmOperation.MAP_SHARED, words) ? 1 : 0;
  settleLosses(client, 0, 0);
  settleLosses(owner, 0, 0);
  settleGains(client, owner, from, mapping === SharedMapping.COPY_ON_WRITE ? REGION_COPY_ON_WRITE : 0);
}
