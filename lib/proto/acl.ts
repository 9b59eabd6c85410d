/**
 * The ACL server's interface. Words of question and answer: decision.ts.
 *
 * | operation | word 1 | word 2 | word 3 | answer | who may | repeating it |
 * |---|---|---|---|---|---|---|
 * | DECIDE | subject, a task identity | object | amount | a verdict | servers about anybody; a program about itself | safe |
 * | EXPLAIN | subject, a task identity | object | amount | a verdict; word 2 an Explanation with its number above bit 4 | as DECIDE, and PolicyUse.QUERY about anybody | safe |
 * | GRANT | subject code | object | limit | a verdict: rule is the new rule | PolicyUse.GRANT | makes a new rule in its place |
 * | REVOKE | see RevocationKind | | | status; pages taken away; epoch; managers that were seized | PolicyUse.REVOKE | OK, nothing left to take |
 * | RULE | rule number | RulePart | | see acl-records.ts | PolicyUse.QUERY | safe |
 * | AUDIT | record number | AuditPart | | see acl-records.ts | PolicyUse.QUERY | safe |
 * | MODE | 1 permissive, 0 enforcing | | | status; the mode before | PolicyUse.MODE | safe |
 * | ACKNOWLEDGE | epoch | pages taken away | | status | tasks of kind vmm | safe |
 * | COUNTERS | | | | status; epoch; decisions; audit records lost | everyone who may call it | safe |
 *
 * Word 0 of every request: operation in the low byte, right in the next, a RevocationKind in the third.
 * A subject code is ManifestRule's: a task number, MANIFEST_SUBJECT_LABEL with a label's number, MANIFEST_NONE.
 * The verdict is REFUSED with rule 0 when no rule speaks of the subject, right and object: deny by default.
 *
 * Rules of the manifest are numbered from 1, those of run time from RUNTIME_RULES_START, no number twice. Those of
 * run time are looked at first, the latest before the others; a new one takes the place of an older one about the
 * same subject code, right and object. GRANT answers NO_SPACE when RUNTIME_GRANTS_MAX rules of run time
 * speak, REVOKE when RUNTIME_RULES_MAX do; nothing has changed then. Right.MEMORY has no object: word 2 is not looked at.
 *
 * REVOKE is answered when all managers have acknowledged (docs/decisions/0021). OK: nothing that it names is mapped
 * any more. TIMED_OUT: a manager was silent and could not be seized; the policy has changed all the same.
 */
export enum AclOperation {
  DECIDE = 1,
  EXPLAIN = 2,
  GRANT = 3,
  REVOKE = 4,
  RULE = 5,
  AUDIT = 6,
  MODE = 7,
  ACKNOWLEDGE = 8,
  COUNTERS = 9,
}

/** The first rule made at run time has this number. */
export const RUNTIME_RULES_START: u32 = 0x10_0000;
/** Rules have 26 bits in a verdict. */
export const RULE_NUMBERS_END: u32 = 0x400_0000;

/** What REVOKE takes. */
export enum RevocationKind {
  /** Word 1 subject code, word 2 object: the subject has nothing of the right from now on, by a rule put in front. */
  SUBJECT = 1,
  /** Word 1 rule number: the rule speaks no more. */
  RULE = 2,
  /** Word 1 task number, word 2 address, word 3 bytes: what the task has in this range of its own memory goes; the policy stays. */
  RANGE = 3,
}

/** Why EXPLAIN's answer is what it is, and what would make it a yes. */
export enum Explanation {
  /** It is allowed, by the rule in the answer. */
  ALLOWED = 0,
  /** No rule speaks of it: a grant to the subject, its label or everyone would allow it. */
  NO_RULE = 1,
  /** The rule in the answer denies it: revoking that rule, or a grant, would allow it. */
  DENIED = 2,
  /** The rule in the answer allows less: the number is the amount that would fit it, 2^28 - 1 at most. */
  OVER_LIMIT = 3,
  /** Permissive mode: it is allowed although no rule does. */
  PERMISSIVE = 4,
  /** The ACL server could not read its rules, or not show the run-time rules whole: all is denied until the next boot. */
  LOCKED = 5,
}

export const EXPLANATION_MASK: u32 = 0xf;
export const EXPLANATION_NUMBER_SHIFT: u32 = 4;

/** Where a RevocationKind stands in word 0 of REVOKE. */
export const REVOCATION_KIND_SHIFT: u32 = 16;
export const REVOCATION_KIND_MASK: u32 = 0xff;
