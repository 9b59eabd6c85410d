/** The region that the ACL server publishes. Only tasks that the manifest lists as its readers see it. */
import { POLICY_VIEW } from "../abi/memory-map.ts";
import type { PolicyPublication } from "../proto/policy-publication.ts";

/** The region itself; everyone but the ACL server may only read. */
export function publishedPolicy(): PolicyPublication {
  return referenceAt<PolicyPublication>(POLICY_VIEW);
}

/** The policy's epoch: a verdict of any other one does not count. 0: none counts. */
export function publishedEpoch(): u32 {
  return publishedPolicy().epoch;
}
