/** One authorised allocation, from the request to the first use of the memory. */
import { ServerStatus } from "../../lib/proto/server-status.ts";
import type { Allocation } from "../../lib/proto/vmm.ts";
import { storeWord } from "../../lib/user/memory.ts";
import { vmmAllocate, vmmRelease } from "../../lib/user/vmm-client.ts";
import { addSample, beginSamples, endSamples, mustWork, ROUNDS } from "./samples.ts";

/** Asks for `bytes` bytes and writes the first word; gives them back outside the measurement. */
export function measureAllocation(name: string, bytes: u32): void {
  const allocation: Allocation = zeroed();
  beginSamples();
  for (let i: u32 = 0; i < ROUNDS; i++) {
    const before: u32 = readTimeStampLow();
    vmmAllocate(bytes, allocation);
    mustWork(allocation.status === ServerStatus.OK, "bench: allocate");
    storeWord(allocation.address, i);
    addSample(readTimeStampLow() - before);
    mustWork(vmmRelease(allocation.address) === ServerStatus.OK, "bench: release");
  }
  endSamples(name);
}
