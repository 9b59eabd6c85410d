/**
 * WHY and LAST_REVOKED: for any page of a client, by which rule it is there, decided when and under which policy.
 */
import { ATTRIBUTE_BACKED } from "../abi/attributes.ts";
import { PolicyUse } from "../abi/manifest.ts";
import { PAGE_SHIFT } from "../abi/memory-map.ts";
import { Status } from "../abi/status.ts";
import {
  type ManagerNotes,
  type NotedRegion,
  REGION_CACHED,
  REGION_REVOKED,
} from "../proto/manager-notes.ts";
import { ServerStatus } from "../proto/server-status.ts";
import { WHY_BACKED, WHY_CACHED, WHY_POLICY_SHIFT, WHY_REVOKED, WHY_STORED } from "../proto/vmm.ts";
import type { PageMark } from "../user/page-mark.ts";
import { type Client, notesOf, policyOf, type Vmm, worldOf } from "./clients.ts";
import { answerNothing, clientAbout } from "./inspect.ts";
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

/** WHY. The words become the answer. */
export function why(vmm: Vmm, sender: u32, words: SystemWords): void {
  const page: u32 = words.word1 >>> PAGE_SHIFT;
  const client: Client | null = clientAbout(vmm, sender, words.word2, PolicyUse.QUERY, words);
  if (client !== null) {
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
