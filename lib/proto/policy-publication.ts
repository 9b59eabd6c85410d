/**
 * What the ACL server publishes at POLICY_VIEW: the policy's epoch and the last revocations.
 *
 * Written by the ACL server alone. It appends a record first and moves the epoch on last, in that order; a reader
 * that finds records between the epoch it knows and the present one missing has fallen behind and asks anew about everything.
 */
import type { RevocationKind } from "./acl.ts";

export const POLICY_MAGIC: u32 = 0x4c4f_504d; // "MPOL"
export const REVOCATIONS_MAX = 64;

/** Record of epoch e stands at e % REVOCATIONS_MAX. */
export class Revocation {
  /** The epoch that began with it; an epoch whose record is not there only granted. */
  epoch: u32 = 0;
  kind: RevocationKind = 0 as RevocationKind;
  /** A Right. */
  right: u32 = 0;
  /** Subject code of lib/proto/acl.ts; MANIFEST_NONE for everyone. */
  subject: u32 = 0;
  /** Of SUBJECT; MANIFEST_NONE for every object. */
  object: u32 = 0;
  /** Of RULE: whose verdict it was. */
  rule: u32 = 0;
  /** Of RANGE. */
  address: u32 = 0;
  bytes: u32 = 0;
}

export class PolicyPublication {
  magic: u32 = 0;
  /** The policy's state; never 0 once the server runs. Everyone compares verdicts with it. */
  epoch: u32 = 0;
  revocations: FixedArray<Revocation, typeof REVOCATIONS_MAX> = zeroed();
}
