/**
 * Reads verdicts that the IPC cache server has published, without a message (docs/decisions/0022).
 *
 * A verdict counts only while its epoch is the one that the ACL server publishes, so a revocation is seen at
 * once. An entry that is being written, or changed while it was read, is a miss. Only tasks that the manifest lists
 * as readers of both regions may call this; the page fault of another one is its end.
 */
import { VERDICTS_VIEW } from "../abi/memory-map.ts";
import type { Question, Verdict } from "../proto/decision.ts";
import {
  firstOfSet,
  type PublishedVerdict,
  readPublished,
  VERDICT_WAYS,
  type VerdictPublication,
} from "../proto/verdict-publication.ts";
import { publishedEpoch } from "./policy-view.ts";

/** The region itself; everyone but the IPC cache server may only read. */
export function publishedVerdicts(): VerdictPublication {
  return referenceAt<VerdictPublication>(VERDICTS_VIEW);
}

/**
 * Looks for a live verdict on (subject, right, object) and decides the amount by it. The right exists;
 * hit and askedCost are left alone.
 * @returns false when there is none: ask the IPC cache server
 */
export function findPublished(question: Question, verdict: Verdict): bool {
  const first: u32 = firstOfSet(question.subject | question.right, question.object);
  const entry: PublishedVerdict = publishedVerdicts().verdicts[first];
  return readPublished(entry, question, publishedEpoch(), verdict) || findInLaterWays(question, verdict);
}

// A symbol of its own, so that the first way, where most verdicts are, needs no registers for the others.
symbol(findInLaterWays, "findInLaterWays");

function findInLaterWays(question: Question, verdict: Verdict): bool {
  const epoch: u32 = publishedEpoch();
  const first: u32 = firstOfSet(question.subject | question.right, question.object);
  for (let way: u32 = 1; way < VERDICT_WAYS; way++) {
    if (readPublished(publishedVerdicts().verdicts[first + way], question, epoch, verdict)) {
      return true;
    }
  }
  return false;
}
