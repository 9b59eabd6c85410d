/**
 * The table of verdicts: bounded, four places for each hash, the oldest of the four makes place. It lies in the region
 * that all servers read (docs/decisions/0022), so each change is in the order that lib/proto/verdict-publication.ts states.
 *
 * It holds no authority. A verdict is found only while its epoch is the one that the ACL server publishes, so
 * that a newer policy kills all older verdicts at once; one that is older than that is never stored. Pure.
 */
import type { Question, Verdict } from "../../lib/proto/decision.ts";
import type { CacheCounters } from "../../lib/proto/ipc-cache.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import {
  firstOfSet,
  type PublishedVerdict,
  readPublished,
  VERDICT_EMPTY,
  type VERDICT_SETS,
  VERDICT_WAYS,
  VERDICTS_MAGIC,
  VERDICTS_MAX,
  type VerdictPublication,
} from "../../lib/proto/verdict-publication.ts";

/** What only the IPC cache server itself knows. */
export class TableState {
  /** Which of a set's places makes way next. */
  victims: FixedArray<u32, typeof VERDICT_SETS> = zeroed();
  /** The policy that the counter of held verdicts is about. */
  epoch: u32 = 0;
  counters: CacheCounters = zeroed();
}

/** Forgets every verdict: a server that starts again cannot say which of them it had finished writing. */
export function clearVerdicts(table: VerdictPublication): void {
  table.magic = 0;
  for (let i: u32 = 0; i < VERDICTS_MAX; i++) {
    table.verdicts[i].epoch = VERDICT_EMPTY;
    table.verdicts[i].sequence += 1;
  }
  table.magic = VERDICTS_MAGIC;
}

/** Learns of the policy's epoch; another one has killed every verdict in the table. */
function learnEpoch(state: TableState, epoch: u32): void {
  if (epoch !== state.epoch) {
    state.epoch = epoch;
    state.counters.held = 0;
  }
}

/**
 * Looks for a live verdict on (subject, right, object) and decides the amount by it. Counts hit or miss.
 * @param epoch the policy's, as the ACL server publishes it
 */
export function findVerdict(
  table: VerdictPublication,
  state: TableState,
  epoch: u32,
  question: Question,
  verdict: Verdict,
): bool {
  const first: u32 = firstOfSet(question.subject | question.right, question.object);
  for (let way: u32 = 0; way < VERDICT_WAYS; way++) {
    if (readPublished(table.verdicts[first + way], question, epoch, verdict)) {
      verdict.hit = true;
      verdict.askedCost = 0;
      state.counters.hits += 1;
      return true;
    }
  }
  state.counters.misses += 1;
  return false;
}

/** The place for a verdict of which no live one is there: one that is not live, else the set's next victim. */
function placeFor(table: VerdictPublication, state: TableState, question: Question): PublishedVerdict {
  const first: u32 = firstOfSet(question.subject | question.right, question.object);
  for (let way: u32 = 0; way < VERDICT_WAYS; way++) {
    const entry: PublishedVerdict = table.verdicts[first + way];
    if (entry.epoch !== state.epoch) {
      state.counters.held += 1;
      return entry;
    }
  }
  const set: u32 = first / VERDICT_WAYS;
  const victim: u32 = state.victims[set];
  state.victims[set] = (victim + 1) % VERDICT_WAYS;
  state.counters.evictions += 1;
  return table.verdicts[first + victim];
}

/**
 * Stores the rule's part of an ACL server's verdict on what `findVerdict` has just not found.
 * @param epoch the policy's, as the ACL server publishes it now
 * @returns false, and nothing stored, when the verdict follows from another policy; it must not be used either
 */
export function storeVerdict(
  table: VerdictPublication,
  state: TableState,
  epoch: u32,
  question: Question,
  verdict: Verdict,
): bool {
  learnEpoch(state, epoch);
  if (epoch === 0 || verdict.epoch !== epoch) {
    state.counters.stale += 1;
    return false;
  }
  const entry: PublishedVerdict = placeFor(table, state, question);
  entry.epoch = VERDICT_EMPTY;
  entry.sequence += 1;
  entry.subjectAndRight = question.subject | question.right;
  entry.object = question.object;
  entry.limit = verdict.limit;
  entry.rule = verdict.rule;
  entry.line = verdict.line;
  entry.grant = verdict.grant;
  entry.epoch = epoch;
  return true;
}

/** True for an answer that is the policy's word. */
export function isPolicyWord(verdict: Verdict): bool {
  return verdict.status === ServerStatus.OK || verdict.status === ServerStatus.REFUSED;
}

/** True for an answer of the ACL server that holds now but that nobody may keep: permissive mode, or a locked policy. */
export function isForOnce(verdict: Verdict): bool {
  return verdict.epoch === 0;
}
