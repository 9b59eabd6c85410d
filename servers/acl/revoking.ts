/**
 * REVOKE from its first word to its late answer (docs/decisions/0021): the policy changes, the managers are notified,
 * they acknowledge or are seized, the caller is answered. This server never calls and never waits for one of them.
 */
import { TaskKind } from "../../lib/abi/information.ts";
import { MANIFEST_NONE, type ManifestRule, PolicyUse } from "../../lib/abi/manifest.ts";
import { NOTIFICATION_POLICY_CHANGED } from "../../lib/abi/message.ts";
import { Status } from "../../lib/abi/status.ts";
import { lowestBit } from "../../lib/core/bits.ts";
import { findIdentity } from "../../lib/core/identity-map.ts";
import {
  REVOCATION_KIND_MASK,
  REVOCATION_KIND_SHIFT,
  RevocationKind,
  RUNTIME_RULES_START,
} from "../../lib/proto/acl.ts";
import { AuditKind } from "../../lib/proto/acl-records.ts";
import { REVOCATIONS_MAX } from "../../lib/proto/policy-publication.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import { systemInformation, taskCount, taskEntry } from "../../lib/user/information.ts";
import { notify, taskAlarm } from "../../lib/user/kernel-calls.ts";
import { policyPublication } from "../../lib/user/policy-view.ts";
import { printLine } from "../../lib/user/print.ts";
import { selfIdentity } from "../../lib/user/self.ts";
import { revoke, type Taking } from "./change.ts";
import { applyChange, isKernels } from "./entitle.ts";
import { allManagers, managersOf } from "./managers.ts";
import { NO_SLOT, slotOfNumber } from "./records.ts";
import {
  ACKNOWLEDGE_TICKS,
  acknowledge,
  beginPending,
  endPending,
  finishedPlace,
  NOBODY_WAITS,
  overduePlace,
  type Pending,
  ROUNDS_MAX,
  ticksToDeadline,
} from "./revocations.ts";
import { ruleInSlot } from "./rule-table.ts";
import { handBack, seizeManager, takeFromSeized } from "./seize.ts";
import { audit, mayUsePolicy, pendings, policy, tasks, ticksNow } from "./state.ts";

/** Epochs after which every manager is told: half of those that the ring holds. */
const TELL_ALL_EPOCHS: u32 = REVOCATIONS_MAX / 2;
const RIGHT_SHIFT: u32 = 8;
const RIGHT_MASK: u32 = 0xff;

function decodeTaking(words: SystemWords, taking: Taking): void {
  taking.kind = ((words.word0 >>> REVOCATION_KIND_SHIFT) & REVOCATION_KIND_MASK) as RevocationKind;
  taking.right = (words.word0 >>> RIGHT_SHIFT) & RIGHT_MASK;
  taking.subject = taking.kind === RevocationKind.RULE ? MANIFEST_NONE : words.word1;
  taking.object = words.word2;
  taking.rule = taking.kind === RevocationKind.RULE ? words.word1 : 0;
  taking.address = words.word2;
  taking.bytes = words.word3;
}

/** Whether taking the rule away would give somebody more: then the caller must be allowed to grant as well. */
function isDenial(rule: u32): bool {
  if (rule === 0 || rule > policy.described.ruleCount) {
    return rule >= RUNTIME_RULES_START && deniesAtRunTime(rule);
  }
  return ruleInSlot(policy.table, rule - 1).allow === 0;
}

function deniesAtRunTime(rule: u32): bool {
  for (const kept of policyPublication().rules) {
    if (kept.number === rule) {
      return kept.allow === 0;
    }
  }
  return false;
}

/** Epoch of the last revocation of which every manager was told. */
let toldAll: u32 = 0;

/** Tells every manager that runs. Returns, as bits of task numbers, who of them has somebody's memory. */
export function notifyEveryManager(): u32 {
  toldAll = policy.epoch;
  notifyThese(allManagers());
  return managersOf(MANIFEST_NONE);
}

function notifyThese(managers: u32): void {
  for (let rest: u32 = managers; rest !== 0; rest &= rest - 1) {
    notify(taskEntry(lowestBit(rest)).identity, NOTIFICATION_POLICY_CHANGED);
  }
}

/** Whether a revocation can be about one task's memory only. */
function isAboutOne(taking: Taking): bool {
  const byTask: bool = taking.kind === RevocationKind.SUBJECT || taking.kind === RevocationKind.RANGE;
  return byTask && taking.subject < policy.described.taskCount;
}

/**
 * Tells the managers whose clients a revocation can be about; says, as bits of task numbers, who has to acknowledge.
 * Others come to know of it when they are next told: at the latest before the ring has no record of it any more. A
 * manager without a described client has nothing that a verdict justified.
 */
function notifyManagers(taking: Taking): u32 {
  if (!isAboutOne(taking) || policy.epoch - toldAll >= TELL_ALL_EPOCHS) {
    return notifyEveryManager();
  }
  const manager: u32 = managersOf(taking.subject);
  notifyThese(manager);
  return manager;
}

/** An alarm is set. It comes no later than any deadline: those that begin later end later. */
let alarmIsSet: bool = false;

/** Sets the alarm for the next deadline, unless one comes before it. */
function setAlarm(now: u32): void {
  const ticks: u32 = alarmIsSet ? 0 : ticksToDeadline(pendings, now);
  if (ticks === 0) {
    return;
  }
  alarmIsSet = taskAlarm(selfIdentity(), ticks) === Status.OK;
  if (!alarmIsSet) {
    printLine("acl: the kernel refuses an alarm");
  }
}

/** The words of which rules will say something else; right 0 where the policy stays. */
function findChanged(taking: Taking, changed: ManifestRule): void {
  if (taking.kind === RevocationKind.SUBJECT) {
    changed.subject = taking.subject;
    changed.right = taking.right;
    changed.object = taking.object;
  } else if (taking.kind === RevocationKind.RULE) {
    const slot: u32 = slotOfNumber(policy, policyPublication(), taking.rule);
    if (slot !== NO_SLOT) {
      copy(changed, ruleInSlot(policy.table, slot));
    }
  }
}

/** Begins a revocation. Returns a status; OK: the caller is answered when all have acknowledged. */
export function beginRevocation(sender: u32, words: SystemWords): ServerStatus {
  const taking: Taking = zeroed();
  decodeTaking(words, taking);
  if (!mayUsePolicy(sender, PolicyUse.REVOKE)) {
    return ServerStatus.NOT_ALLOWED;
  }
  const widens: bool = taking.kind === RevocationKind.RULE && isDenial(taking.rule);
  if (widens && !mayUsePolicy(sender, PolicyUse.GRANT)) {
    return ServerStatus.NOT_ALLOWED;
  }
  const changed: ManifestRule = zeroed();
  findChanged(taking, changed);
  const status: ServerStatus = revoke(policy, policyPublication(), taking);
  if (status !== ServerStatus.OK) {
    return status;
  }
  audit(AuditKind.REVOKE, sender, taking.subject, taking.right, taking.object, taking.bytes, taking.rule);
  const now: u32 = ticksNow();
  const place: u32 = findIdentity(tasks, sender);
  const deadline: u32 = now + ACKNOWLEDGE_TICKS;
  const pending: Pending = beginPending(pendings, place, sender, policy.epoch, 0, deadline);
  pending.taking.kind = taking.kind;
  pending.taking.right = taking.right;
  pending.taking.subject = taking.subject;
  pending.taking.object = taking.object;
  pending.taking.rule = taking.rule;
  pending.taking.address = taking.address;
  pending.taking.bytes = taking.bytes;
  pending.pages = takeFromSeized(taking);
  if (isKernels(changed.right)) {
    pending.pages += applyChange(changed.subject, changed.right, changed.object);
  }
  pending.version = systemInformation().version;
  pending.waitingFor = notifyManagers(taking);
  if (pending.waitingFor !== 0) {
    setAlarm(now);
  }
  return ServerStatus.OK;
}

/**
 * Where all have acknowledged but memory has changed hands since they were asked, one may have given a client away before it
 * looked, and the other got it afterwards: they are asked again. After ROUNDS_MAX the caller is told that it is not sure.
 */
function askAnew(): void {
  const version: u32 = systemInformation().version;
  for (let rest: u32 = pendings.taken; rest !== 0; rest &= rest - 1) {
    const pending: Pending = pendings.items[lowestBit(rest)];
    if (pending.waitingFor === 0 && pending.version !== version) {
      if (pending.rounds === ROUNDS_MAX) {
        pending.status = ServerStatus.TIMED_OUT;
        pending.version = version;
      } else {
        const now: u32 = ticksNow();
        pending.rounds += 1;
        pending.version = version;
        pending.deadline = now + ACKNOWLEDGE_TICKS;
        pending.waitingFor = notifyManagers(pending.taking);
        setAlarm(now);
      }
    }
  }
}

/** A manager says that it has done what the epoch's record names. */
export function onAcknowledge(sender: u32, words: SystemWords): ServerStatus {
  const task: u32 = findIdentity(tasks, sender);
  if (task >= policy.described.taskCount || taskEntry(task).kind !== TaskKind.VMM) {
    return ServerStatus.NOT_ALLOWED;
  }
  if (words.word1 > policy.epoch) {
    return ServerStatus.BAD_ARGUMENT;
  }
  acknowledge(pendings, task, words.word1, words.word2);
  handBack(task, sender);
  askAnew();
  return ServerStatus.OK;
}

/** Takes from the managers that one overdue revocation waits for. */
function seizeFor(pending: Pending): void {
  for (let task: u32 = 0; task < taskCount(); task++) {
    const bit: u32 = 1 << (task & 31);
    if ((pending.waitingFor & bit) !== 0) {
      pending.waitingFor &= ~bit;
      const manager: u32 = taskEntry(task).identity;
      const seized: bool = seizeManager(task);
      const pages: u32 = takeFromSeized(pending.taking);
      pending.pages += pages;
      if (seized) {
        pending.seized += 1;
        audit(AuditKind.SEIZED, selfIdentity(), manager, 0, MANIFEST_NONE, pages, pending.taking.rule);
      } else if ((managersOf(MANIFEST_NONE) & bit) !== 0) {
        pending.status = ServerStatus.TIMED_OUT;
      }
    }
  }
}

/** The alarm: whoever is beyond its deadline loses its spaces. */
export function onAlarm(): void {
  const now: u32 = ticksNow();
  alarmIsSet = false;
  while (true) {
    const place: u32 = overduePlace(pendings, now);
    if (place === NOBODY_WAITS) {
      break;
    }
    seizeFor(pendings.items[place]);
  }
  if (ticksToDeadline(pendings, now) !== 0) {
    setAlarm(now);
  }
}

/** Whether a caller is still to be answered. */
export function isAnyFinished(): bool {
  return finishedPlace(pendings) !== NOBODY_WAITS;
}

/** The next caller whose revocation is at its end, with its answer in the words; 0 when there is none. */
export function takeFinished(words: SystemWords): u32 {
  const place: u32 = finishedPlace(pendings);
  if (place === NOBODY_WAITS) {
    return 0;
  }
  const pending: Pending = pendings.items[place];
  const caller: u32 = pending.caller;
  words.word0 = pending.status;
  words.word1 = pending.pages;
  words.word2 = pending.epoch;
  words.word3 = pending.seized;
  audit(
    AuditKind.REVOKED,
    caller,
    pending.taking.subject,
    pending.taking.right,
    pending.taking.object,
    pending.pages,
    pending.taking.rule,
  );
  endPending(pendings, place);
  return caller;
}
