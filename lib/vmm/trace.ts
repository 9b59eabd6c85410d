/**
 * What the VMM last did for a client, step by step, for whoever wants to see it. It changes no
 * decision; recording costs a few instructions a step. Pure.
 */
import { ServerStatus } from "../proto/server-status.ts";
import type { TraceKind, TraceStep } from "../proto/vmm.ts";

const STEPS_MAX = 4;

export class Trace {
  steps: FixedArray<TraceStep, typeof STEPS_MAX> = zeroed();
  count: u32 = 0;
}

/** Forgets the steps: a new request or fault begins. Its own cost is set by `endTrace`. */
export function beginTrace(trace: Trace, kind: TraceKind, asker: u32, asked: u32): void {
  trace.count = 0;
  addStep(trace, kind, asker, asked, 0);
}

/**
 * Adds a step. Steps beyond the fourth are left out.
 * @param asked identity of who was asked, 0 for the kernel
 * @param cost time-stamp units that the asker saw it take
 */
export function addStep(trace: Trace, kind: TraceKind, asker: u32, asked: u32, cost: u32): void {
  if (trace.count < STEPS_MAX) {
    const step: TraceStep = trace.steps[trace.count];
    step.kind = kind;
    step.hit = false;
    step.asker = asker;
    step.asked = asked;
    step.cost = cost;
    trace.count += 1;
  }
}

/** Marks the last step as answered from the IPC cache. */
export function markHit(trace: Trace): void {
  if (trace.count > 0 && trace.count <= STEPS_MAX) {
    trace.steps[trace.count - 1].hit = true;
  }
}

/** Sets the cost of the first step, which is known only when all is done. */
export function endTrace(trace: Trace, cost: u32): void {
  trace.steps[0].cost = cost;
}

/** Reads a step; its status is BAD_ARGUMENT where there is none. */
export function readStep(trace: Trace, step: u32, result: TraceStep): void {
  if (step < trace.count && step < STEPS_MAX) {
    copy(result, trace.steps[step]);
    result.status = ServerStatus.OK;
  } else {
    result.status = ServerStatus.BAD_ARGUMENT;
  }
}
