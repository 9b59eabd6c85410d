/**
 * From the words of a request to whoever answers it. Some may be asked by tasks that are no clients, within what the policy lets them; everything else is a client's own business.
 */
import { SLOT_NONE } from "../core/identity-map.ts";
import { bytesOfPages } from "../core/rounding.ts";
import { type ManagerNotes, NOTES_REGIONS_MAX } from "../proto/manager-notes.ts";
import { ServerStatus } from "../proto/server-status.ts";
import {
  type Allocation,
  encodeAllocation,
  encodeUsage,
  REQUEST_NUMBER_SHIFT,
  type Usage,
  VMM_OPERATION_MASK,
  VmmOperation,
} from "../proto/vmm.ts";
import { findClient, statusForStranger } from "./adopt.ts";
import { allocate, release } from "./allocate.ts";
import { type Client, notesOf, numberOf, type Vmm } from "./clients.ts";
import { adopted, exchange } from "./exchange.ts";
import { answerNothing, showCounters, showRegion, showTrace, stopClient } from "./inspect.ts";
import { isRevoked } from "./regions.ts";
import { mapShared } from "./share.ts";
import { lastRevoked, why } from "./why.ts";

function answerAllocate(vmm: Vmm, client: Client, words: SystemWords): void {
  const allocation: Allocation = zeroed();
  allocate(vmm, client, words.word0 >>> REQUEST_NUMBER_SHIFT, words.word1, allocation);
  encodeAllocation(allocation, words);
}

function answerMapShared(vmm: Vmm, client: Client, words: SystemWords): void {
  const allocation: Allocation = zeroed();
  mapShared(vmm, client, words, allocation);
  encodeAllocation(allocation, words);
}

function liveRegions(notes: ManagerNotes): u32 {
  let count: u32 = 0;
  for (let i: u32 = 0; i < notes.regionCount && i < NOTES_REGIONS_MAX; i++) {
    count += isRevoked(notes.regions[i]) ? 0 : 1;
  }
  return count;
}

function answerUsage(client: Client, words: SystemWords): void {
  const notes: ManagerNotes = notesOf(client);
  const usage: Usage = zeroed();
  usage.bytes = bytesOfPages(notes.pages);
  usage.regions = liveRegions(notes);
  usage.faults = notes.faults;
  encodeUsage(usage, words);
}

/** A handler anywhere in the client's own memory is the client's own doing. */
function setHandler(client: Client, words: SystemWords): void {
  notesOf(client).revokedHandler = words.word1;
  notesOf(client).revokedStack = words.word2;
  answerNothing(words, ServerStatus.OK);
}

function handleOwn(vmm: Vmm, client: Client, words: SystemWords): void {
  switch (words.word0 & VMM_OPERATION_MASK) {
    case VmmOperation.ALLOCATE:
      answerAllocate(vmm, client, words);
      return;
    case VmmOperation.RELEASE:
      answerNothing(words, release(vmm, client, words.word1));
      return;
    case VmmOperation.USAGE:
      answerUsage(client, words);
      return;
    case VmmOperation.MAP_SHARED:
      answerMapShared(vmm, client, words);
      return;
    case VmmOperation.ON_REVOKED:
      setHandler(client, words);
      return;
    case VmmOperation.LAST_REVOKED:
      lastRevoked(client, words);
      return;
    default:
      answerNothing(words, ServerStatus.BAD_OPERATION);
  }
}

/** What tasks that are no clients may ask, too, within what the policy lets them. */
function isForAnybody(operation: u32): bool {
  return (
    (operation >= VmmOperation.TRACE && operation <= VmmOperation.ADOPTED) ||
    operation === VmmOperation.REGION ||
    operation === VmmOperation.STOP ||
    operation === VmmOperation.COUNTERS
  );
}

function handleForAnybody(vmm: Vmm, sender: u32, words: SystemWords): void {
  switch (words.word0) {
    case VmmOperation.EXCHANGE:
      exchange(vmm, sender, words);
      return;
    case VmmOperation.ADOPTED:
      adopted(vmm, words);
      return;
    case VmmOperation.WHY:
      why(vmm, sender, words);
      return;
    case VmmOperation.TRACE:
      showTrace(vmm, sender, words);
      return;
    case VmmOperation.REGION:
      showRegion(vmm, sender, words);
      return;
    case VmmOperation.COUNTERS:
      showCounters(vmm, words);
      return;
    default:
      stopClient(vmm, sender, words);
  }
}

/** Handles one request in place: the words hold it first and its answer afterwards. */
export function handleRequest(vmm: Vmm, sender: u32, words: SystemWords): void {
  if (isForAnybody(words.word0)) {
    if (numberOf(vmm, sender) === SLOT_NONE) {
      answerNothing(words, ServerStatus.NOT_ALLOWED);
    } else {
      handleForAnybody(vmm, sender, words);
    }
    return;
  }
  const client: Client | null = findClient(vmm, sender);
  if (client === null) {
    answerNothing(words, statusForStranger(vmm, sender));
  } else {
    handleOwn(vmm, client, words);
  }
}
