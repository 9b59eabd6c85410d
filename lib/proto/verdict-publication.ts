/**
 * The verdict table as the IPC cache server publishes it at VERDICTS_VIEW (docs/decisions/0022).
 *
 * Written by the IPC cache server alone, one entry for a cache line. A reader takes an entry whose
 * sequence is odd, or changed while it read, for one that is not there.
 */
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
