/**
 * The rows of `make bench` about servers that change under a client: what a revocation takes until it has returned,
 * what an exchange takes until the successor has adopted, what a restart takes until the client is served again.
 */
import { TaskOperation } from "../../lib/abi/call.ts";
import { Right } from "../../lib/abi/manifest.ts";
import { PAGE_SHIFT, PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { AclOperation, RevocationKind } from "../../lib/proto/acl.ts";
import { SERVER_STATUS_MASK, ServerStatus } from "../../lib/proto/server-status.ts";
import type { Allocation, Usage } from "../../lib/proto/vmm.ts";
import { aclIdentity, findTask, taskNumberByName } from "../../lib/user/information.ts";
import { callTask, taskControl } from "../../lib/user/kernel-calls.ts";
import { storeWord } from "../../lib/user/memory.ts";
import { selfIdentity } from "../../lib/user/self.ts";
import { start } from "../../lib/user/start.ts";
import { vmmAdopted, vmmAllocate, vmmExchange, vmmRelease, vmmUsage } from "../../lib/user/vmm-client.ts";
import { measureAllocation } from "./allocation.ts";
import { FEW, printFew, setSample } from "./few-samples.ts";
import { calibrate, mustWork } from "./samples.ts";

const HELD_PAGES: u32 = 64;
const KIND_SHIFT: u32 = 16;
const RIGHT_SHIFT: u32 = 8;

const allocation: Allocation = zeroed();
const words: SystemWords = zeroed();

/** Memory of so many pages, all in use. */
function takeMemory(pages: u32): void {
  vmmAllocate(pages << PAGE_SHIFT, allocation);
  mustWork(allocation.status === ServerStatus.OK, "bench: allocate");
  for (let page: u32 = 0; page < pages; page++) {
    storeWord(allocation.address + (page << PAGE_SHIFT), page);
  }
}

/** REVOKE of a range that is all in use, until it has returned. */
function measureRevocation(name: string, pages: u32): void {
  const own: u32 = taskNumberByName("bench-servers");
  for (let i: u32 = 0; i < FEW; i++) {
    takeMemory(pages);
    words.word0 = AclOperation.REVOKE | (Right.MEMORY << RIGHT_SHIFT) | (RevocationKind.RANGE << KIND_SHIFT);
    words.word1 = own;
    words.word2 = allocation.address;
    words.word3 = pages << PAGE_SHIFT;
    const before: u32 = readTimeStampLow();
    const status: Status = callTask(aclIdentity(), words);
    setSample(i, readTimeStampLow() - before);
    mustWork(status === Status.OK && (words.word0 & SERVER_STATUS_MASK) === ServerStatus.OK, "bench: revoke");
    mustWork(words.word1 === pages, "bench: the pages that went");
    mustWork(vmmRelease(allocation.address) === ServerStatus.OK, "bench: release");
  }
  printFew(name);
}

/** To the preemptive server and back, with 64 pages in use; each time until it is adopted. */
function measureExchange(): void {
  const own: u32 = taskNumberByName("bench-servers");
  takeMemory(HELD_PAGES);
  for (let i: u32 = 0; i < FEW; i++) {
    const from: u32 = findTask(i % 2 === 0 ? "vmm-demand" : "vmm-preemptive");
    const to: u32 = findTask(i % 2 === 0 ? "vmm-preemptive" : "vmm-demand");
    const successor: u32 = taskNumberByName(i % 2 === 0 ? "vmm-preemptive" : "vmm-demand");
    const before: u32 = readTimeStampLow();
    const handed: ServerStatus = vmmExchange(from, own, successor, words);
    const adopted: ServerStatus = vmmAdopted(to, own, words);
    setSample(i, readTimeStampLow() - before);
    mustWork(handed === ServerStatus.OK && adopted === ServerStatus.OK, "bench: exchange");
  }
  printFew("exchange_vmm");
  mustWork(vmmExchange(findTask("vmm-preemptive"), own, taskNumberByName("vmm-demand"), words) === 0, "back");
}

/** From the call that ends and starts the server to its first answer. Ended where the client holds 64 pages. */
function measureRestart(): void {
  const server: u32 = taskNumberByName("vmm-demand");
  const usage: Usage = zeroed();
  for (let i: u32 = 0; i < FEW; i++) {
    words.word0 = TaskOperation.RESTART;
    words.word1 = server;
    const before: u32 = readTimeStampLow();
    const status: Status = taskControl(selfIdentity(), words);
    vmmUsage(usage);
    setSample(i, readTimeStampLow() - before);
    mustWork(status === Status.OK, "bench: restart");
    mustWork(usage.status === ServerStatus.OK, "bench: a restarted server answers");
    mustWork(usage.bytes >= HELD_PAGES << PAGE_SHIFT, "bench: a restarted server knows its clients");
  }
  printFew("restart_vmm");
}

function main(): u32 {
  calibrate();
  measureAllocation("alloc_demand", PAGE_SIZE_BYTES);
  measureRevocation("revoke_1", 1);
  measureRevocation("revoke_64", 64);
  measureRevocation("revoke_1024", 1024);
  measureExchange();
  measureRestart();
  return 0;
}

symbol(start, "_start");
symbol(main, "userMain");
