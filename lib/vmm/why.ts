/**
 * WHY and LAST_REVOKED: for any page of a client, by which rule it is there, decided when and under which policy.
 */
import { ATTRIBUTE_BACKED } from "../abi/attributes.ts";
import { IDENTITY_NOBODY } from "../abi/identity.ts";
import { PolicyUse, Right } from "../abi/manifest.ts";
import { PAGE_SHIFT } from "../abi/memory-map.ts";
import { Status } from "../abi/status.ts";
import type { Verdict } from "../proto/decision.ts";
import {
  type ManagerNotes,
  type NotedRegion,
  REGION_CACHED,
  REGION_REVOKED,
} from "../proto/manager-notes.ts";
import { ServerStatus } from "../proto/server-status.ts";
import {
  TASK_SELF,
  WHY_BACKED,
  WHY_CACHED,
  WHY_POLICY_SHIFT,
  WHY_REVOKED,
  WHY_STORED,
} from "../proto/vmm.ts";
import type { PageMark } from "../user/page-mark.ts";
import { findClient, statusForStranger } from "./adopt.ts";
import { CLIENTS_MAX, type Client, notesOf, policyOf, type Vmm, worldOf } from "./clients.ts";
import { ask, statusOfVerdict } from "./decide.ts";
import { findRegion, REGION_NONE } from "./regions.ts";

const LINE_SHIFT: u32 = 16;

function flagsOf(vmm: Vmm, client: Client, region: NotedRegion, page: u32): u32 {
  const state: PageMark = zeroed();
  let flags: u32 = policyOf(vmm).policy << WHY_POLICY_SHIFT;
  flags |= (region.flags & REGION_CACHED) !== 0 ? WHY_CACHED : 0;
  flags |= (region.flags & REGION_REVOKED) !== 0 ? WHY_REVOKED : 0;
  flags |= policyOf(vmm).stored(client, page) ? WHY_STORED : 0;
  const found: Status = worldOf(vmm).get(client.space, page << PAGE_SHIFT, state);
  if (found === Status.OK && (state.attributes & ATTRIBUTE_BACKED) !== 0) {
    flags |= WHY_BACKED;
  }
  return flags;
}

function answerFor(vmm: Vmm, client: Client, page: u32, words: SystemWords): void {
  const notes: ManagerNotes = notesOf(client);
  const index: u32 = findRegion(notes, page);
  words.word0 = ServerStatus.NOT_FOUND;
  words.word1 = 0;
  words.word2 = 0;
  words.word3 = 0;
  if (index !== REGION_NONE) {
    const region: NotedRegion = notes.regions[index];
    words.word0 = ServerStatus.OK | flagsOf(vmm, client, region, page) | (region.line << LINE_SHIFT);
    words.word1 = region.rule;
    words.word2 = region.epoch;
    words.word3 = region.tick;
  }
}

function answerNothing(words: SystemWords, status: ServerStatus): void {
  words.word0 = status;
  words.word1 = 0;
  words.word2 = 0;
  words.word3 = 0;
}

/** About another task: only by whoever may query the policy. */
function whyOfOther(vmm: Vmm, sender: u32, number: u32, page: u32, words: SystemWords): void {
  const verdict: Verdict = zeroed();
  ask(vmm, sender, Right.POLICY, PolicyUse.QUERY, 1, verdict);
  const allowed: ServerStatus = statusOfVerdict(verdict);
  if (allowed !== ServerStatus.OK) {
    answerNothing(words, allowed === ServerStatus.REFUSED ? ServerStatus.NOT_ALLOWED : allowed);
  } else if (number >= CLIENTS_MAX || vmm.clients[number].task === IDENTITY_NOBODY) {
    answerNothing(words, ServerStatus.NOT_FOUND);
  } else {
    answerFor(vmm, vmm.clients[number], page, words);
  }
}

/** WHY. The words become the answer. */
export function why(vmm: Vmm, sender: u32, words: SystemWords): void {
  const page: u32 = words.word1 >>> PAGE_SHIFT;
  const number: u32 = words.word2;
  const client: Client | null = findClient(vmm, sender);
  if (number !== TASK_SELF && (client === null || client.number !== number)) {
    whyOfOther(vmm, sender, number, page, words);
  } else if (client === null) {
    answerNothing(words, statusForStranger(vmm, sender));
  } else {
    answerFor(vmm, client, page, words);
  }
}

/** LAST_REVOKED. The words become the answer. */
export function lastRevoked(client: Client, words: SystemWords): void {
  const notes: ManagerNotes = notesOf(client);
  const index: u32 = findRegion(notes, notes.revokedAddress >>> PAGE_SHIFT);
  answerNothing(words, ServerStatus.NOT_FOUND);
  if (notes.revokedAddress !== 0 && index !== REGION_NONE) {
    const region: NotedRegion = notes.regions[index];
    words.word0 = ServerStatus.OK | (region.line << LINE_SHIFT);
    words.word1 = notes.revokedAddress;
    words.word2 = region.rule;
    words.word3 = region.epoch;
  }
}
