/**
 * Revocations that managers have still to acknowledge, one for each task that can ask: who waits for whom, until when.
 *
 * Bits and places are task numbers of the system description. A caller that ended and asks anew takes its old place.
 * Pure: no message, no clock.
 */
import type { MANIFEST_TASKS_MAX } from "../../lib/abi/manifest.ts";
import { lowestBit } from "../../lib/core/bits.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import type { Taking } from "./change.ts";

/** Timer ticks that a manager may take to acknowledge. */
export const ACKNOWLEDGE_TICKS: u32 = 20;
/** How often the managers of one revocation are asked anew because memory has changed hands meanwhile. */
export const ROUNDS_MAX: u32 = 8;
/** No place. */
export const NOBODY_WAITS: u32 = 0xffff_ffff;

/** A revocation whose caller waits for the answer. */
export class Pending {
  /** Identity of the caller; 0: nobody waits here. */
  caller: u32 = 0;
  epoch: u32 = 0;
  /** Bit n: task number n has not acknowledged. */
  waitingFor: u32 = 0;
  /** Pages taken away. */
  pages: u32 = 0;
  /** Managers that were seized. */
  seized: u32 = 0;
  /** OK, or TIMED_OUT. */
  status: ServerStatus = ServerStatus.OK;
  deadline: u32 = 0;
  /** Version of the information page when they were asked: memory has not changed hands since while it is the same. */
  version: u32 = 0;
  /** How often they were asked anew because it was not. */
  rounds: u32 = 0;
  taking: Taking = zeroed();
}

export class Pendings {
  /** Bit n: place n is taken. Whoever looks for a place looks at these alone. */
  taken: u32 = 0;
  items: FixedArray<Pending, typeof MANIFEST_TASKS_MAX> = zeroed();
}

/** The revocation that the place is about begins; it is answered once `waitingFor` is 0. */
export function beginPending(
  pendings: Pendings,
  place: u32,
  caller: u32,
  epoch: u32,
  waitingFor: u32,
  deadline: u32,
): Pending {
  const pending: Pending = pendings.items[place];
  pendings.taken |= 1 << (place & 31);
  pending.caller = caller;
  pending.epoch = epoch;
  pending.waitingFor = waitingFor;
  pending.pages = 0;
  pending.seized = 0;
  pending.status = ServerStatus.OK;
  pending.deadline = deadline;
  pending.rounds = 0;
  return pending;
}

/**
 * Task number `manager` has done what the records up to `epoch` name, `pages` of them for this epoch.
 * Nothing happens for an epoch that nobody waits for.
 */
export function acknowledge(pendings: Pendings, manager: u32, epoch: u32, pages: u32): void {
  const bit: u32 = 1 << (manager & 31);
  for (let rest: u32 = pendings.taken; rest !== 0; rest &= rest - 1) {
    const pending: Pending = pendings.items[lowestBit(rest)];
    if (pending.epoch <= epoch && (pending.waitingFor & bit) !== 0) {
      pending.waitingFor &= ~bit;
      if (pending.epoch === epoch) {
        pending.pages += pages;
      }
    }
  }
}

/** The caller of the place has been answered. */
export function endPending(pendings: Pendings, place: u32): void {
  pendings.items[place].caller = 0;
  pendings.taken &= ~(1 << (place & 31));
}

/** The place of a revocation that can be answered, or NOBODY_WAITS. */
export function finishedPlace(pendings: Pendings): u32 {
  for (let rest: u32 = pendings.taken; rest !== 0; rest &= rest - 1) {
    const place: u32 = lowestBit(rest);
    if (pendings.items[place].waitingFor === 0) {
      return place;
    }
  }
  return NOBODY_WAITS;
}

/** Whether the tick `deadline` has come; ticks may have wrapped in between. */
function isDue(deadline: u32, now: u32): bool {
  return now - deadline < 0x8000_0000;
}

/** The place of a revocation that waits for somebody beyond its deadline, or NOBODY_WAITS. */
export function overduePlace(pendings: Pendings, now: u32): u32 {
  for (let rest: u32 = pendings.taken; rest !== 0; rest &= rest - 1) {
    const place: u32 = lowestBit(rest);
    const pending: Pending = pendings.items[place];
    if (pending.waitingFor !== 0 && isDue(pending.deadline, now)) {
      return place;
    }
  }
  return NOBODY_WAITS;
}

/** Ticks until the next deadline, at least 1; 0 when nothing waits. */
export function ticksToDeadline(pendings: Pendings, now: u32): u32 {
  let ticks: u32 = 0;
  for (let rest: u32 = pendings.taken; rest !== 0; rest &= rest - 1) {
    const pending: Pending = pendings.items[lowestBit(rest)];
    if (pending.waitingFor !== 0) {
      const left: u32 = isDue(pending.deadline, now) ? 1 : pending.deadline - now;
      ticks = ticks === 0 || left < ticks ? left : ticks;
    }
  }
  return ticks;
}
