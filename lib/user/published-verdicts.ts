/**
 * Reads verdicts that the IPC cache server has published, without a message (docs/decisions/0022).
 *
 * A verdict counts only while its epoch is the one that the ACL server publishes, so a revocation is seen at
 * once. An entry that is being written, or changed while it was read, is a miss. Only tasks that the manifest lists
 * as readers of both regions may call this; the page fault of another one is its end.
 */
import { VERDICTS_VIEW } from "../abi/memory-map.ts";
import { hashOfTwo } from "../core/hash.ts";
import { decideAmount, type Question, type Verdict } from "../proto/decision.ts";
import {
  type PublishedVerdict,
  VERDICT_GRANTS,
  VERDICT_LINE_SHIFT,
  VERDICT_SETS,
  VERDICT_WAYS,
  type VerdictPublication,
} from "../proto/verdict-publication.ts";
import { publishedEpoch } from "./published-policy.ts";

/** The region itself; everyone but the IPC cache server may only read. */
export function publishedVerdicts(): VerdictPublication {
  return referenceAt<VerdictPublication>(VERDICTS_VIEW);
}

/** Number of the first entry of the set that holds the question's verdict. */
export function firstOfSet(subjectAndRight: u32, object: u32): u32 {
  return (hashOfTwo(subjectAndRight, object) % VERDICT_SETS) * VERDICT_WAYS;
}

/**
 * Takes the verdict out of an entry.
 * @returns false when the writer was at it: `verdict` is nonsense then
 */
export function readPublished(
  entry: PublishedVerdict,
  question: Question,
  epoch: u32,
  verdict: Verdict,
): bool {
  const before: u32 = entry.sequence;
  if (
    entry.subjectAndRight !== (question.subject | question.right) ||
    entry.object !== question.object ||
    entry.epoch !== epoch
  ) {
    return false;
  }
  const lineAndGrant: u32 = entry.lineAndGrant;
  verdict.limit = entry.limit;
  verdict.rule = entry.rule;
  verdict.line = lineAndGrant >>> VERDICT_LINE_SHIFT;
  verdict.grant = (lineAndGrant & VERDICT_GRANTS) !== 0;
  verdict.hit = true;
  verdict.epoch = epoch;
  verdict.askedCost = 0;
  decideAmount(verdict, question.amount);
  return (before & 1) === 0 && entry.sequence === before;
}

/**
 * Looks for a live verdict on (subject, right, object) and decides the amount by it. The right exists.
 * @returns false, and nonsense in `verdict`, when there is none: ask the IPC cache server
 */
export function findPublished(question: Question, verdict: Verdict): bool {
  const epoch: u32 = publishedEpoch();
  if (epoch === 0) {
    return false;
  }
  const table: VerdictPublication = publishedVerdicts();
  const first: u32 = firstOfSet(question.subject | question.right, question.object);
  for (let way: u32 = 0; way < VERDICT_WAYS; way++) {
    if (readPublished(table.verdicts[first + way], question, epoch, verdict)) {
      return true;
    }
  }
  return false;
}
