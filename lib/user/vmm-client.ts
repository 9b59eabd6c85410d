/**
 * Asks the VMM server that manages the caller's memory. The server may change while the caller runs, and may be started
 * again: who gets MOVED or DEAD reads the information page and asks again, for SERVER_WAIT_TICKS at most. The stubs answer
 * UNREACHABLE where the server, or the way to it, is not there by then.
 */
import { IDENTITY_NOBODY } from "../abi/identity.ts";
import { Status } from "../abi/status.ts";
import { SERVER_STATUS_MASK, ServerStatus } from "../proto/server-status.ts";
import {
  type Allocation,
  decodeAllocation,
  decodeReason,
  decodeRegion,
  decodeTraceStep,
  decodeUsage,
  REQUEST_NUMBER_MAX,
  REQUEST_NUMBER_SHIFT,
  type Reason,
  type SharedMapping,
  TASK_SELF,
  type TraceRecord,
  type TraceStep,
  type Usage,
  VmmOperation,
  type VmmRegion,
} from "../proto/vmm.ts";
import { SERVER_WAIT_TICKS, ticksNow } from "./call-server.ts";
import { managerOf } from "./information.ts";
import { callTask, yieldTask } from "./kernel-calls.ts";
import { selfIdentity } from "./self.ts";

let cachedVmm: u32 = IDENTITY_NOBODY;
let deadSeen: u32 = 0;
/** Of the next request that gives memory. */
let requestNumber: u32 = 1;

/** How often a manager has ended while this task waited for its answer. */
export function managerDeaths(): u32 {
  return deadSeen;
}

/** The identity of the VMM server that manages this task's memory; IDENTITY_NOBODY without one. */
export function ownVmm(): u32 {
  if (cachedVmm === IDENTITY_NOBODY) {
    cachedVmm = managerOf(selfIdentity());
  }
  return cachedVmm;
}

/** What one try came to. */
enum Try {
  ANSWERED = 0,
  /** Another server is the manager by now. */
  MOVED = 1,
  /** The manager has ended; it may have done what was asked. */
  DEAD = 2,
  UNREACHABLE = 3,
}

function tryOnce(words: SystemWords): Try {
  const vmm: u32 = ownVmm();
  if (vmm === IDENTITY_NOBODY) {
    return Try.UNREACHABLE;
  }
  const status: Status = callTask(vmm, words);
  if (status === Status.OK) {
    const moved: bool = (words.word0 & SERVER_STATUS_MASK) === ServerStatus.MOVED;
    return moved ? Try.MOVED : Try.ANSWERED;
  }
  deadSeen += status === Status.DEAD ? 1 : 0;
  return status === Status.DEAD ? Try.DEAD : Try.UNREACHABLE;
}

/** Asks until somebody answers. DEAD: somebody did, but a server ended on the way, which may have done it already. */
function request(words: SystemWords): Try {
  const question: SystemWords = zeroed();
  copy(question, words);
  let outcome: Try = tryOnce(words);
  if (outcome === Try.ANSWERED) {
    return outcome;
  }
  const first: u32 = ticksNow();
  let died: bool = false;
  while ((outcome === Try.MOVED || outcome === Try.DEAD) && ticksNow() - first <= SERVER_WAIT_TICKS) {
    died = died || outcome === Try.DEAD;
    cachedVmm = IDENTITY_NOBODY;
    yieldTask();
    copy(words, question);
    outcome = tryOnce(words);
  }
  if (outcome !== Try.ANSWERED) {
    return Try.UNREACHABLE;
  }
  return died ? Try.DEAD : Try.ANSWERED;
}

/** The same, with an answer that says UNREACHABLE where there is none. */
function ask(words: SystemWords): Try {
  const outcome: Try = request(words);
  if (outcome === Try.UNREACHABLE) {
    words.word0 = ServerStatus.UNREACHABLE;
    words.word1 = 0;
    words.word2 = 0;
    words.word3 = 0;
  }
  return outcome;
}

/** A request that gives memory: the same number until it is answered, so that no memory comes of it that nobody was told of. */
function askForMemory(operation: VmmOperation, words: SystemWords, allocation: Allocation): void {
  words.word0 = operation | (requestNumber << REQUEST_NUMBER_SHIFT);
  if (ask(words) !== Try.UNREACHABLE) {
    requestNumber = requestNumber === REQUEST_NUMBER_MAX ? 1 : requestNumber + 1;
  }
  decodeAllocation(words, allocation);
}

/** Asks for `bytes` bytes of zeroed memory, rounded up to pages. */
export function vmmAllocate(bytes: u32, allocation: Allocation): void {
  const words: SystemWords = zeroed();
  words.word1 = bytes;
  askForMemory(VmmOperation.ALLOCATE, words, allocation);
}

/** Gives back the region that starts at `address`. Statuses: OK, NOT_FOUND, KERNEL_REFUSED, UNREACHABLE. */
export function vmmRelease(address: u32): ServerStatus {
  const words: SystemWords = zeroed();
  words.word0 = VmmOperation.RELEASE;
  words.word1 = address;
  const outcome: Try = ask(words);
  const status: ServerStatus = (words.word0 & SERVER_STATUS_MASK) as ServerStatus;
  // The server that ended had done it.
  return outcome === Try.DEAD && status === ServerStatus.NOT_FOUND ? ServerStatus.OK : status;
}

/** Reads what the caller holds. */
export function vmmUsage(usage: Usage): void {
  const words: SystemWords = zeroed();
  words.word0 = VmmOperation.USAGE;
  ask(words);
  decodeUsage(words, usage);
}

/** Reads one step of what the VMM last did for the caller; BAD_ARGUMENT after the last one. */
export function vmmTrace(record: TraceRecord, step: u32, result: TraceStep): void {
  const words: SystemWords = zeroed();
  words.word0 = VmmOperation.TRACE;
  words.word1 = record;
  words.word2 = step;
  ask(words);
  decodeTraceStep(words, result);
}

/** Why the page at `address` of the caller's memory is there. NOT_FOUND: it is not the VMM server's doing. */
export function vmmWhy(address: u32, reason: Reason): void {
  const words: SystemWords = zeroed();
  words.word0 = VmmOperation.WHY;
  words.word1 = address;
  words.word2 = TASK_SELF;
  ask(words);
  decodeReason(words, reason);
}

/**
 * Maps `bytes` bytes (whole pages) at `address` of the memory of task number `owner`, whom the same server manages.
 * BAD_ARGUMENT, NOT_FOUND, REFUSED, NO_DECISION, NO_SPACE, KERNEL_REFUSED.
 */
export function vmmMapShared(
  owner: u32,
  address: u32,
  bytes: u32,
  mapping: SharedMapping,
  allocation: Allocation,
): void {
  const words: SystemWords = zeroed();
  words.word1 = owner;
  words.word2 = address;
  words.word3 = bytes | mapping;
  askForMemory(VmmOperation.MAP_SHARED, words, allocation);
}

/**
 * Says where the caller goes on when it touches what was revoked; 0: it ends there. A handler that goes on for good needs a
 * stack pointer, or the stack gets deeper with each touch; with 0 it has that of the touch.
 */
export function vmmOnRevoked(handler: u32, stackPointer: u32): ServerStatus {
  const words: SystemWords = zeroed();
  words.word0 = VmmOperation.ON_REVOKED;
  words.word1 = handler;
  words.word2 = stackPointer;
  ask(words);
  return (words.word0 & SERVER_STATUS_MASK) as ServerStatus;
}

/** Reads LAST_REVOKED: words 1 to 3 are the address touched, the rule and its epoch. */
export function vmmLastRevoked(words: SystemWords): ServerStatus {
  words.word0 = VmmOperation.LAST_REVOKED;
  ask(words);
  return (words.word0 & SERVER_STATUS_MASK) as ServerStatus;
}

/** A request to a server that need not be the caller's manager: asked once. */
function askServer(server: u32, words: SystemWords): ServerStatus {
  if (callTask(server, words) !== Status.OK) {
    words.word0 = ServerStatus.UNREACHABLE;
    words.word1 = 0;
    words.word2 = 0;
    words.word3 = 0;
  }
  return (words.word0 & SERVER_STATUS_MASK) as ServerStatus;
}

/**
 * Has a VMM server hand task number `task` (or TASK_ALL) over to task number `successor`. Word 1 is how many went, word 3
 * the instructions that it took. REFUSED, BAD_ARGUMENT, NOT_FOUND, NO_SPACE, NO_DECISION, KERNEL_REFUSED, UNREACHABLE.
 */
export function vmmExchange(server: u32, task: u32, successor: u32, words: SystemWords): ServerStatus {
  words.word0 = VmmOperation.EXCHANGE;
  words.word1 = task;
  words.word2 = successor;
  return askServer(server, words);
}

/** Whether a VMM server has taken over task number `task`: word 1 its bytes, word 3 the instructions that took. */
export function vmmAdopted(server: u32, task: u32, words: SystemWords): ServerStatus {
  words.word0 = VmmOperation.ADOPTED;
  words.word1 = task;
  return askServer(server, words);
}

/** Why a page of task number `task` is there, for who may query the policy. NOT_ALLOWED, NOT_FOUND. */
export function vmmWhyOf(server: u32, task: u32, address: u32, reason: Reason): void {
  const words: SystemWords = zeroed();
  words.word0 = VmmOperation.WHY;
  words.word1 = address;
  words.word2 = task;
  askServer(server, words);
  decodeReason(words, reason);
}

/** Region number `index` of task number `task`, for who may query the policy; BAD_ARGUMENT after the last one. */
export function vmmRegionOf(server: u32, task: u32, index: u32, region: VmmRegion): void {
  const words: SystemWords = zeroed();
  words.word0 = VmmOperation.REGION;
  words.word1 = index;
  words.word2 = task;
  askServer(server, words);
  decodeRegion(words, region);
}

/** A step of what the server last did for task number `task`, for who may query the policy; BAD_ARGUMENT after the last one. */
export function vmmTraceOf(server: u32, task: u32, record: TraceRecord, step: u32, result: TraceStep): void {
  const words: SystemWords = zeroed();
  words.word0 = VmmOperation.TRACE;
  words.word1 = record;
  words.word2 = step;
  words.word3 = task + 1;
  askServer(server, words);
  decodeTraceStep(words, result);
}

/** How a VMM server has come by its verdicts: word 1 from the published ones, word 2 by asking. */
export function vmmCounters(server: u32, words: SystemWords): ServerStatus {
  words.word0 = VmmOperation.COUNTERS;
  return askServer(server, words);
}

/** Ends task number `task`, for who may revoke. NOT_ALLOWED, NOT_FOUND, KERNEL_REFUSED, UNREACHABLE. */
export function vmmStop(server: u32, task: u32): ServerStatus {
  const words: SystemWords = zeroed();
  words.word0 = VmmOperation.STOP;
  words.word1 = task;
  return askServer(server, words);
}
