/**
 * Whose memory this VMM server manages: one place for each task of the system description, found by task or space
 * in constant time. What has to outlive the server stands in the client's notes, not here.
 */
import { IDENTITY_NOBODY } from "../abi/identity.ts";
import { INFORMATION_MAGIC, INFORMATION_TASKS_MAX, type Information } from "../abi/information.ts";
import {
  findIdentity,
  type IdentityMap,
  removeIdentity,
  SLOT_NONE,
  setIdentity,
} from "../core/identity-map.ts";
import type { ManagerNotes } from "../proto/manager-notes.ts";
import { ServerStatus } from "../proto/server-status.ts";
import type { PolicyHooks } from "./policy.ts";
import type { Trace } from "./trace.ts";
import type { World } from "./world.ts";

export const CLIENTS_MAX = 32;
/** The last pages that were given to a client: a policy that takes pages leaves them alone. */
export const RECENT_PAGES = 4;

export class Client {
  /** Identity of the task; IDENTITY_NOBODY in a place that nobody has. */
  task: u32 = 0;
  space: u32 = 0;
  /** Its number in the system description, and of this place. */
  number: u32 = 0;
  priority: u32 = 0;
  notes: ManagerNotes | null = null;
  /** Time-stamp units that its adoption took. */
  adoptionCost: u32 = 0;
  /** What was last done for it on request, and on a fault. */
  lastRequest: Trace = zeroed();
  lastFault: Trace = zeroed();
  /** For policies that take pages: where the search for the next one begins. */
  hand: u32 = 0;
  recent: FixedArray<u32, typeof RECENT_PAGES> = zeroed();
  recentAt: u32 = 0;
}

export class Vmm {
  world: World | null = null;
  policy: PolicyHooks | null = null;
  /** Identity of this server and of its space; its number in the system description. */
  self: u32 = 0;
  space: u32 = 0;
  number: u32 = 0;
  clients: FixedArray<Client, typeof CLIENTS_MAX> = zeroed();
  /** Bit n: clients[n] is somebody. */
  present: u32 = 0;
  /** Slot numbers are those of `clients`. */
  byTask: IdentityMap = zeroed();
  bySpace: IdentityMap = zeroed();
  /** OK, or why the task of this number was given back. */
  givenBack: FixedArray<u32, typeof CLIENTS_MAX> = zeroed();
  /** Version of the information page with which the clients were last compared, + 1. */
  comparedVersion: u32 = 0;
  /** The policy's epoch up to which revocations have reached all clients. */
  epoch: u32 = 0;
  /** Pages taken away that the ACL server has not been told of. */
  takenPages: u32 = 0;
  /** An acknowledgement is due. */
  owesAcknowledgement: bool = false;
  /** Questions to the policy since this server started, and how many of them the published verdicts answered. */
  questions: u32 = 0;
  published: u32 = 0;
  /** How often nobody decided about a client in a row. */
  undecidedTries: u32 = 0;
}

/** The world of a server that has started. */
export function worldOf(vmm: Vmm): World {
  return vmm.world!;
}

export function policyOf(vmm: Vmm): PolicyHooks {
  return vmm.policy!;
}

/** The notes on a client. */
export function notesOf(client: Client): ManagerNotes {
  return client.notes!;
}

/** How many tasks the information page lists; 0 when it is not what this server was built for. */
export function describedTasks(information: Information): u32 {
  const known: bool =
    information.magic === INFORMATION_MAGIC && information.taskCount <= INFORMATION_TASKS_MAX;
  return known ? information.taskCount : 0;
}

/** The number of the described task with this identity, or SLOT_NONE. */
export function numberOf(vmm: Vmm, identity: u32): u32 {
  const information: Information = worldOf(vmm).information();
  const count: u32 = describedTasks(information);
  for (let i: u32 = 0; i < count; i++) {
    if (identity !== IDENTITY_NOBODY && information.tasks[i].identity === identity) {
      return i;
    }
  }
  return SLOT_NONE;
}

/** Gives the task of this number its place. */
export function enterClient(vmm: Vmm, number: u32, task: u32, space: u32, notes: ManagerNotes): Client {
  dropClient(vmm, number);
  const client: Client = vmm.clients[number];
  vmm.present |= 1 << (number & 31);
  client.task = task;
  client.space = space;
  client.number = number;
  client.notes = notes;
  client.hand = 0;
  client.recentAt = 0;
  setIdentity(vmm.byTask, number, task);
  setIdentity(vmm.bySpace, number, space);
  vmm.givenBack[number] = ServerStatus.OK;
  return client;
}

/** Forgets the client of this number. Its notes stay as they are. */
export function dropClient(vmm: Vmm, number: u32): void {
  const client: Client = vmm.clients[number];
  if (client.task === IDENTITY_NOBODY) {
    return;
  }
  vmm.present &= ~(1 << (number & 31));
  removeIdentity(vmm.byTask, number);
  removeIdentity(vmm.bySpace, number);
  client.task = IDENTITY_NOBODY;
  client.space = IDENTITY_NOBODY;
  client.notes = null;
  client.lastRequest.count = 0;
  client.lastFault.count = 0;
  for (let i: u32 = 0; i < RECENT_PAGES; i++) {
    client.recent[i] = 0;
  }
}

/** The client whose task this is, or null. */
export function clientOfTask(vmm: Vmm, task: u32): Client | null {
  const slot: u32 = findIdentity(vmm.byTask, task);
  return slot === SLOT_NONE || slot >= CLIENTS_MAX ? null : vmm.clients[slot];
}

/** The client whose space this is, or null. */
export function clientOfSpace(vmm: Vmm, space: u32): Client | null {
  const slot: u32 = findIdentity(vmm.bySpace, space);
  return slot === SLOT_NONE || slot >= CLIENTS_MAX ? null : vmm.clients[slot];
}
