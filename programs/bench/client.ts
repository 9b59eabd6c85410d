/** The rows of `make bench` that need the real servers: verdicts and an authorised allocation. */
import { Right } from "../../lib/abi/manifest.ts";
import { PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import type { Question, Verdict } from "../../lib/proto/decision.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import type { Allocation } from "../../lib/proto/vmm.ts";
import { askCache } from "../../lib/user/decision-client.ts";
import { selfIdentity } from "../../lib/user/self.ts";
import { start } from "../../lib/user/start.ts";
import { vmmAllocate, vmmRelease } from "../../lib/user/vmm-client.ts";
import { addSample, beginSamples, calibrate, endSamples, mustWork, ROUNDS } from "./samples.ts";

/** Asks the IPC cache server about itself; with ever new objects no verdict is known. */
function measureVerdicts(known: bool, name: string): void {
  const question: Question = zeroed();
  const verdict: Verdict = zeroed();
  question.subject = selfIdentity();
  question.right = Right.MEMORY;
  question.amount = PAGE_SIZE_BYTES;
  askCache(question, verdict);
  beginSamples();
  for (let i: u32 = 0; i < ROUNDS; i++) {
    question.object = known ? 0 : i + 1;
    const before: u32 = readTimeStampLow();
    askCache(question, verdict);
    addSample(readTimeStampLow() - before);
    mustWork(verdict.status === ServerStatus.OK && verdict.hit === known, "bench: verdict");
  }
  endSamples(name);
}

/** One page from the VMM server, the verdict being known; given back outside the measurement. */
function measureAllocation(): void {
  const allocation: Allocation = zeroed();
  beginSamples();
  for (let i: u32 = 0; i < ROUNDS; i++) {
    const before: u32 = readTimeStampLow();
    vmmAllocate(PAGE_SIZE_BYTES, allocation);
    addSample(readTimeStampLow() - before);
    mustWork(allocation.status === ServerStatus.OK, "bench: allocate");
    mustWork(vmmRelease(allocation.address) === ServerStatus.OK, "bench: release");
  }
  endSamples("alloc_authorised");
}

function main(): u32 {
  calibrate();
  measureVerdicts(true, "verdict_hit");
  measureVerdicts(false, "verdict_miss");
  measureAllocation();
  return 0;
}

symbol(start, "_start");
symbol(main, "userMain");
