/** A task that no rule lets start others. */
import { ServerStatus } from "../../../lib/proto/server-status.ts";
import { taskNumberByName } from "../../../lib/user/information.ts";
import { printLine } from "../../../lib/user/print.ts";
import { start } from "../../../lib/user/start.ts";
import { supervisorStart } from "../../../lib/user/supervisor-client.ts";

function main(): u32 {
  if (supervisorStart(taskNumberByName("once")) !== ServerStatus.REFUSED) {
    printLine("not ok 99 - a task without the right has started another");
  }
  return 0;
}

symbol(start, "_start");
symbol(main, "userMain");
