/**
 * EXCHANGE and ADOPTED (docs/decisions/0023): clients go to another manager while they run. Everything that the policy
 * keeps elsewhere is brought back first, revocations are applied, then one kernel call moves the client with its
 * notes and its waiting faults. A client whose memory cannot be brought back stays.
 */
import { IDENTITY_NOBODY } from "../abi/identity.ts";
import { type Information, TaskKind } from "../abi/information.ts";
import { Right } from "../abi/manifest.ts";
import { Status } from "../abi/status.ts";
import { bytesOfPages } from "../core/rounding.ts";
import type { Verdict } from "../proto/decision.ts";
import { ServerStatus } from "../proto/server-status.ts";
import { TASK_ALL } from "../proto/vmm.ts";
import { refreshClients } from "./adopt.ts";
import {
  CLIENTS_MAX,
  type Client,
  describedTasks,
  dropClient,
  notesOf,
  policyOf,
  type Vmm,
  worldOf,
} from "./clients.ts";
import { ask, statusOfVerdict } from "./decide.ts";
import { applyRevocations } from "./revoke.ts";

const LINE_SHIFT: u32 = 16;

/** Hands one client over. */
function handOver(vmm: Vmm, client: Client, successor: u32): ServerStatus {
  const status: ServerStatus = policyOf(vmm).handOver(vmm, client);
  if (status !== ServerStatus.OK) {
    return status;
  }
  notesOf(client).previous = vmm.number;
  const moved: Status = worldOf(vmm).exchange(successor, client.space);
  if (moved !== Status.OK) {
    return moved === Status.DEAD ? ServerStatus.UNREACHABLE : ServerStatus.KERNEL_REFUSED;
  }
  dropClient(vmm, client.number);
  return ServerStatus.OK;
}

/** Hands over one client or all. Answers how many went; the words' status is the first that is not OK. */
function handOverAll(vmm: Vmm, number: u32, successor: u32, words: SystemWords): u32 {
  let count: u32 = 0;
  let status: ServerStatus = number === TASK_ALL ? ServerStatus.OK : ServerStatus.NOT_FOUND;
  for (let i: u32 = 0; i < CLIENTS_MAX; i++) {
    const client: Client = vmm.clients[i];
    if (client.task === IDENTITY_NOBODY || (number !== TASK_ALL && number !== i)) {
      continue;
    }
    const one: ServerStatus = handOver(vmm, client, successor);
    count += one === ServerStatus.OK ? 1 : 0;
    if (number !== TASK_ALL || status === ServerStatus.OK) {
      status = one;
    }
  }
  words.word0 = status;
  return count;
}

/** Whether clients can go to this task: another VMM server that lives. */
function successorOf(vmm: Vmm, number: u32): u32 {
  const information: Information = worldOf(vmm).information();
  if (number >= describedTasks(information) || number === vmm.number) {
    return IDENTITY_NOBODY;
  }
  return information.tasks[number].kind === TaskKind.VMM
    ? information.tasks[number].identity
    : IDENTITY_NOBODY;
}

/** EXCHANGE, asked for by a task that need not be a client. The words become the answer. */
export function exchange(vmm: Vmm, sender: u32, words: SystemWords): void {
  const before: u32 = readTimeStampLow();
  const number: u32 = words.word1;
  const successorNumber: u32 = words.word2;
  const verdict: Verdict = zeroed();
  let count: u32 = 0;
  ask(vmm, sender, Right.VMM_EXCHANGE, successorNumber, 1, verdict);
  words.word0 = statusOfVerdict(verdict);
  if (words.word0 === ServerStatus.OK) {
    const successor: u32 = successorOf(vmm, successorNumber);
    if (successor === IDENTITY_NOBODY) {
      words.word0 = ServerStatus.BAD_ARGUMENT;
    } else {
      refreshClients(vmm);
      // The successor starts from what is true now.
      words.word0 = ServerStatus.NO_DECISION;
      if (applyRevocations(vmm)) {
        count = handOverAll(vmm, number, successor, words);
      }
    }
  }
  words.word0 |= verdict.line << LINE_SHIFT;
  words.word1 = count;
  words.word2 = verdict.rule;
  words.word3 = readTimeStampLow() - before;
}

/** ADOPTED: whether the task of this number is a client here by now. The words become the answer. */
export function adopted(vmm: Vmm, words: SystemWords): void {
  const number: u32 = words.word1;
  refreshClients(vmm);
  words.word0 = ServerStatus.NOT_FOUND;
  words.word1 = 0;
  words.word2 = 0;
  words.word3 = 0;
  if (number >= CLIENTS_MAX) {
    return;
  }
  const client: Client = vmm.clients[number];
  if (client.task !== IDENTITY_NOBODY) {
    words.word0 = ServerStatus.OK;
    words.word1 = bytesOfPages(notesOf(client).pages);
    words.word3 = client.adoptionCost;
  } else if (vmm.givenBack[number] !== ServerStatus.OK) {
    words.word0 = vmm.givenBack[number];
  }
}
