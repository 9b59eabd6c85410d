/**
 * A model of ACL server and IPC cache server for the tests of lib/vmm: a limit for each client's memory and for each
 * pair of client and owner, an epoch, the ring of revocations, and who has acknowledged.
 */
import { MANIFEST_NONE, MANIFEST_SUBJECT_LABEL, Right } from "../../../lib/abi/manifest.ts";
import { PAGE_SHIFT } from "../../../lib/abi/memory-map.ts";
import { RevocationKind } from "../../../lib/proto/acl.ts";
import { decideAmount, type Question, refuseWithoutRule, type Verdict } from "../../../lib/proto/decision.ts";
import {
  type PolicyPublication,
  REVOCATIONS_MAX,
  type Revocation,
} from "../../../lib/proto/policy-publication.ts";
import { ServerStatus } from "../../../lib/proto/server-status.ts";
import { FIRST_PAGE } from "../../../lib/vmm/regions.ts";
import { alive, CLIENTS, machine, PAGES, TASKS } from "./vmm-machine.ts";
import { type Random, randomBelow } from "./xorshift.ts";

const PAIRS = 16;
/** The first two clients have the label. */
const LABELLED: u32 = 2;
const SHARED_RULES: u32 = 100;

class Acl {
  publication: PolicyPublication = zeroed();
  /** Pages. */
  memory: FixedArray<u32, typeof CLIENTS> = zeroed();
  /** Pages, at client × CLIENTS + owner. */
  shared: FixedArray<u32, typeof PAIRS> = zeroed();
  /** Bit n: client n may have lost something since the last check. */
  touched: u32 = 0;
  /** The epoch that server n has acknowledged. */
  acknowledged: FixedArray<u32, typeof TASKS> = zeroed();
  /** The epoch of the last revocation: grants do not wait for anybody. */
  awaited: u32 = 0;
  /** Bit n: server n is to hear of the policy's change. */
  changed: u32 = 0;
  /** Bit n: server n has asked for an alarm. */
  alarms: u32 = 0;
  /** One in so many questions nobody answers; 0: all are answered. */
  silence: u32 = 0;
  /** Now and then the policy changes between an answer and its use. */
  races: bool = false;
  /** The range that was revoked last, until it is checked. */
  rangeClient: u32 = 0;
  rangeFirst: u32 = 0;
  rangeEnd: u32 = 0;
  rangeTick: u32 = 0;
  /** Steps so far. */
  tick: u32 = 0;
}

export const acl: Acl = zeroed();
export const random: Random = zeroed();

export function startAcl(): void {
  acl.publication.epoch = 1;
  acl.silence = 200;
  acl.races = true;
}

function limitOf(question: Question, client: u32): u32 {
  if (question.right === Right.MEMORY) {
    return acl.memory[client];
  }
  return acl.shared[client * CLIENTS + question.object];
}

/** What the cache or the ACL server answers. */
export function modelDecide(question: Question, verdict: Verdict): bool {
  if (!alive() || (acl.silence !== 0 && randomBelow(random, acl.silence) === 0)) {
    refuseWithoutRule(verdict, ServerStatus.NO_DECISION);
    return false;
  }
  verdict.epoch = acl.publication.epoch;
  verdict.grant = true;
  verdict.hit = randomBelow(random, 2) === 0;
  verdict.limit = 1;
  verdict.rule = 99;
  if (question.right === Right.MEMORY || question.right === Right.SHARED_MEMORY) {
    const client: u32 = (question.subject & 0xfff0) / 16 - 1;
    verdict.limit = limitOf(question, client) << PAGE_SHIFT;
    verdict.rule = client + (question.right === Right.MEMORY ? 1 : SHARED_RULES);
  }
  decideAmount(verdict, question.amount);
  if (acl.races && randomBelow(random, 60) === 0) {
    publishRevocation();
  }
  return verdict.hit;
}

export function modelAcknowledge(epoch: u32, _pages: u32): bool {
  if (!alive()) {
    return false;
  }
  acl.acknowledged[machine.caller] = epoch;
  return true;
}

export function modelTicks(): u32 {
  return acl.tick;
}

export function modelAlarm(_ticks: u32): void {
  acl.alarms |= u32(1) << machine.caller;
}

export function modelPublication(): PolicyPublication {
  return acl.publication;
}

/** The next epoch grants somebody more. */
export function grantMore(client: u32, owner: u32, pages: u32): void {
  if (client === owner) {
    acl.memory[client] = acl.memory[client] > pages ? acl.memory[client] : pages;
  } else {
    const pair: u32 = client * CLIENTS + owner;
    acl.shared[pair] = acl.shared[pair] > pages ? acl.shared[pair] : pages;
  }
  acl.publication.epoch += 1;
}

function append(kind: RevocationKind, right: Right, subject: u32, object: u32): Revocation {
  const epoch: u32 = acl.publication.epoch + 1;
  const record: Revocation = acl.publication.revocations[epoch % REVOCATIONS_MAX];
  record.epoch = epoch;
  record.kind = kind;
  record.right = right;
  record.subject = subject;
  record.object = object;
  record.rule = 0;
  record.address = 0;
  record.bytes = 0;
  return record;
}

function takeShared(owner: u32): void {
  for (let client: u32 = 0; client < CLIENTS; client++) {
    acl.shared[client * CLIENTS + owner] = 0;
  }
  append(RevocationKind.SUBJECT, Right.SHARED_MEMORY, MANIFEST_NONE, owner);
}

function takeFromLabel(): void {
  for (let client: u32 = 0; client < LABELLED; client++) {
    acl.memory[client] /= 2;
  }
  append(RevocationKind.SUBJECT, Right.MEMORY, MANIFEST_SUBJECT_LABEL, MANIFEST_NONE);
}

function takeRange(client: u32): void {
  acl.rangeClient = client;
  acl.rangeTick = acl.tick;
  acl.rangeFirst = randomBelow(random, PAGES);
  acl.rangeEnd = acl.rangeFirst + 1 + randomBelow(random, PAGES - acl.rangeFirst);
  const record: Revocation = append(RevocationKind.RANGE, Right.MEMORY, client, MANIFEST_NONE);
  record.address = (FIRST_PAGE + acl.rangeFirst) << PAGE_SHIFT;
  record.bytes = (acl.rangeEnd - acl.rangeFirst) << PAGE_SHIFT;
}

/** Publishes a revocation of any kind. Everybody is to hear of it; it has not returned yet. */
export function publishRevocation(): void {
  const client: u32 = randomBelow(random, CLIENTS);
  acl.rangeEnd = 0;
  switch (randomBelow(random, 5)) {
    case 0:
      acl.memory[client] = 0;
      append(RevocationKind.SUBJECT, Right.MEMORY, client, MANIFEST_NONE);
      break;
    case 1:
      takeShared(client);
      break;
    case 2:
      takeFromLabel();
      break;
    case 3:
      acl.memory[client] /= 2;
      append(RevocationKind.RULE, Right.MEMORY, MANIFEST_NONE, MANIFEST_NONE).rule = client + 1;
      break;
    default:
      takeRange(client);
  }
  acl.publication.epoch += 1;
  acl.awaited = acl.publication.epoch;
  acl.touched = 0xffff_ffff;
  for (let i: u32 = CLIENTS; i < TASKS; i++) {
    acl.changed |= u32(1) << i;
  }
}

/** Whether every server has acknowledged the last revocation. */
export function allAcknowledged(): bool {
  for (let i: u32 = CLIENTS; i < TASKS; i++) {
    if (acl.acknowledged[i] < acl.awaited) {
      return false;
    }
  }
  return true;
}
