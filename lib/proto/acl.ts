/**
 * The ACL server's interface. Words of question and answer: decision.ts.
 *
 * | operation | who may | repeating it | statuses |
 * |---|---|---|---|
 * | DECIDE | servers about anybody; a program about itself | safe | OK, REFUSED, BAD_OPERATION, NOT_ALLOWED, BAD_ARGUMENT |
 *
 * The verdict is REFUSED with rule 0 when no rule speaks of the subject and right: deny by default.
 */
export enum AclOperation {
  DECIDE = 1,
}
