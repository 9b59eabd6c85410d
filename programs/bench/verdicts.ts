/** The rows of `make bench` about verdicts: published, from the IPC cache server, from the ACL server. */
import { Right } from "../../lib/abi/manifest.ts";
import type { Question, Verdict } from "../../lib/proto/decision.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import { askCache } from "../../lib/user/decision-client.ts";
import { findPublished } from "../../lib/user/published-verdicts.ts";
import { selfIdentity } from "../../lib/user/self.ts";
import { addSample, beginSamples, endSamples, mustWork, ROUNDS } from "./samples.ts";

/** The first of many that no rule of iso/bench*.ts is about. */
const NO_PORT: u32 = 0x8000;

const question: Question = zeroed();
const verdict: Verdict = zeroed();

/** The rule that decides is about the label and every object, so that all places are looked at. */
function ask(object: u32): void {
  question.subject = selfIdentity();
  question.right = Right.POLICY;
  question.object = object;
  question.amount = 1;
}

/** The verdict is in the published table. Two questions by turns, so that nothing of one is known beforehand. */
export function measurePublished(name: string): void {
  ask(1);
  askCache(question, verdict);
  ask(0);
  askCache(question, verdict);
  beginSamples();
  for (let i: u32 = 0; i < ROUNDS; i++) {
    question.object = i & 1;
    const before: u32 = readTimeStampLow();
    const found: bool = findPublished(question, verdict);
    addSample(readTimeStampLow() - before);
    mustWork(found && verdict.status === ServerStatus.OK, "bench: published verdict");
  }
  endSamples(name);
}

/** The IPC cache server is asked; with ever new objects it knows no verdict. */
export function measureAsked(known: bool, name: string): void {
  ask(0);
  askCache(question, verdict);
  beginSamples();
  for (let i: u32 = 0; i < ROUNDS; i++) {
    question.object = known ? 0 : i + 2;
    const before: u32 = readTimeStampLow();
    askCache(question, verdict);
    addSample(readTimeStampLow() - before);
    mustWork(verdict.status === ServerStatus.OK && verdict.hit === known, "bench: verdict");
  }
  endSamples(name);
}

/** Nobody knows the verdict, and no rule speaks of the ports, though of others: the whole way to a refusal, audit included. */
export function measureDenied(name: string): void {
  ask(0);
  question.right = Right.IO_PORT;
  beginSamples();
  for (let i: u32 = 0; i < ROUNDS; i++) {
    question.object = NO_PORT + i;
    const before: u32 = readTimeStampLow();
    askCache(question, verdict);
    addSample(readTimeStampLow() - before);
    mustWork(verdict.status === ServerStatus.REFUSED && !verdict.hit, "bench: refusal");
  }
  endSamples(name);
}
