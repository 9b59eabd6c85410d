/**
 * Asks the VMM server that manages the caller's memory. The stubs answer UNREACHABLE where the
 * server, or the way to it, is not there.
 */
import { IDENTITY_NOBODY } from "../abi/identity.ts";
import { Status } from "../abi/status.ts";
import { ServerStatus } from "../proto/server-status.ts";
import {
  type Allocation,
  decodeAllocation,
  decodeTraceStep,
  decodeUsage,
  type TraceRecord,
  type TraceStep,
  type Usage,
  VmmOperation,
} from "../proto/vmm.ts";
import { managerOf } from "./information.ts";
import { callTask } from "./kernel-calls.ts";
import { selfIdentity } from "./self.ts";

let cachedVmm: u32 = IDENTITY_NOBODY;

/** The identity of the VMM server that manages this task's memory; IDENTITY_NOBODY without one. */
export function ownVmm(): u32 {
  if (cachedVmm === IDENTITY_NOBODY) {
    cachedVmm = managerOf(selfIdentity());
  }
  return cachedVmm;
}

function request(words: SystemWords): bool {
  const vmm: u32 = ownVmm();
  return vmm !== IDENTITY_NOBODY && callTask(vmm, words) === Status.OK;
}

/** Asks for `bytes` bytes of zeroed memory, rounded up to pages. */
export function vmmAllocate(bytes: u32, allocation: Allocation): void {
  const words: SystemWords = zeroed();
  words.word0 = VmmOperation.ALLOCATE;
  words.word1 = bytes;
  const answered: bool = request(words);
  if (!answered) {
    words.word0 = ServerStatus.UNREACHABLE;
    words.word1 = 0;
    words.word2 = 0;
    words.word3 = 0;
  }
  decodeAllocation(words, allocation);
}

/** Gives back the region that starts at `address`. Statuses: OK, NOT_FOUND, KERNEL_REFUSED, UNREACHABLE. */
export function vmmRelease(address: u32): ServerStatus {
  const words: SystemWords = zeroed();
  words.word0 = VmmOperation.RELEASE;
  words.word1 = address;
  const usage: Usage = zeroed();
  const answered: bool = request(words);
  decodeUsage(words, usage);
  return answered ? usage.status : ServerStatus.UNREACHABLE;
}

/** Reads what the caller holds. */
export function vmmUsage(usage: Usage): void {
  const words: SystemWords = zeroed();
  words.word0 = VmmOperation.USAGE;
  const answered: bool = request(words);
  decodeUsage(words, usage);
  if (!answered) {
    usage.status = ServerStatus.UNREACHABLE;
  }
}

/** Reads one step of what the VMM last did for the caller; BAD_ARGUMENT after the last one. */
export function vmmTrace(record: TraceRecord, step: u32, result: TraceStep): void {
  const words: SystemWords = zeroed();
  words.word0 = VmmOperation.TRACE;
  words.word1 = record;
  words.word2 = step;
  const answered: bool = request(words);
  decodeTraceStep(words, result);
  if (!answered) {
    result.status = ServerStatus.UNREACHABLE;
  }
}
