/**
 * Page faults of clients. A touch of a reserved page in one of the client's regions brings a zeroed
 * frame; every other fault ends the client, with a line that says why. The words come from the
 * kernel, which alone can send a FAULT; the address in them is the client's doing.
 */
import { ATTRIBUTE_BACKED, ATTRIBUTE_READ, ATTRIBUTE_WRITE } from "../../lib/abi/attributes.ts";
import { PAGE_OFFSET_MASK, PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import { FAULT_BACKED, FAULT_EXECUTE, FAULT_WRITE, FaultAction } from "../../lib/abi/message.ts";
import { Status } from "../../lib/abi/status.ts";
import { TraceKind } from "../../lib/proto/vmm.ts";
import { addressSpaceSet } from "../../lib/user/kernel-calls.ts";
import { printTaskName } from "../../lib/user/names.ts";
import { print, printHex, printLine } from "../../lib/user/print.ts";
import { selfIdentity } from "../../lib/user/self.ts";
import { type Client, clientOfSpace, findRegion, type Ledger, REGION_NONE } from "./ledger.ts";
import { addStep, beginTrace, endTrace } from "./trace.ts";

function accessName(bits: u32): string {
  if ((bits & FAULT_EXECUTE) !== 0) {
    return "executed";
  }
  return (bits & FAULT_WRITE) !== 0 ? "wrote" : "read";
}

function reportEnd(sender: u32, words: SystemWords, reason: string): void {
  print("vmm-demand: ended ");
  printTaskName(sender);
  print(": at ");
  printHex(words.word2);
  print(" it ");
  print(accessName(words.word1));
  print(" ");
  printHex(words.word0);
  print(": ");
  printLine(reason);
}

/** Backs the page. Returns an empty string, or why the client cannot go on. */
function backPage(client: Client, address: u32, bits: u32): string {
  if (findRegion(client, address >>> PAGE_SHIFT) === REGION_NONE) {
    return "not its memory";
  }
  if ((bits & (FAULT_BACKED | FAULT_EXECUTE)) !== 0) {
    return "memory without that right";
  }
  const before: u32 = readTimeStampLow();
  const status: Status = addressSpaceSet(
    client.space,
    address & ~PAGE_OFFSET_MASK,
    1,
    ATTRIBUTE_READ | ATTRIBUTE_WRITE | ATTRIBUTE_BACKED,
    0,
    0,
  );
  addStep(client.lastFault, TraceKind.KERNEL, selfIdentity(), 0, readTimeStampLow() - before);
  if (status !== Status.OK) {
    return status === Status.NO_MEMORY ? "no frame is left" : "the kernel refused to back the page";
  }
  client.faults += 1;
  return "";
}

/** Handles one fault in place: the words hold it first and the answer afterwards. */
export function handleFault(ledger: Ledger, sender: u32, words: SystemWords): void {
  const before: u32 = readTimeStampLow();
  const client: Client | null = clientOfSpace(ledger, words.word3);
  let reason: string = "not a client";
  if (client !== null) {
    beginTrace(client.lastFault, TraceKind.FAULT, 0, selfIdentity());
    reason = backPage(client, words.word0, words.word1);
    endTrace(client.lastFault, readTimeStampLow() - before);
  }
  if (reason.length !== 0) {
    reportEnd(sender, words, reason);
  }
  words.word0 = reason.length === 0 ? FaultAction.RESUME : FaultAction.END;
  words.word1 = 0;
}
