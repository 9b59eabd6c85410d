/**
 * The IPC cache server's interface. Words of question and answer of CHECK: decision.ts.
 *
 * | operation | words of answer | who may | repeating it | statuses |
 * |---|---|---|---|---|
 * | CHECK | decision.ts | servers about anybody; a program about itself | safe | the ACL server's, and NO_DECISION |
 * | COUNTERS | status and verdicts held (from bit 8 on); hits; misses; evictions (low half), stale (high half) | everyone who may call it | safe | OK |
 *
 * NO_DECISION: the ACL server does not answer or answered with an older policy than one already seen.
 */
export enum CacheOperation {
  CHECK = 1,
  COUNTERS = 2,
}

export class CacheCounters {
  /** Verdicts in the table now. */
  held: u32 = 0;
  hits: u32 = 0;
  misses: u32 = 0;
  /** Verdicts that made place for another; counts up to 65535. */
  evictions: u32 = 0;
  /** Verdicts not stored because they were older than the policy; counts up to 65535. */
  stale: u32 = 0;
}

const HELD_SHIFT: u32 = 8;
const HALF_MASK: u32 = 0xffff;

function half(value: u32): u32 {
  return value > HALF_MASK ? HALF_MASK : value;
}

/** Makes the words of the answer to COUNTERS. */
export function encodeCounters(counters: CacheCounters, words: SystemWords): void {
  words.word0 = counters.held << HELD_SHIFT;
  words.word1 = counters.hits;
  words.word2 = counters.misses;
  words.word3 = half(counters.evictions) | (half(counters.stale) << 16);
}

/** Reads the words of the answer to COUNTERS. */
export function decodeCounters(words: SystemWords, counters: CacheCounters): void {
  counters.held = words.word0 >>> HELD_SHIFT;
  counters.hits = words.word1;
  counters.misses = words.word2;
  counters.evictions = words.word3 & HALF_MASK;
  counters.stale = words.word3 >>> 16;
}
