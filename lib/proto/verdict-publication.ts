/**
 * The verdict table as the IPC cache server publishes it at VERDICTS_VIEW (docs/decisions/0022).
 *
 * Written by the IPC cache server alone, one entry for a cache line. A reader takes an entry whose
 * sequence is odd, or changed while it read, for one that is not there.
 */
import { hashOfTwo } from "../core/hash.ts";
import { decideAmount, type Question, type Verdict } from "./decision.ts";

export const VERDICTS_MAGIC: u32 = 0x5652_444d; // "MDRV"
export const VERDICT_WAYS: u32 = 4;
export const VERDICT_SETS = 64;
/** VERDICT_SETS × VERDICT_WAYS. */
export const VERDICTS_MAX = 256;
/** In PublishedVerdict.lineAndGrant; the line stands above it. */
export const VERDICT_GRANTS: u32 = 1;
export const VERDICT_LINE_SHIFT: u32 = 16;

/** One verdict on (subject, right, object). */
@align(32)
export class PublishedVerdict {
  /** Odd while the writer is at it. */
  sequence: Volatile<u32> = 0;
  /** Task identity, and in its low four bits, which an identity does not use, the right. */
  subjectAndRight: Volatile<u32> = 0;
  object: Volatile<u32> = 0;
  /** 0: the entry is empty. Live while it is the epoch that the ACL server publishes. */
  epoch: Volatile<u32> = 0;
  /** Largest amount allowed; 0 with a rule that denies. */
  limit: Volatile<u32> = 0;
  /** VERDICT_GRANTS, and the line of the rule, 65535 at most. */
  lineAndGrant: Volatile<u32> = 0;
  rule: Volatile<u32> = 0;
}

export class VerdictPublication {
  verdicts: FixedArray<PublishedVerdict, typeof VERDICTS_MAX> = zeroed();
  magic: Volatile<u32> = 0;
}

/** Number of the first entry of the set that holds the question's verdict. */
export function firstOfSet(subjectAndRight: u32, object: u32): u32 {
  return (hashOfTwo(subjectAndRight, object) % VERDICT_SETS) * VERDICT_WAYS;
}

/**
 * Takes the verdict out of an entry.
 * @returns false when the writer was at it: `verdict` is nonsense then
 */
export function readPublished(
  entry: PublishedVerdict,
  question: Question,
  epoch: u32,
  verdict: Verdict,
): bool {
  const before: u32 = entry.sequence;
  if (
    entry.subjectAndRight !== (question.subject | question.right) ||
    entry.object !== question.object ||
    entry.epoch !== epoch
  ) {
    return false;
  }
  const lineAndGrant: u32 = entry.lineAndGrant;
  verdict.limit = entry.limit;
  verdict.rule = entry.rule;
  verdict.line = lineAndGrant >>> VERDICT_LINE_SHIFT;
  verdict.grant = (lineAndGrant & VERDICT_GRANTS) !== 0;
  verdict.hit = true;
  verdict.epoch = epoch;
  verdict.askedCost = 0;
  decideAmount(verdict, question.amount);
  return (before & 1) === 0 && entry.sequence === before;
}
