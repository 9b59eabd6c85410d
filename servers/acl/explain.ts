/** Why a question is answered as it is, and what would make it a yes. Pure; it counts and audits nothing. */
import { Explanation } from "../../lib/proto/acl.ts";
import { type Question, RULE_DEFAULT_DENY, type Verdict } from "../../lib/proto/decision.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import { decide, type Policy } from "./policy.ts";

/** Decides as `decide` does and says why. */
export function explain(policy: Policy, task: u32, question: Question, verdict: Verdict): Explanation {
  const permitted: bool = decide(policy, task, question, verdict);
  if (policy.epoch === 0) {
    return Explanation.LOCKED;
  }
  if (permitted) {
    return Explanation.PERMISSIVE;
  }
  if (verdict.status === ServerStatus.OK) {
    return Explanation.ALLOWED;
  }
  if (verdict.rule === RULE_DEFAULT_DENY) {
    return Explanation.NO_RULE;
  }
  return verdict.grant ? Explanation.OVER_LIMIT : Explanation.DENIED;
}
