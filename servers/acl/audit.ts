/**
 * The audit ring: refusals and changes, each with a running number. It lies in the published region, so a restarted
 * server goes on with it. A full ring loses its oldest record, and everyone can see how many it lost. Pure.
 */
import { type AuditKind, RECORD_KIND_SHIFT, RECORD_RIGHT_SHIFT } from "../../lib/proto/acl-records.ts";
import {
  AUDIT_RECORDS_MAX,
  type AuditRecord,
  type PolicyPublication,
} from "../../lib/proto/policy-publication.ts";

/** What happened; `AuditRecord` says what the fields hold. */
export class AuditEntry {
  kind: AuditKind = 0 as AuditKind;
  right: u32 = 0;
  asker: u32 = 0;
  subject: u32 = 0;
  object: u32 = 0;
  amount: u32 = 0;
  rule: u32 = 0;
  tick: u32 = 0;
}

/** Appends a record; the oldest makes place. */
export function writeAudit(publication: PolicyPublication, entry: AuditEntry): void {
  const number: u32 = publication.nextRecord;
  const record: AuditRecord = publication.records[number % AUDIT_RECORDS_MAX];
  record.number = 0;
  record.kindAndRight = (entry.kind << RECORD_KIND_SHIFT) | (entry.right << RECORD_RIGHT_SHIFT);
  record.asker = entry.asker;
  record.subject = entry.subject;
  record.object = entry.object;
  record.amount = entry.amount;
  record.rule = entry.rule;
  record.tick = entry.tick;
  record.number = number;
  publication.nextRecord = number + 1;
}

/** How many records were overwritten. */
export function auditLost(publication: PolicyPublication): u32 {
  const written: u32 = publication.nextRecord - 1;
  return written > AUDIT_RECORDS_MAX ? written - AUDIT_RECORDS_MAX : 0;
}

/** The record with this number; null when it was overwritten or is not written yet. */
export function findAudit(publication: PolicyPublication, number: u32): AuditRecord | null {
  const record: AuditRecord = publication.records[number % AUDIT_RECORDS_MAX];
  return number !== 0 && record.number === number ? record : null;
}
