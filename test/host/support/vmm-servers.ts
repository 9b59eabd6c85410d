/** The three VMM servers on the model machine (vmm-machine.ts): started, asked, ended in the middle of a request, started again. */
import type { Information } from "../../../lib/abi/information.ts";
import type { ManagerNotes } from "../../../lib/proto/manager-notes.ts";
import { SERVER_STATUS_MASK, ServerStatus } from "../../../lib/proto/server-status.ts";
import type { Vmm } from "../../../lib/vmm/clients.ts";
import { begin } from "../../../lib/vmm/notifications.ts";
import { handleRequest } from "../../../lib/vmm/requests.ts";
import { World } from "../../../lib/vmm/world.ts";
import { DEMAND } from "../../../servers/vmm-demand/policy.ts";
import { openOwnStore, PREEMPTIVE } from "../../../servers/vmm-preemptive/policy.ts";
import { REALTIME } from "../../../servers/vmm-realtime/policy.ts";
import { check } from "./check.ts";
import {
  acl,
  modelAcknowledge,
  modelAlarm,
  modelDecide,
  modelPublication,
  modelTicks,
  random,
} from "./vmm-acl.ts";
import { modelAlloc, modelExchange, modelGet, modelRelease, modelSet, modelStop } from "./vmm-calls.ts";
import {
  alive,
  CLIENTS,
  machine,
  modelWords,
  restartCaller,
  type SERVERS,
  spaceIdentity,
  TASKS,
  taskIdentity,
} from "./vmm-machine.ts";
import { randomBelow } from "./xorshift.ts";

/** One request in so many ends its server in the middle. */
const END_ODDS: u32 = 40;
const PREEMPTIVE_SERVER: u32 = 6;

/** What happened, so that a run which tested nothing is noticed. */
class Tally {
  allocations: u32 = 0;
  shares: u32 = 0;
  exchanges: u32 = 0;
  revocations: u32 = 0;
  ends: u32 = 0;
  refused: u32 = 0;
  ended: u32 = 0;
  stored: u32 = 0;
  givenBack: u32 = 0;
  repeated: u32 = 0;
}

export const tally: Tally = zeroed();
export const servers: FixedArray<Vmm, typeof SERVERS> = zeroed();
const fresh: Vmm = zeroed();

function freeFrames(): u32 {
  return machine.free;
}

function notesOf(number: u32): ManagerNotes {
  return machine.notes[number];
}

function information(): Information {
  return machine.information;
}

let lastServer: string = "";
let lastReason: string = "";

function report(server: string, _task: u32, _address: u32, _bits: u32, _at: u32, reason: string): void {
  lastServer = server;
  lastReason = reason;
}

/** Why a server has ended a client last. */
export function sayReport(): void {
  print(lastServer);
  print(" has ended it: ");
  print(lastReason);
  print("\n");
}

const WORLD: World = new World(
  modelGet,
  modelSet,
  modelAlloc,
  modelRelease,
  modelExchange,
  modelStop,
  modelDecide,
  modelAcknowledge,
  modelTicks,
  modelAlarm,
  freeFrames,
  notesOf,
  information,
  modelPublication,
  modelWords,
  report,
);

/** Starts the server of this task number, for the first time or again. */
export function startServer(number: u32): void {
  machine.caller = number;
  const vmm: Vmm = servers[number - CLIENTS];
  copy(vmm, fresh);
  vmm.world = WORLD;
  vmm.policy = number === CLIENTS ? DEMAND : number === CLIENTS + 1 ? REALTIME : PREEMPTIVE;
  vmm.self = taskIdentity(number);
  vmm.space = spaceIdentity(number);
  vmm.number = number;
  if (number === PREEMPTIVE_SERVER) {
    openOwnStore(vmm);
  }
  machine.changed &= ~(u32(1) << number);
  acl.changed &= ~(u32(1) << number);
  begin(vmm);
}

/** The server whose code runs next; it may not live to the end of it. */
export function enter(number: u32): Vmm {
  machine.caller = number;
  machine.ended = false;
  machine.callsLeft = randomBelow(random, END_ODDS) === 0 ? 1 + randomBelow(random, 10) : 0;
  return servers[number - CLIENTS];
}

/** True when the server has ended, with its answer at the latest, and has been started again. */
export function leave(): bool {
  if (machine.callsLeft !== 0) {
    machine.callsLeft = 1;
    alive();
  }
  if (machine.ended) {
    tally.ends += 1;
    restartCaller();
    startServer(machine.caller);
    return true;
  }
  return false;
}

export function managerOf(client: u32): u32 {
  for (let i: u32 = CLIENTS; i < TASKS; i++) {
    if (machine.information.tasks[client].manager === taskIdentity(i)) {
      return i;
    }
  }
  panic("a client without a manager");
}

/** A request; true when it was answered. */
export function request(server: u32, sender: u32, words: SystemWords): bool {
  handleRequest(enter(server), taskIdentity(sender), words);
  return !leave();
}

/** A client's request to whoever manages it, as lib/user makes it: a server that has given the client away says MOVED. */
export function ask(client: u32, words: SystemWords): bool {
  const question: SystemWords = zeroed();
  copy(question, words);
  for (let tries: u32 = 0; tries < 5; tries++) {
    copy(words, question);
    if (!request(managerOf(client), client, words)) {
      return false;
    }
    if ((words.word0 & SERVER_STATUS_MASK) !== ServerStatus.MOVED) {
      return true;
    }
  }
  check(false, "a client finds its manager");
  return false;
}
