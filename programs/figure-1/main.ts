/**
 * The demonstration of figure 1 (ARCHITECTURE.md): this task asks for memory, the VMM server asks
 * the IPC cache server, the cache asks the ACL server, the VMM calls the kernel; the task touches
 * its pages, its faults travel to the VMM; a request over its limit is refused; another VMM server takes over
 * while it runs; its right is revoked, and its memory is gone.
 *
 * Every line shows something that happened. Amounts follow the rule in iso/system.ts: it learns its
 * limit from the first verdict. It returns 0 only when each step did what it must.
 */
import { Counter } from "../../lib/abi/call.ts";
import {
  ALLOCATION_END,
  ALLOCATION_START,
  PAGE_OFFSET_MASK,
  PAGE_SIZE_BYTES,
} from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { addSaturating } from "../../lib/core/rounding.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import { type Allocation, TraceRecord, type Usage } from "../../lib/proto/vmm.ts";
import { counterGet } from "../../lib/user/kernel-calls.ts";
import { printLine } from "../../lib/user/print.ts";
import { start } from "../../lib/user/start.ts";
import { vmmAllocate, vmmRelease, vmmUsage } from "../../lib/user/vmm-client.ts";
import { changeManager, isSuccessors } from "./exchange-step.ts";
import { finish } from "./finish.ts";
import { touchAll, touchBacked, usePieces } from "./memory-steps.ts";
import { loseMemory } from "./revoke-step.ts";
import {
  SEEN_CHECK,
  SEEN_DECIDE,
  SEEN_HIT,
  SEEN_KERNEL,
  showFigure,
  showStep,
  showTitle,
  showTrace,
  showVerdict,
} from "./show.ts";

const FIRST_BYTES: u32 = 0x1_0000;
/** The parts of the limit that this task takes at most in one request. */
const PARTS_OF_LIMIT: u32 = 4;

/** What the task holds and has learnt. */
class State {
  first: u32 = 0;
  second: u32 = 0;
  bytes: u32 = 0;
  limit: u32 = 0;
}

const state: State = zeroed();

/** Page frames that nobody in the machine uses; 0 when the kernel does not say. */
function freeFrames(): u32 {
  const words: SystemWords = zeroed();
  return counterGet(Counter.FREE_FRAMES, words) === Status.OK ? words.word0 : 0;
}

/** Asks for memory and shows who asked whom. Returns what `showTrace` saw. */
function ask(bytes: u32, allocation: Allocation): u32 {
  const before: u32 = readTimeStampLow();
  vmmAllocate(bytes, allocation);
  const cost: u32 = readTimeStampLow() - before;
  const seen: u32 = showTrace(TraceRecord.REQUEST, "allocate ", bytes, "address_space_alloc", cost);
  showVerdict(allocation);
  return seen;
}

function bytesHeld(): u32 {
  const usage: Usage = zeroed();
  vmmUsage(usage);
  return usage.status === ServerStatus.OK ? usage.bytes : 0xffff_ffff;
}

function firstRequest(): string {
  showStep(1, "The first request: nobody has decided about this task before.");
  const allocation: Allocation = zeroed();
  state.bytes = FIRST_BYTES;
  const seen: u32 = ask(state.bytes, allocation);
  if ((seen & SEEN_CHECK) === 0 || (seen & SEEN_DECIDE) === 0 || (seen & SEEN_HIT) !== 0) {
    return "the ACL server was not asked";
  }
  state.limit = allocation.limit;
  if (allocation.status === ServerStatus.OK && state.bytes <= state.limit / PARTS_OF_LIMIT) {
    state.first = allocation.address;
    return "";
  }
  return requestLess(allocation);
}

/** The limit is small: takes a part of it instead. */
function requestLess(allocation: Allocation): string {
  if (allocation.status === ServerStatus.OK) {
    vmmRelease(allocation.address);
  }
  state.bytes = (state.limit / PARTS_OF_LIMIT) & ~PAGE_OFFSET_MASK;
  if (state.bytes === 0) {
    return "the rules leave this task less than 16 KiB";
  }
  ask(state.bytes, allocation);
  state.first = allocation.address;
  return allocation.status === ServerStatus.OK ? "" : "less memory was not granted either";
}

function touch(): string {
  showStep(2, "The task touches its pages: each first touch is a fault for the VMM.");
  return isSuccessors() ? touchBacked(state.first, state.bytes) : touchAll(state.first, state.bytes);
}

function secondRequest(): string {
  showStep(3, "The second request: the IPC cache server knows the verdict.");
  const allocation: Allocation = zeroed();
  const seen: u32 = ask(state.bytes, allocation);
  if (allocation.status !== ServerStatus.OK) {
    return "the second request was not granted";
  }
  state.second = allocation.address;
  if ((seen & SEEN_HIT) === 0 || (seen & SEEN_DECIDE) !== 0 || (seen & SEEN_KERNEL) === 0) {
    return "the IPC cache server did not know the verdict";
  }
  return bytesHeld() === 2 * state.bytes ? "" : "the VMM counts other amounts";
}

function smallPieces(): string {
  showStep(4, "malloc and free: small pieces out of a chunk of the VMM.");
  const reason: string = usePieces();
  if (reason.length !== 0) {
    return reason;
  }
  return bytesHeld() === 2 * state.bytes ? "" : "malloc did not give its chunk back";
}

function giveBack(): string {
  showStep(5, "The task gives everything back.");
  showFigure("bytes held before", bytesHeld());
  showFigure("free page frames of the machine before", freeFrames());
  const before: u32 = readTimeStampLow();
  const first: ServerStatus = vmmRelease(state.first);
  const cost: u32 = readTimeStampLow() - before;
  showTrace(TraceRecord.REQUEST, "release ", state.bytes, "address_space_release", cost);
  if (first !== ServerStatus.OK || vmmRelease(state.second) !== ServerStatus.OK) {
    return "memory could not be given back";
  }
  if (vmmRelease(state.first) !== ServerStatus.NOT_FOUND) {
    return "memory could be given back twice";
  }
  showFigure("bytes held after", bytesHeld());
  showFigure("free page frames of the machine after", freeFrames());
  return bytesHeld() === 0 ? "" : "the VMM still counts memory";
}

function tooMuch(): string {
  showStep(6, "The task asks for more than its limit: one page more.");
  if (state.limit >= ALLOCATION_END - ALLOCATION_START) {
    printLine("   = the limit is larger than any request can be: nothing to refuse");
    return "";
  }
  const allocation: Allocation = zeroed();
  const seen: u32 = ask(addSaturating(state.limit, PAGE_SIZE_BYTES), allocation);
  if (allocation.status !== ServerStatus.REFUSED) {
    return "a request over the limit was not refused";
  }
  if ((seen & SEEN_KERNEL) !== 0 || allocation.address !== 0) {
    return "the kernel was asked although the rules said no";
  }
  return bytesHeld() === 0 ? "" : "a refused request was counted";
}

function exchange(): string {
  showStep(7, "Another policy takes over while the task runs: vmm-realtime backs all.");
  const allocation: Allocation = zeroed();
  ask(state.bytes, allocation);
  if (allocation.status !== ServerStatus.OK) {
    return "memory was not granted again";
  }
  state.first = allocation.address;
  return changeManager(allocation, state.bytes);
}

/** Does not return when all is well: the touch of what was revoked ends in `finish`. */
function revoke(): string {
  showStep(8, "The right is revoked: the memory goes before the revocation returns.");
  return loseMemory(state.first, state.bytes);
}

/** The steps in their order; ends with the first that fails. */
function demonstrate(): string {
  const steps: FixedArray<() => string, 8> = arrayOf(
    firstRequest,
    touch,
    secondRequest,
    smallPieces,
    giveBack,
    tooMuch,
    exchange,
    revoke,
  );
  for (let i: u32 = 0; i < 8; i++) {
    const step: () => string = steps[i];
    const reason: string = step();
    if (reason.length !== 0) {
      return reason;
    }
  }
  return "";
}

function main(): u32 {
  showTitle();
  finish(demonstrate());
}

symbol(start, "_start");
symbol(main, "userMain");
