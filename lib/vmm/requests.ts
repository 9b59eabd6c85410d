/**
 * From the words of a request to whoever answers it. EXCHANGE, ADOPTED and WHY may be asked by tasks that are no
 * clients, within what the policy lets them; everything else is a client's own business.
 */
import { SLOT_NONE } from "../core/identity-map.ts";
import { bytesOfPages } from "../core/rounding.ts";
import { type ManagerNotes, NOTES_REGIONS_MAX } from "../proto/manager-notes.ts";
import { ServerStatus } from "../proto/server-status.ts";
import {
  type Allocation,
  encodeAllocation,
  encodeTraceStep,
  encodeUsage,
  TraceRecord,
  type TraceStep,
  type Usage,
  VmmOperation,
} from "../proto/vmm.ts";
import { findClient, statusForStranger } from "./adopt.ts";
import { allocate, release } from "./allocate.ts";
import { type Client, notesOf, numberOf, type Vmm } from "./clients.ts";
import { adopted, exchange } from "./exchange.ts";
import { isRevoked } from "./regions.ts";
import { mapShared } from "./share.ts";
import { readStep } from "./trace.ts";
import { lastRevoked, why } from "./why.ts";

function answerStatus(words: SystemWords, status: ServerStatus): void {
  words.word0 = status;
  words.word1 = 0;
  words.word2 = 0;
  words.word3 = 0;
}

function answerAllocate(vmm: Vmm, client: Client, words: SystemWords): void {
  const allocation: Allocation = zeroed();
  allocate(vmm, client, words.word1, allocation);
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

function answerTrace(client: Client, words: SystemWords): void {
  const step: TraceStep = zeroed();
  step.status = ServerStatus.BAD_ARGUMENT;
  if (words.word1 === TraceRecord.REQUEST) {
    readStep(client.lastRequest, words.word2, step);
  } else if (words.word1 === TraceRecord.FAULT) {
    readStep(client.lastFault, words.word2, step);
  }
  encodeTraceStep(step, words);
}

/** A handler anywhere in the client's own memory is the client's own doing. */
function setHandler(client: Client, words: SystemWords): void {
  notesOf(client).revokedHandler = words.word1;
  answerStatus(words, ServerStatus.OK);
}

function handleOwn(vmm: Vmm, client: Client, words: SystemWords): void {
  switch (words.word0) {
    case VmmOperation.ALLOCATE:
      answerAllocate(vmm, client, words);
      return;
    case VmmOperation.RELEASE:
      answerStatus(words, release(vmm, client, words.word1));
      return;
    case VmmOperation.USAGE:
      answerUsage(client, words);
      return;
    case VmmOperation.TRACE:
      answerTrace(client, words);
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
      answerStatus(words, ServerStatus.BAD_OPERATION);
  }
}

/** Handles one request in place: the words hold it first and its answer afterwards. */
export function handleRequest(vmm: Vmm, sender: u32, words: SystemWords): void {
  const forAnybody: bool =
    words.word0 === VmmOperation.EXCHANGE ||
    words.word0 === VmmOperation.ADOPTED ||
    words.word0 === VmmOperation.WHY;
  if (!forAnybody) {
    const client: Client | null = findClient(vmm, sender);
    if (client === null) {
      answerStatus(words, statusForStranger(vmm, sender));
    } else {
      handleOwn(vmm, client, words);
    }
  } else if (numberOf(vmm, sender) === SLOT_NONE) {
    answerStatus(words, ServerStatus.NOT_ALLOWED);
  } else if (words.word0 === VmmOperation.EXCHANGE) {
    exchange(vmm, sender, words);
  } else if (words.word0 === VmmOperation.ADOPTED) {
    adopted(vmm, words);
  } else {
    why(vmm, sender, words);
  }
}
