/** A task that no rule lets exchange managers or ask about others. */
import { ServerStatus } from "../../../lib/proto/server-status.ts";
import { type Reason, TASK_ALL } from "../../../lib/proto/vmm.ts";
import { findTask, taskNumberByName } from "../../../lib/user/information.ts";
import { printLine } from "../../../lib/user/print.ts";
import { start } from "../../../lib/user/start.ts";
import { vmmExchange, vmmWhyOf } from "../../../lib/user/vmm-client.ts";

function main(): u32 {
  const words: SystemWords = zeroed();
  const demand: u32 = findTask("vmm-demand");
  const refused: ServerStatus = vmmExchange(demand, TASK_ALL, taskNumberByName("vmm-realtime"), words);
  if (refused !== ServerStatus.REFUSED || words.word1 !== 0) {
    printLine("not ok 99 - a task without the right has exchanged a manager");
  }
  const reason: Reason = zeroed();
  vmmWhyOf(demand, taskNumberByName("worker"), 0x5000_0000, reason);
  if (reason.status !== ServerStatus.NOT_ALLOWED) {
    printLine("not ok 99 - a task without the right has asked about another's memory");
  }
  return 0;
}

symbol(start, "_start");
symbol(main, "userMain");
