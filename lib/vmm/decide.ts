/**
 * Questions to the policy about a client, and what their answers mean here: yes and no are the policy's word,
 * everything else is "nobody decides, so no".
 */
import type { Information } from "../abi/information.ts";
import type { Right } from "../abi/manifest.ts";
import { bytesOfPages } from "../core/rounding.ts";
import { decideAmount, type Question, type Verdict } from "../proto/decision.ts";
import { type NotedRegion, REGION_CACHED } from "../proto/manager-notes.ts";
import { ServerStatus } from "../proto/server-status.ts";
import { TraceKind } from "../proto/vmm.ts";
import { type Client, type Vmm, worldOf } from "./clients.ts";
import { addStep, markHit, type Trace } from "./trace.ts";

/** Asks whether the subject may have so much of the right in all. */
export function ask(vmm: Vmm, subject: u32, right: Right, object: u32, amount: u32, verdict: Verdict): void {
  const question: Question = zeroed();
  question.subject = subject;
  question.right = right;
  question.object = object;
  question.amount = amount;
  vmm.questions += 1;
  vmm.published += worldOf(vmm).decide(question, verdict) ? 1 : 0;
}

/** The same on a client's request, with a record of the question. */
export function askTraced(
  vmm: Vmm,
  client: Client,
  right: Right,
  object: u32,
  amount: u32,
  verdict: Verdict,
): ServerStatus {
  const before: u32 = readTimeStampLow();
  ask(vmm, client.task, right, object, amount, verdict);
  const cost: u32 = readTimeStampLow() - before;
  const trace: Trace = client.lastRequest;
  const information: Information = worldOf(vmm).information();
  addStep(trace, TraceKind.CHECK, vmm.self, information.ipcCache, cost);
  if (verdict.hit) {
    markHit(trace);
  } else if (verdict.askedCost !== 0) {
    addStep(trace, TraceKind.DECIDE, information.ipcCache, information.acl, verdict.askedCost);
  }
  return statusOfVerdict(verdict);
}

/** OK or REFUSED where the policy has said so, else NO_DECISION. */
export function statusOfVerdict(verdict: Verdict): ServerStatus {
  const said: bool = verdict.status === ServerStatus.OK || verdict.status === ServerStatus.REFUSED;
  return said ? verdict.status : ServerStatus.NO_DECISION;
}

/** Whether another amount is within the same verdict. */
export function coversPages(verdict: Verdict, pages: u32): bool {
  const other: Verdict = zeroed();
  copy(other, verdict);
  decideAmount(other, bytesOfPages(pages));
  return other.status === ServerStatus.OK;
}

/** Notes down why the region is there. */
export function justify(vmm: Vmm, region: NotedRegion, verdict: Verdict, atTick: bool): void {
  region.rule = verdict.rule;
  region.line = verdict.line;
  region.epoch = verdict.epoch;
  region.flags = verdict.hit ? region.flags | REGION_CACHED : region.flags & ~REGION_CACHED;
  if (atTick) {
    region.tick = worldOf(vmm).ticks();
  }
}
