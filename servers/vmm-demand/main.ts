/**
 * The VMM server `demand`: memory when it is touched, zeroed, within what the policy allows.
 *
 * Its clients are the tasks that the system description gives it. It calls the IPC cache server
 * alone, never a client, so no client can block it. Who asks is what the kernel says; a client can
 * reach only its own regions. Without a decision there is no memory.
 */
import type { InformationTask } from "../../lib/abi/information.ts";
import { ALLOCATION_START } from "../../lib/abi/memory-map.ts";
import { NOTIFICATION_TASK_ENDED } from "../../lib/abi/message.ts";
import { Status } from "../../lib/abi/status.ts";
import { bytesOfPages } from "../../lib/core/rounding.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import {
  type Allocation,
  encodeAllocation,
  encodeTraceStep,
  encodeUsage,
  TraceRecord,
  type TraceStep,
  type Usage,
  VmmOperation,
} from "../../lib/proto/vmm.ts";
import { taskCount, taskEntry } from "../../lib/user/information.ts";
import { addressSpaceGet, type PageState } from "../../lib/user/kernel-calls.ts";
import { printLine } from "../../lib/user/print.ts";
import { selfIdentity } from "../../lib/user/self.ts";
import { serve } from "../../lib/user/server.ts";
import { start } from "../../lib/user/start.ts";
import { allocate, release } from "./allocate.ts";
import { handleFault } from "./fault.ts";
import { addClient, CLIENTS_MAX, type Client, clientOfTask, dropClient, type Ledger } from "./ledger.ts";
import { readStep } from "./trace.ts";

const ledger: Ledger = zeroed();

/** A task that nobody else pages manages itself: this server, too, which is not its own client. */
function loadClients(): void {
  const count: u32 = taskCount();
  for (let i: u32 = 0; i < count; i++) {
    const entry: InformationTask = taskEntry(i);
    if (entry.manager === selfIdentity() && entry.identity !== selfIdentity()) {
      if (!addClient(ledger, entry.identity, entry.space)) {
        printLine("vmm-demand: a task of the system description could not become a client");
      }
    }
  }
}

function answerStatus(words: SystemWords, status: ServerStatus): void {
  words.word0 = status;
  words.word1 = 0;
  words.word2 = 0;
  words.word3 = 0;
}

function answerAllocate(client: Client, words: SystemWords): void {
  const allocation: Allocation = zeroed();
  allocate(client, words.word1, allocation);
  encodeAllocation(allocation, words);
}

function answerUsage(client: Client, words: SystemWords): void {
  const usage: Usage = zeroed();
  usage.bytes = bytesOfPages(client.pages);
  usage.regions = client.regionCount;
  usage.faults = client.faults;
  encodeUsage(usage, words);
}

function answerTrace(client: Client, words: SystemWords): void {
  const step: TraceStep = zeroed();
  step.status = ServerStatus.BAD_ARGUMENT;
  if (words.word1 === TraceRecord.REQUEST) {
    readStep(client.lastRequest, words.word2, step);
  } else if (words.word1 === TraceRecord.FAULT) {
    readStep(client.lastFault, words.word2, step);
  }
  encodeTraceStep(step, words);
}

function onRequest(sender: u32, words: SystemWords): void {
  const client: Client | null = clientOfTask(ledger, sender);
  if (client === null) {
    answerStatus(words, ServerStatus.NOT_ALLOWED);
    return;
  }
  switch (words.word0) {
    case VmmOperation.ALLOCATE:
      answerAllocate(client, words);
      return;
    case VmmOperation.RELEASE:
      answerStatus(words, release(client, words.word1));
      return;
    case VmmOperation.USAGE:
      answerUsage(client, words);
      return;
    case VmmOperation.TRACE:
      answerTrace(client, words);
      return;
    default:
      answerStatus(words, ServerStatus.BAD_OPERATION);
  }
}

function onFault(sender: u32, words: SystemWords): void {
  handleFault(ledger, sender, words);
}

/** Forgets the clients whose space is gone. */
function onNotification(bits: u32): void {
  if ((bits & NOTIFICATION_TASK_ENDED) === 0) {
    return;
  }
  const state: PageState = zeroed();
  for (let slot: u32 = 0; slot < CLIENTS_MAX; slot++) {
    const client: Client = ledger.clients[slot];
    if (client.task !== 0 && addressSpaceGet(client.space, ALLOCATION_START, state) === Status.DEAD) {
      dropClient(ledger, slot);
    }
  }
}

function main(): u32 {
  loadClients();
  serve(onRequest, onFault, onNotification);
}

symbol(start, "_start");
symbol(main, "userMain");
