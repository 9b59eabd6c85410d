/** Hands the worker from policy to policy while it works, and looks at how it ends. */
import { type InformationTask, TaskEnd } from "../../../lib/abi/information.ts";
import { ALLOCATION_START } from "../../../lib/abi/memory-map.ts";
import { ServerStatus } from "../../../lib/proto/server-status.ts";
import { type Reason, TASK_ALL, VmmPolicy } from "../../../lib/proto/vmm.ts";
import { taskEntry, taskNumberByName } from "../../../lib/user/information.ts";
import { yieldTask } from "../../../lib/user/kernel-calls.ts";
import { print, printDecimal, printLine } from "../../../lib/user/print.ts";
import { start } from "../../../lib/user/start.ts";
import { vmmAdopted, vmmExchange, vmmWhyOf } from "../../../lib/user/vmm-client.ts";
import { beginTests, finishTestsChanged, ok, okEqual } from "../support/tap.ts";

const EXCHANGES: u32 = 1000;
const SERVERS = 3;
/** Exchanges until a run counts as stuck. */
const EXCHANGES_MAX: u32 = 20_000;

const servers: FixedArray<u32, typeof SERVERS> = zeroed();
const words: SystemWords = zeroed();
const reason: Reason = zeroed();

function identityOf(number: u32): u32 {
  return taskEntry(number).identity;
}

/** The place in `servers` of the worker's manager. */
function managerPlace(worker: u32): u32 {
  let place: u32 = 0;
  while (place + 1 < SERVERS && identityOf(servers[place]) !== taskEntry(worker).manager) {
    place += 1;
  }
  return place;
}

function testRefusals(worker: u32): void {
  const demand: u32 = identityOf(servers[0]);
  okEqual(vmmExchange(demand, worker, 0, words), ServerStatus.BAD_ARGUMENT, "a task that is no VMM");
  okEqual(vmmExchange(demand, worker, 99, words), ServerStatus.BAD_ARGUMENT, "a task that does not exist");
  okEqual(vmmExchange(demand, worker, servers[0], words), ServerStatus.BAD_ARGUMENT, "the manager itself");
  okEqual(vmmExchange(demand, 77, servers[1], words), ServerStatus.NOT_FOUND, "a client that does not exist");
  okEqual(vmmAdopted(demand, 77, words), ServerStatus.NOT_FOUND, "ADOPTED of nobody");
  okEqual(vmmAdopted(identityOf(servers[1]), worker, words), ServerStatus.NOT_FOUND, "ADOPTED elsewhere");
  okEqual(vmmAdopted(demand, worker, words), ServerStatus.OK, "ADOPTED by the manager");
}

function runs(worker: u32): bool {
  return taskEntry(worker).end === TaskEnd.NONE;
}

/** Round after round to the next policy. Answers how many exchanges there were. */
function exchangeAll(worker: u32): u32 {
  let count: u32 = 0;
  let failures: u32 = 0;
  let longest: u32 = 0;
  while (runs(worker) && count < EXCHANGES_MAX) {
    const place: u32 = managerPlace(worker);
    const next: u32 = servers[(place + 1) % SERVERS];
    const all: bool = count % 7 === 3;
    const status: ServerStatus = vmmExchange(
      identityOf(servers[place]),
      all ? TASK_ALL : worker,
      next,
      words,
    );
    if (status === ServerStatus.OK && words.word1 !== 0) {
      count += 1;
      longest = words.word3 > longest ? words.word3 : longest;
      const adopted: ServerStatus = vmmAdopted(identityOf(next), worker, words);
      failures += adopted === ServerStatus.OK || !runs(worker) ? 0 : 1;
    } else {
      failures += runs(worker) ? 1 : 0;
    }
    yieldTask();
  }
  okEqual(failures, 0, "every exchange works");
  print("longest exchange ");
  printDecimal(longest);
  print(" instructions, exchanges ");
  printDecimal(count);
  printLine("");
  return count;
}

function testWhy(worker: u32): void {
  const place: u32 = managerPlace(worker);
  vmmWhyOf(identityOf(servers[place]), worker, ALLOCATION_START, reason);
  okEqual(reason.status, ServerStatus.OK, "WHY about another task");
  okEqual(reason.policy, VmmPolicy.DEMAND, "it names the policy");
  okEqual(reason.rule, 1, "and the rule");
  vmmWhyOf(identityOf(servers[place]), worker, 0x4000_0000, reason);
  okEqual(reason.status, ServerStatus.NOT_FOUND, "WHY of a page that is not the VMM's doing");
}

function main(): u32 {
  beginTests();
  const worker: u32 = taskNumberByName("worker");
  servers[0] = taskNumberByName("vmm-demand");
  servers[1] = taskNumberByName("vmm-realtime");
  servers[2] = taskNumberByName("vmm-preemptive");
  testRefusals(worker);
  yieldTask();
  testWhy(worker);
  ok(exchangeAll(worker) >= EXCHANGES, "a thousand exchanges and more");
  const entry: InformationTask = taskEntry(worker);
  okEqual(entry.end, TaskEnd.EXITED, "the worker has come to its end");
  okEqual(entry.endDetail, 0, "and no page was lost");
  return finishTestsChanged("what the worker had is back");
}

symbol(start, "_start");
symbol(main, "userMain");
