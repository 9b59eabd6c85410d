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

/** One verdict on (subject, right, object). */
@align(32)
export class PublishedVerdict {
  /** Odd while the writer is at it. */
  sequence: u32 = 0;
  /** Task identity. */
  subject: u32 = 0;
  right: u32 = 0;
  object: u32 = 0;
  /** 0: the entry is empty. Live while it is the epoch that the ACL server publishes. */
  epoch: u32 = 0;
  /** Largest amount allowed; with a rule that denies, 0 and `grant` is 0. */
  limit: u32 = 0;
  /** 1: the rule grants. */
  grant: u32 = 0;
  /** Line in the upper half, rule number in the lower. Rule numbers beyond 16 bits are not published. */
  lineAndRule: u32 = 0;
}

export class VerdictPublication {
  magic: u32 = 0;
  verdicts: FixedArray<PublishedVerdict, typeof VERDICTS_MAX> = zeroed();
}
