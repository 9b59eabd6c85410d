/** Fail closed: a cache that gets no answer says no, and keeps nothing. */
import { Right } from "../../../lib/abi/manifest.ts";
import type { Question, Verdict } from "../../../lib/proto/decision.ts";
import type { CacheCounters } from "../../../lib/proto/ipc-cache.ts";
import { ServerStatus } from "../../../lib/proto/server-status.ts";
import type { Allocation } from "../../../lib/proto/vmm.ts";
import { askCache, readCacheCounters } from "../../../lib/user/decision-client.ts";
import { selfIdentity } from "../../../lib/user/self.ts";
import { start } from "../../../lib/user/start.ts";
import { vmmAllocate } from "../../../lib/user/vmm-client.ts";
import { beginTests, finishTests, ok, okEqual } from "../support/tap.ts";

function main(): u32 {
  beginTests();
  const question: Question = zeroed();
  const verdict: Verdict = zeroed();
  const counters: CacheCounters = zeroed();
  const allocation: Allocation = zeroed();
  question.subject = selfIdentity();
  question.right = Right.MEMORY;
  question.amount = 4096;
  askCache(question, verdict);
  okEqual(verdict.status, ServerStatus.NO_DECISION, "the cache has no decision");
  ok(!verdict.grant && verdict.limit === 0 && verdict.rule === 0, "and grants nothing");
  askCache(question, verdict);
  ok(verdict.status === ServerStatus.NO_DECISION && !verdict.hit, "it has kept nothing");
  vmmAllocate(4096, allocation);
  okEqual(allocation.status, ServerStatus.NO_DECISION, "the VMM gives no memory");
  okEqual(allocation.address, 0, "and no address");
  okEqual(readCacheCounters(counters), ServerStatus.OK, "the cache lives");
  okEqual(counters.held, 0, "it holds no verdict");
  okEqual(counters.misses, 3, "and has asked each time");
  return finishTests();
}

symbol(start, "_start");
symbol(main, "userMain");
