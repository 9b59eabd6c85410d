/**
 * Step 7: another VMM server, with another policy, takes over while the task runs. Returns "" or what went wrong.
 */
import { PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { ServerStatus, serverStatusText } from "../../lib/proto/server-status.ts";
import { type Allocation, WHY_BACKED } from "../../lib/proto/vmm.ts";
import {
  findTask,
  managerOf,
  TASK_NUMBER_NONE,
  taskNumberByName,
  taskNumberOf,
} from "../../lib/user/information.ts";
import { printLine } from "../../lib/user/print.ts";
import { selfIdentity } from "../../lib/user/self.ts";
import { vmmAdopted, vmmExchange } from "../../lib/user/vmm-client.ts";
import { fillHalf, holdsHalf } from "./memory-steps.ts";
import { showCall, showFigure } from "./show.ts";
import { backedPages, showWhy } from "./why.ts";

const SUCCESSOR: string = "vmm-realtime";

/** Whether the successor manages this task's memory already: a boot parameter can say so. */
export function isSuccessors(): bool {
  return managerOf(selfIdentity()) === findTask(SUCCESSOR);
}

/** Hands this task over and shows how long nobody served it. */
function handOver(successor: u32): string {
  const words: SystemWords = zeroed();
  const manager: u32 = managerOf(selfIdentity());
  const before: u32 = readTimeStampLow();
  const status: ServerStatus = vmmExchange(manager, taskNumberOf(selfIdentity()), successor, words);
  const cost: u32 = readTimeStampLow() - before;
  showCall(manager, "hand over to vmm-realtime", cost);
  if (status !== ServerStatus.OK) {
    return serverStatusText(status);
  }
  const adopted: ServerStatus = vmmAdopted(findTask(SUCCESSOR), taskNumberOf(selfIdentity()), words);
  if (adopted !== ServerStatus.OK || !isSuccessors()) {
    return "the successor has not taken over";
  }
  showFigure("of these, the successor's: notes, marks, frames for all pages", words.word3);
  return "";
}

/** @param allocation memory that was just granted and that nobody has touched */
export function changeManager(allocation: Allocation, bytes: u32): string {
  const successor: u32 = taskNumberByName(SUCCESSOR);
  if (successor === TASK_NUMBER_NONE) {
    printLine("   = this system has no vmm-realtime to hand over to");
    return "";
  }
  if (isSuccessors()) {
    printLine("   = vmm-realtime has managed this task from the start");
    return "";
  }
  const pages: u32 = bytes / PAGE_SIZE_BYTES;
  fillHalf(allocation.address, bytes);
  const touched: u32 = backedPages(allocation.address, bytes);
  showFigure("pages that have a frame, under vmm-demand", touched);
  const wrong: string = handOver(successor);
  if (wrong.length !== 0) {
    return wrong;
  }
  showFigure("pages that have a frame, under vmm-realtime", backedPages(allocation.address, bytes));
  const why: u32 = showWhy(allocation.address);
  if (
    (why & WHY_BACKED) === 0 ||
    backedPages(allocation.address, bytes) !== pages ||
    touched > pages / 2 + 1
  ) {
    return "the policies are not what they should be";
  }
  if (!holdsHalf(allocation.address, bytes)) {
    return "memory has changed with its manager";
  }
  printLine("   = every word is as it was before");
  return "";
}
