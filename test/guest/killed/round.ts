/**
 * One round: the steps of the demonstration (programs/figure-1), with memory compared by hash before each is given
 * back. It must come to its end whichever server ends on the way.
 */
import { PAGE_SIZE_BYTES } from "../../../lib/abi/memory-map.ts";
import { ServerStatus } from "../../../lib/proto/server-status.ts";
import type { Allocation } from "../../../lib/proto/vmm.ts";
import { aclRevokeRange, type RevocationResult } from "../../../lib/user/acl-client.ts";
import { findTask, managerOf, taskEntry, taskNumberByName } from "../../../lib/user/information.ts";
import { free, malloc } from "../../../lib/user/malloc.ts";
import { storeWord } from "../../../lib/user/memory.ts";
import { selfIdentity } from "../../../lib/user/self.ts";
import { ownVmm, vmmAllocate, vmmExchange, vmmRelease } from "../../../lib/user/vmm-client.ts";
import { fillMemory, hashMemory, isZero } from "./memory.ts";

const BYTES: u32 = 0x8000;
const TOO_MUCH: u32 = 0x10_0000;
const PIECES = 4;
/** A server that ends while it hands this task over is asked again so often. */
const EXCHANGE_TRIES: u32 = 4;

const allocation: Allocation = zeroed();

function allocate(bytes: u32): u32 {
  vmmAllocate(bytes, allocation);
  return allocation.status === ServerStatus.OK ? allocation.address : 0;
}

function useMalloc(seed: u32): bool {
  const pieces: FixedArray<u32, typeof PIECES> = zeroed();
  let good: bool = true;
  for (let i: u32 = 0; i < PIECES; i++) {
    pieces[i] = malloc(200);
    good = good && pieces[i] !== 0;
    if (pieces[i] !== 0) {
      storeWord(pieces[i], seed + i);
    }
  }
  for (let i: u32 = 0; i < PIECES; i++) {
    free(pieces[i]);
  }
  return good;
}

/** Has this task handed over to the VMM server of that name. True when it manages this task in the end. */
function moveTo(name: string): bool {
  const words: SystemWords = zeroed();
  const self: u32 = taskNumberByName("test");
  for (let i: u32 = 0; i < EXCHANGE_TRIES && managerOf(selfIdentity()) !== findTask(name); i++) {
    vmmExchange(taskEntry(self).manager, self, taskNumberByName(name), words);
  }
  return managerOf(selfIdentity()) === findTask(name);
}

/** Everything with two regions of memory. Returns what went wrong, or an empty string. */
function useMemory(first: u32, second: u32, seed: u32): string {
  const result: RevocationResult = zeroed();
  if (!isZero(first, BYTES) || !isZero(second, BYTES)) {
    return "fresh memory was not zero";
  }
  fillMemory(first, BYTES, seed);
  fillMemory(second, BYTES, seed + 1);
  const hash: u32 = hashMemory(first, BYTES);
  const secondHash: u32 = hashMemory(second, BYTES);
  if (!useMalloc(seed)) {
    return "malloc found no memory";
  }
  vmmAllocate(TOO_MUCH, allocation);
  if (allocation.status !== ServerStatus.REFUSED) {
    return "too much was not refused";
  }
  if (!moveTo("vmm-preemptive") || !moveTo("vmm-demand")) {
    return "the manager did not change";
  }
  if (hashMemory(first, BYTES) !== hash || hashMemory(second, BYTES) !== secondHash) {
    return "memory has changed";
  }
  aclRevokeRange(taskNumberByName("test"), second, BYTES, result);
  if (result.status !== ServerStatus.OK) {
    return "the revocation was not done";
  }
  return hashMemory(first, BYTES) === hash ? "" : "memory has changed with the revocation";
}

/** A round; `seed` makes its contents. Returns what went wrong, or an empty string. */
export function playRound(seed: u32): string {
  const first: u32 = allocate(BYTES);
  const second: u32 = allocate(BYTES);
  if (first === 0 || second === 0) {
    return "memory was not granted";
  }
  const wrong: string = useMemory(first, second, seed);
  if (wrong.length !== 0) {
    return wrong;
  }
  if (vmmRelease(second) !== ServerStatus.OK || vmmRelease(first) !== ServerStatus.OK) {
    return "memory could not be given back";
  }
  return ownVmm() === 0 || first % PAGE_SIZE_BYTES !== 0 ? "no manager" : "";
}
