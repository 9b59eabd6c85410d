/** `vmm`: the VMM servers and their clients, and a change of server while the clients run. */
import { IDENTITY_NOBODY } from "../../lib/abi/identity.ts";
import { TaskEnd, TaskKind } from "../../lib/abi/information.ts";
import { ServerStatus, serverStatusText } from "../../lib/proto/server-status.ts";
import { TASK_ALL } from "../../lib/proto/vmm.ts";
import { TASK_NUMBER_NONE, taskCount, taskEntry } from "../../lib/user/information.ts";
import { vmmAdopted, vmmExchange } from "../../lib/user/vmm-client.ts";
import type { CommandLine } from "./command-line.ts";
import { endLine, say, sayDecimal, sayLine, sayTo } from "./output.ts";
import { readTask, taskName } from "./words.ts";

const COLUMN_CLIENTS: u32 = 17;

function isVmm(taskNumber: u32): bool {
  return taskEntry(taskNumber).kind === TaskKind.VMM && taskEntry(taskNumber).end === TaskEnd.NONE;
}

function showServers(): void {
  sayLine("VMM server       manages");
  for (let i: u32 = 0; i < taskCount(); i++) {
    if (!isVmm(i)) {
      continue;
    }
    say(taskName(i));
    sayTo(COLUMN_CLIENTS);
    let clients: u32 = 0;
    for (let k: u32 = 0; k < taskCount(); k++) {
      if (k !== i && taskEntry(k).manager === taskEntry(i).identity && taskEntry(k).end === TaskEnd.NONE) {
        say(clients === 0 ? "" : ", ");
        say(taskName(k));
        clients += 1;
      }
    }
    sayLine(clients === 0 ? "nobody" : "");
  }
}

/** Has every other server hand over the task, or all. Answers how many clients went. */
function handOver(task: u32, successor: u32): u32 {
  let moved: u32 = 0;
  const words: SystemWords = zeroed();
  for (let i: u32 = 0; i < taskCount(); i++) {
    const concerned: bool = task === TASK_ALL || taskEntry(task).manager === taskEntry(i).identity;
    if (i === successor || !isVmm(i) || !concerned) {
      continue;
    }
    const status: ServerStatus = vmmExchange(taskEntry(i).identity, task, successor, words);
    if (status !== ServerStatus.OK && status !== ServerStatus.NOT_FOUND) {
      say(taskName(i));
      say(": ");
      sayLine(serverStatusText(status));
    } else if (words.word1 !== 0) {
      moved += words.word1;
      say(taskName(i));
      say(" handed over ");
      sayDecimal(words.word1);
      say(words.word1 === 1 ? " client in " : " clients in ");
      sayDecimal(words.word3);
      sayLine(" instructions");
    }
  }
  return moved;
}

export function commandVmm(line: CommandLine): void {
  if (line.count < 2) {
    showServers();
    return;
  }
  const successor: u32 = readTask(line.word(1));
  if (successor === TASK_NUMBER_NONE) {
    return;
  }
  if (!isVmm(successor)) {
    say(taskName(successor));
    sayLine(" is no VMM server that runs");
    return;
  }
  const task: u32 = line.count > 2 ? readTask(line.word(2)) : TASK_ALL;
  if (line.count > 2 && task === TASK_NUMBER_NONE) {
    return;
  }
  if (line.count > 2 && taskEntry(task).identity === IDENTITY_NOBODY) {
    sayLine("it does not run");
    return;
  }
  if (handOver(task, successor) === 0) {
    sayLine("nobody was handed over");
    return;
  }
  if (task !== TASK_ALL) {
    const words: SystemWords = zeroed();
    const status: ServerStatus = vmmAdopted(taskEntry(successor).identity, task, words);
    say(taskName(successor));
    say(status === ServerStatus.OK ? " has taken it over" : " gave it back: ");
    say(status === ServerStatus.OK ? "" : serverStatusText(status));
    endLine();
  }
}
