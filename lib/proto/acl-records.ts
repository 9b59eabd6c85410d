/**
 * Answers of the ACL server to RULE and AUDIT. Word 0 is status (low four bits), flags from bit 4, a kind
 * from bit 8 and the right from bit 16.
 *
 * | question | word 1 | word 2 | word 3 |
 * |---|---|---|---|
 * | RULE, RulePart.WHO | subject code | object | limit |
 * | RULE, RulePart.WHERE | line of the description, 0 for run-time rules | number of the next rule, 0 after the last | |
 * | AUDIT, AuditPart.WHO | asker, a task identity | subject: an identity of DECIDE, else a subject code | object |
 * | AUDIT, AuditPart.WHAT | amount, limit, or pages | rule | timer tick |
 *
 * RULE 0 answers NOT_FOUND and, as WHERE, the first rule. A record that was overwritten, or not yet written, answers NOT_FOUND with the
 * oldest number that is there in word 1 and the number of the next record in word 2.
 */

/** Flags of RULE. */
export const RULE_ALLOWS: u32 = 0x10;
/** The rule was revoked: it speaks no more. */
export const RULE_OFF: u32 = 0x20;

export const RECORD_KIND_SHIFT: u32 = 8;
export const RECORD_KIND_MASK: u32 = 0xff;
export const RECORD_RIGHT_SHIFT: u32 = 16;

export enum RulePart {
  WHO = 0,
  WHERE = 1,
}

export enum AuditPart {
  WHO = 0,
  WHAT = 1,
}

/** What an audit record tells of. */
export enum AuditKind {
  /** Somebody asked and it was refused. */
  DENIED = 1,
  /** Permissive mode: allowed, but no rule does. */
  WOULD_DENY = 2,
  /** A rule was made. */
  GRANT = 3,
  /** A revocation began. */
  REVOKE = 4,
  /** A revocation has been acknowledged by all; the amount is pages. */
  REVOKED = 5,
  /** The mode was switched; the amount is the new one. */
  MODE = 6,
  /** A silent manager lost its spaces; the subject is its identity, the amount pages. */
  SEIZED = 7,
  /** Somebody wanted to use the policy and may not; the object is the PolicyUse. */
  NOT_ALLOWED = 8,
}
