/** Hands everybody from manager to manager, without end. */
import { ServerStatus } from "../../../lib/proto/server-status.ts";
import { TASK_ALL } from "../../../lib/proto/vmm.ts";
import { findTask, taskNumberByName } from "../../../lib/user/information.ts";
import { yieldTask } from "../../../lib/user/kernel-calls.ts";
import { start } from "../../../lib/user/start.ts";
import { vmmExchange } from "../../../lib/user/vmm-client.ts";
import { Report, tell } from "./protocol.ts";

/** Turns of the others between two exchanges. */
const REST: u32 = 12;

function exchangeOnce(from: string, to: string): bool {
  const words: SystemWords = zeroed();
  const status: ServerStatus = vmmExchange(findTask(from), TASK_ALL, taskNumberByName(to), words);
  for (let i: u32 = 0; i < REST; i++) {
    yieldTask();
  }
  return status === ServerStatus.OK;
}

function main(): u32 {
  const words: SystemWords = zeroed();
  let count: u32 = 0;
  let failures: u32 = 0;
  while (true) {
    failures += exchangeOnce("vmm-demand", "vmm-realtime") ? 0 : 1;
    failures += exchangeOnce("vmm-realtime", "vmm-preemptive") ? 0 : 1;
    failures += exchangeOnce("vmm-preemptive", "vmm-demand") ? 0 : 1;
    count += 3;
    tell(Report.EXCHANGES, count, failures, words);
  }
}

symbol(start, "_start");
symbol(main, "userMain");
