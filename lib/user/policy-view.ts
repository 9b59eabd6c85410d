/** What the ACL server publishes, for the servers that the description lets read it, and the answer it waits for. */
import { POLICY_VIEW } from "../abi/memory-map.ts";
import { Status } from "../abi/status.ts";
import { AclOperation } from "../proto/acl.ts";
import type { PolicyPublication } from "../proto/policy-publication.ts";
import { SERVER_STATUS_MASK, ServerStatus } from "../proto/server-status.ts";
import { aclIdentity } from "./information.ts";
import { callTask } from "./kernel-calls.ts";

/** The publication itself. Another task writes it: read a field again after each call that lets others run. */
export function policyPublication(): PolicyPublication {
  return referenceAt<PolicyPublication>(POLICY_VIEW);
}

/** The policy's epoch: a verdict of any other one does not count. 0: none counts. */
export function publishedEpoch(): u32 {
  return policyPublication().epoch;
}

/**
 * ACKNOWLEDGE, for VMM servers: revocations up to `epoch` have been applied, `pages` pages went. False: the ACL server
 * did not take it.
 */
export function acknowledgeRevocation(epoch: u32, pages: u32): bool {
  const words: SystemWords = zeroed();
  words.word0 = AclOperation.ACKNOWLEDGE;
  words.word1 = epoch;
  words.word2 = pages;
  const status: Status = callTask(aclIdentity(), words);
  return status === Status.OK && (words.word0 & SERVER_STATUS_MASK) === ServerStatus.OK;
}
