/**
 * What a person may see and do from outside: any client's regions and traces, and its end. The client itself needs no
 * permission for what is its own.
 */
import { IDENTITY_NOBODY } from "../abi/identity.ts";
import { PolicyUse, Right } from "../abi/manifest.ts";
import { PAGE_SHIFT } from "../abi/memory-map.ts";
import { Status } from "../abi/status.ts";
import { bytesOfPages } from "../core/rounding.ts";
import type { Verdict } from "../proto/decision.ts";
import {
  type ManagerNotes,
  NOTES_REGIONS_MAX,
  type NotedRegion,
  REGION_SHARED,
} from "../proto/manager-notes.ts";
import { ServerStatus } from "../proto/server-status.ts";
import {
  encodeTraceStep,
  REGION_IS_REVOKED,
  REGION_IS_SHARED,
  TASK_SELF,
  TraceRecord,
  type TraceStep,
} from "../proto/vmm.ts";
import { findClient, refreshClients, statusForStranger } from "./adopt.ts";
import { CLIENTS_MAX, type Client, notesOf, type Vmm, worldOf } from "./clients.ts";
import { ask, statusOfVerdict } from "./decide.ts";
import { isRevoked } from "./regions.ts";
import { readStep } from "./trace.ts";

const LINE_SHIFT: u32 = 16;

/** An answer that is a status and nothing else. */
export function answerNothing(words: SystemWords, status: ServerStatus): void {
  words.word0 = status;
  words.word1 = 0;
  words.word2 = 0;
  words.word3 = 0;
}

/**
 * The client that a request is about: the sender itself, or the one of a task number, if the policy lets the sender use it so.
 * Null when there is none; the words are the answer then.
 */
export function clientAbout(
  vmm: Vmm,
  sender: u32,
  number: u32,
  use: PolicyUse,
  words: SystemWords,
): Client | null {
  const own: Client | null = findClient(vmm, sender);
  if (number === TASK_SELF || (own !== null && own.number === number)) {
    if (own === null) {
      answerNothing(words, statusForStranger(vmm, sender));
    }
    return own;
  }
  const verdict: Verdict = zeroed();
  ask(vmm, sender, Right.POLICY, use, 1, verdict);
  const allowed: ServerStatus = statusOfVerdict(verdict);
  if (allowed !== ServerStatus.OK) {
    answerNothing(words, allowed === ServerStatus.REFUSED ? ServerStatus.NOT_ALLOWED : allowed);
    return null;
  }
  refreshClients(vmm);
  if (number >= CLIENTS_MAX || vmm.clients[number].task === IDENTITY_NOBODY) {
    answerNothing(words, ServerStatus.NOT_FOUND);
    return null;
  }
  return vmm.clients[number];
}

/** REGION. The words become the answer. */
export function showRegion(vmm: Vmm, sender: u32, words: SystemWords): void {
  const index: u32 = words.word1;
  const client: Client | null = clientAbout(vmm, sender, words.word2, PolicyUse.QUERY, words);
  if (client === null) {
    return;
  }
  const notes: ManagerNotes = notesOf(client);
  if (index >= notes.regionCount || index >= NOTES_REGIONS_MAX) {
    answerNothing(words, ServerStatus.BAD_ARGUMENT);
    return;
  }
  const region: NotedRegion = notes.regions[index];
  const flags: u32 =
    (isRevoked(region) ? REGION_IS_REVOKED : 0) |
    ((region.flags & REGION_SHARED) !== 0 ? REGION_IS_SHARED : 0);
  words.word0 = ServerStatus.OK | flags | (region.line << LINE_SHIFT);
  words.word1 = region.firstPage << PAGE_SHIFT;
  words.word2 = bytesOfPages(region.pages);
  words.word3 = region.rule;
}

/** TRACE. The words become the answer. */
export function showTrace(vmm: Vmm, sender: u32, words: SystemWords): void {
  const record: u32 = words.word1;
  const stepNumber: u32 = words.word2;
  const number: u32 = words.word3 === 0 ? TASK_SELF : words.word3 - 1;
  const client: Client | null = clientAbout(vmm, sender, number, PolicyUse.QUERY, words);
  if (client === null) {
    return;
  }
  const step: TraceStep = zeroed();
  step.status = ServerStatus.BAD_ARGUMENT;
  if (record === TraceRecord.REQUEST) {
    readStep(client.lastRequest, stepNumber, step);
  } else if (record === TraceRecord.FAULT) {
    readStep(client.lastFault, stepNumber, step);
  }
  encodeTraceStep(step, words);
}

/** COUNTERS. The words become the answer. */
export function showCounters(vmm: Vmm, words: SystemWords): void {
  answerNothing(words, ServerStatus.OK);
  words.word1 = vmm.published;
  words.word2 = vmm.questions - vmm.published;
}

/** STOP. The words become the answer. */
export function stopClient(vmm: Vmm, sender: u32, words: SystemWords): void {
  const client: Client | null = clientAbout(vmm, sender, words.word1, PolicyUse.REVOKE, words);
  if (client === null) {
    return;
  }
  if (client.task === sender) {
    answerNothing(words, ServerStatus.NOT_ALLOWED);
    return;
  }
  const status: Status = worldOf(vmm).stop(client.task);
  answerNothing(words, status === Status.OK ? ServerStatus.OK : ServerStatus.KERNEL_REFUSED);
}
