/**
 * What the ACL server keeps at POLICY_VIEW (docs/decisions/0020, 0021): the policy's epoch and the last revocations,
 * for everyone who sees the region, and its run-time rules and audit records, which a restarted ACL server finds there.
 *
 * Written by the ACL server alone. It writes a revocation's record first and the epoch last; a reader that knows an
 * epoch more than REVOCATIONS_MAX before the present one has fallen behind and asks anew about everything.
 * A rule's number is written last and taken away first, so that a writer that ends in between leaves a free place.
 */
import type { RevocationKind } from "./acl.ts";

export const POLICY_MAGIC: u32 = 0x4c4f_504d; // "MPOL"
export const REVOCATIONS_MAX = 64;
/** Rules of run time that speak at the same time, and rules of the manifest that were revoked. */
export const RUNTIME_RULES_MAX = 256;
/** As many of these as GRANT may take, so that there is always room for a revocation. */
export const RUNTIME_GRANTS_MAX = 128;
export const AUDIT_RECORDS_MAX = 512;

/** Record of epoch e stands at e % REVOCATIONS_MAX. */
export class Revocation {
  /** The epoch that began with it; an epoch whose record is not there only granted. */
  epoch: Volatile<u32> = 0;
  kind: Volatile<RevocationKind> = 0 as RevocationKind;
  /** A Right. */
  right: Volatile<u32> = 0;
  /** Subject code of lib/proto/acl.ts; MANIFEST_NONE for everyone. Of RANGE the task number. */
  subject: Volatile<u32> = 0;
  /** Of SUBJECT; MANIFEST_NONE for every object. */
  object: Volatile<u32> = 0;
  /** Of RULE: whose verdict it was. */
  rule: Volatile<u32> = 0;
  /** Of RANGE. */
  address: Volatile<u32> = 0;
  bytes: Volatile<u32> = 0;
}

/** A rule of run time, or, with the number of a rule of the manifest, word that this one speaks no more. */
export class RuntimeRule {
  /** 0: the place is free. */
  number: Volatile<u32> = 0;
  subject: Volatile<u32> = 0;
  right: Volatile<u32> = 0;
  object: Volatile<u32> = 0;
  allow: Volatile<u32> = 0;
  limit: Volatile<u32> = 0;
  /** Made of the others: a record that somebody else has touched does not fit it. */
  check: Volatile<u32> = 0;
}

/** Record number n stands at n % AUDIT_RECORDS_MAX. */
export class AuditRecord {
  number: Volatile<u32> = 0;
  /** AuditKind of acl-records.ts in the low half, Right in the upper one. */
  kindAndRight: Volatile<u32> = 0;
  asker: Volatile<u32> = 0;
  subject: Volatile<u32> = 0;
  object: Volatile<u32> = 0;
  amount: Volatile<u32> = 0;
  rule: Volatile<u32> = 0;
  tick: Volatile<u32> = 0;
}

/** PolicyPublication.mode: what the manifest says. */
export const MODE_OF_MANIFEST: u32 = 0;
export const MODE_ENFORCING: u32 = 1;
export const MODE_PERMISSIVE: u32 = 2;

export class PolicyPublication {
  magic: Volatile<u32> = 0;
  /** The policy's state. Everyone compares verdicts with it. 0: no verdict counts. */
  epoch: Volatile<u32> = 0;
  /** Number of the next rule of run time. */
  nextRule: Volatile<u32> = 0;
  /** MODE_* */
  mode: Volatile<u32> = 0;
  /** Number of the next audit record; the first is 1. */
  nextRecord: Volatile<u32> = 0;
  revocations: FixedArray<Revocation, typeof REVOCATIONS_MAX> = zeroed();
  rules: FixedArray<RuntimeRule, typeof RUNTIME_RULES_MAX> = zeroed();
  records: FixedArray<AuditRecord, typeof AUDIT_RECORDS_MAX> = zeroed();
}
