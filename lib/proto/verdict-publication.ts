/**
 * The verdict table as the IPC cache server publishes it at VERDICTS_VIEW (docs/decisions/0022).
 *
 * Written by the IPC cache server alone, one entry for a cache line: first its epoch becomes VERDICT_EMPTY, then its sequence
 * moves on, then the words change, and its epoch is written last. A reader takes an entry whose epoch is not
 * the policy's, or whose sequence moved while it read, for one that is not there.
 */
import { hashOfTwo } from "../core/hash.ts";
import { decideAmount, type Question, type Verdict } from "./decision.ts";

export const VERDICTS_MAGIC: u32 = 0x5652_444d; // "MDRV"
export const VERDICT_WAYS: u32 = 4;
export const VERDICT_SETS = 64;
/** The high bits of a hash that are the number of a set. */
const SET_SHIFT: u32 = 26;
/** VERDICT_SETS × VERDICT_WAYS. */
export const VERDICTS_MAX = 256;
/** PublishedVerdict.epoch of an entry that is empty or being written: no policy has it. */
export const VERDICT_EMPTY: u32 = 0xffff_ffff;

/** One verdict on (subject, right, object). */
@align(32)
export class PublishedVerdict {
  /** Moves on after the entry was made empty and before anything else of it changes. */
  sequence: Volatile<u32> = 0;
  /** Task identity, and in its low four bits, which an identity does not use, the right. Never 0 in an entry that was written. */
  subjectAndRight: Volatile<u32> = 0;
  object: Volatile<u32> = 0;
  /** Live while it is the epoch that the ACL server publishes. */
  epoch: Volatile<u32> = 0;
  /** Largest amount allowed; 0 with a rule that denies. */
  limit: Volatile<u32> = 0;
  rule: Volatile<u32> = 0;
  line: Volatile<u32> = 0;
  /** The rule grants. */
  grant: Volatile<bool> = false;
}

export class VerdictPublication {
  verdicts: FixedArray<PublishedVerdict, typeof VERDICTS_MAX> = zeroed();
  magic: Volatile<u32> = 0;
}

/** Number of the first entry of the set that holds the question's verdict. */
export function firstOfSet(subjectAndRight: u32, object: u32): u32 {
  return (hashOfTwo(subjectAndRight, object) >>> SET_SHIFT) * VERDICT_WAYS;
}

/** Whether an entry is a live verdict on the question. */
export function isPublished(entry: PublishedVerdict, question: Question, epoch: u32): bool {
  return (
    entry.subjectAndRight === (question.subject | question.right) &&
    entry.object === question.object &&
    entry.epoch === epoch
  );
}

/**
 * Takes the verdict out of an entry and decides the amount by it; how it was come by (hit, askedCost) is for the caller to say.
 * @returns false, and `verdict` as it was, where the entry is not a live verdict on the question, or the writer was at it
 */
export function readPublished(
  entry: PublishedVerdict,
  question: Question,
  epoch: u32,
  verdict: Verdict,
): bool {
  const sequence: u32 = entry.sequence;
  if (!isPublished(entry, question, epoch)) {
    return false;
  }
  const limit: u32 = entry.limit;
  const rule: u32 = entry.rule;
  const line: u32 = entry.line;
  const grant: bool = entry.grant;
  if (entry.sequence !== sequence) {
    return false;
  }
  verdict.limit = limit;
  verdict.rule = rule;
  verdict.line = line;
  verdict.grant = grant;
  verdict.epoch = epoch;
  decideAmount(verdict, question.amount);
  return true;
}
