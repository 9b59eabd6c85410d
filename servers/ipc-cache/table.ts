/**
 * The table of verdicts: bounded, four places for each hash, oldest of the four makes place.
 *
 * It holds no authority. A verdict is found only while its epoch is the newest that the table has
 * seen, so that a newer policy kills all older verdicts at once; one that is older than that is
 * never stored. Pure.
 */
import { hashOfThree } from "../../lib/core/hash.ts";
import type { Question, Verdict } from "../../lib/proto/decision.ts";
import type { CacheCounters } from "../../lib/proto/ipc-cache.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";

const WAYS: u32 = 4;
const SETS = 64;
/** SETS × WAYS. */
export const VERDICTS_MAX = 256;

class Entry {
  subject: u32 = 0;
  right: u32 = 0;
  object: u32 = 0;
  /** 0: the entry is empty. */
  epoch: u32 = 0;
  grant: bool = false;
  rule: u32 = 0;
  line: u32 = 0;
  limit: u32 = 0;
}

export class VerdictTable {
  entries: FixedArray<Entry, typeof VERDICTS_MAX> = zeroed();
  /** Which of a set's places makes way next. */
  victims: FixedArray<u32, typeof SETS> = zeroed();
  /** The newest policy seen. */
  epoch: u32 = 0;
  counters: CacheCounters = zeroed();
}

function setOf(question: Question): u32 {
  return hashOfThree(question.subject, question.right, question.object) % SETS;
}

function entryAt(table: VerdictTable, set: u32, way: u32): Entry {
  return table.entries[set * WAYS + way];
}

function isLive(table: VerdictTable, entry: Entry): bool {
  return entry.epoch !== 0 && entry.epoch === table.epoch;
}

function isAbout(entry: Entry, question: Question): bool {
  return (
    entry.subject === question.subject && entry.object === question.object && entry.right === question.right
  );
}

/**
 * Looks for a live verdict on (subject, right, object). On a hit fills `verdict` except for its
 * status, which depends on the amount. Counts hit or miss.
 */
export function findVerdict(table: VerdictTable, question: Question, verdict: Verdict): bool {
  const set: u32 = setOf(question);
  for (let way: u32 = 0; way < WAYS; way++) {
    const entry: Entry = entryAt(table, set, way);
    if (isLive(table, entry) && isAbout(entry, question)) {
      verdict.grant = entry.grant;
      verdict.hit = true;
      verdict.rule = entry.rule;
      verdict.line = entry.line;
      verdict.limit = entry.limit;
      verdict.epoch = entry.epoch;
      verdict.askedCost = 0;
      table.counters.hits += 1;
      return true;
    }
  }
  table.counters.misses += 1;
  return false;
}

/** The place for a verdict: one about the same, else one that is not live, else the set's next victim. */
function placeFor(table: VerdictTable, question: Question): Entry {
  const set: u32 = setOf(question);
  for (let way: u32 = 0; way < WAYS; way++) {
    const entry: Entry = entryAt(table, set, way);
    if (isLive(table, entry) && isAbout(entry, question)) {
      return entry;
    }
  }
  for (let way: u32 = 0; way < WAYS; way++) {
    const entry: Entry = entryAt(table, set, way);
    if (!isLive(table, entry)) {
      table.counters.held += 1;
      return entry;
    }
  }
  const victim: u32 = table.victims[set];
  table.victims[set] = (victim + 1) % WAYS;
  table.counters.evictions += 1;
  return entryAt(table, set, victim);
}

/** Learns of a policy's epoch; a newer one kills every verdict in the table. */
function learnEpoch(table: VerdictTable, epoch: u32): void {
  if (epoch > table.epoch) {
    table.epoch = epoch;
    table.counters.held = 0;
  }
}

/**
 * Stores the rule's part of an ACL server's verdict.
 * @returns false, and nothing stored, when the verdict follows from an older policy than one already
 * seen, or from none; such a verdict must not be used either
 */
export function storeVerdict(table: VerdictTable, question: Question, verdict: Verdict): bool {
  learnEpoch(table, verdict.epoch);
  if (verdict.epoch === 0 || verdict.epoch !== table.epoch) {
    table.counters.stale += 1;
    return false;
  }
  const entry: Entry = placeFor(table, question);
  entry.subject = question.subject;
  entry.right = question.right;
  entry.object = question.object;
  entry.epoch = verdict.epoch;
  entry.grant = verdict.grant;
  entry.rule = verdict.rule;
  entry.line = verdict.line;
  entry.limit = verdict.limit;
  return true;
}

/** True for an answer that is the policy's word, and so may be kept. */
export function isPolicyWord(verdict: Verdict): bool {
  return verdict.status === ServerStatus.OK || verdict.status === ServerStatus.REFUSED;
}
