/** A peer of the VMM that is no client of it. */
import { Status } from "../../../lib/abi/status.ts";
import { ServerStatus } from "../../../lib/proto/server-status.ts";
import { VmmOperation } from "../../../lib/proto/vmm.ts";
import { findTask } from "../../../lib/user/information.ts";
import { callTask } from "../../../lib/user/kernel-calls.ts";
import { printLine } from "../../../lib/user/print.ts";
import { start } from "../../../lib/user/start.ts";

function main(): u32 {
  const words: SystemWords = zeroed();
  words.word0 = VmmOperation.ALLOCATE;
  words.word1 = 4096;
  if (callTask(findTask("vmm-demand"), words) !== Status.OK || words.word0 !== ServerStatus.NOT_ALLOWED) {
    printLine("not ok 99 - a task that is no client was served");
  }
  return 0;
}

symbol(start, "_start");
symbol(main, "userMain");
