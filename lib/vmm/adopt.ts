/**
 * Taking clients over: at the start, when another manager hands one over, when a task of the description was started
 * again. The notes are the previous manager's word and are made to agree with the kernel's marks: what was coming or
 * going goes, what is marked without a region goes, holes in regions are reserved again. Then the policy's hook.
 */
import { IDENTITY_NOBODY } from "../abi/identity.ts";
import type { Information, InformationTask } from "../abi/information.ts";
import { ALLOCATION_START } from "../abi/memory-map.ts";
import { Status } from "../abi/status.ts";
import { lowestBit } from "../core/bits.ts";
import { SLOT_NONE } from "../core/identity-map.ts";
import {
  type ManagerNotes,
  NOTES_MAGIC,
  type NotedRegion,
  REGION_COMING,
  REGION_GOING,
  REGION_SHARED,
} from "../proto/manager-notes.ts";
import { ServerStatus } from "../proto/server-status.ts";
import type { PageMark } from "../user/page-mark.ts";
import {
  CLIENTS_MAX,
  type Client,
  clientOfSpace,
  clientOfTask,
  describedTasks,
  dropClient,
  enterClient,
  notesOf,
  numberOf,
  policyOf,
  type Vmm,
  worldOf,
} from "./clients.ts";
import { reserveHoles, unmarkRange, unmarkRuns } from "./marks.ts";
import { finishRevocations } from "./recheck.ts";
import { beginNotes, END_PAGE, FIRST_PAGE, isRevoked, removeRegion, repairRegions } from "./regions.ts";
import { bringUpToDate } from "./revoke.ts";

/** Ends what was being made or released when the last manager stopped: no client knows of it. */
function settleRegions(vmm: Vmm, client: Client): void {
  const notes: ManagerNotes = notesOf(client);
  let i: u32 = 0;
  while (i < notes.regionCount) {
    const region: NotedRegion = notes.regions[i];
    const unsettled: bool = (region.flags & (REGION_COMING | REGION_GOING)) !== 0;
    if (unsettled && unmarkRange(vmm, client.space, region.firstPage, region.pages) === Status.OK) {
      removeRegion(notes, i);
    } else {
      i += 1;
    }
  }
}

/** Makes the kernel's marks those of the regions, and nothing else. */
function settleMarks(vmm: Vmm, client: Client): Status {
  const notes: ManagerNotes = notesOf(client);
  let page: u32 = FIRST_PAGE;
  let status: Status = Status.OK;
  for (let i: u32 = 0; i < notes.regionCount && status === Status.OK; i++) {
    const region: NotedRegion = notes.regions[i];
    status = unmarkRuns(vmm, client.space, page, region.firstPage);
    page = region.firstPage + region.pages;
    if (status === Status.OK && !isRevoked(region) && (region.flags & REGION_SHARED) === 0) {
      status = reserveHoles(vmm, client.space, region.firstPage, region.pages);
    }
  }
  return status === Status.OK ? unmarkRuns(vmm, client.space, page, END_PAGE) : status;
}

/** Takes over whatever notes there are. */
function takeOverNotes(vmm: Vmm, client: Client): void {
  const notes: ManagerNotes = notesOf(client);
  const about: bool = notes.magic === NOTES_MAGIC && notes.task === client.task;
  if (!about || notes.space !== client.space) {
    beginNotes(notes, client.task, client.space);
  }
  repairRegions(notes);
  settleRegions(vmm, client);
  repairRegions(notes);
  finishRevocations(vmm, client);
  settleMarks(vmm, client);
  const epoch: u32 = worldOf(vmm).publication().epoch;
  if (notes.epoch !== epoch && !bringUpToDate(vmm, client, epoch)) {
    // The alarm tries again; until then nobody gets an acknowledgement.
    vmm.owesAcknowledgement = true;
    worldOf(vmm).alarm(1);
  }
}

/** Gives a client back whose policy cannot be kept. False: it stays, since it has come back itself, or nobody else takes it. */
function giveBack(vmm: Vmm, client: Client): bool {
  const notes: ManagerNotes = notesOf(client);
  const information: Information = worldOf(vmm).information();
  const previous: u32 = notes.previous;
  if (previous >= describedTasks(information) || previous === vmm.number) {
    return false;
  }
  if (worldOf(vmm).exchange(information.tasks[previous].identity, client.space) !== Status.OK) {
    return false;
  }
  dropClient(vmm, client.number);
  return true;
}

function adoptClient(vmm: Vmm, number: u32, task: u32, space: u32, priority: u32): void {
  const before: u32 = readTimeStampLow();
  const state: PageMark = zeroed();
  if (worldOf(vmm).get(space, ALLOCATION_START, state) !== Status.OK) {
    return;
  }
  const client: Client = enterClient(vmm, number, task, space, worldOf(vmm).notes(number));
  client.priority = priority;
  takeOverNotes(vmm, client);
  const status: ServerStatus = policyOf(vmm).adopt(vmm, client);
  client.adoptionCost = readTimeStampLow() - before;
  if (status !== ServerStatus.OK && giveBack(vmm, client)) {
    vmm.givenBack[number] = status;
  }
}

/** Compares the clients with the information page: takes over who has come, forgets who has gone. */
export function refreshClients(vmm: Vmm): void {
  const information: Information = worldOf(vmm).information();
  if (vmm.comparedVersion === information.version + 1) {
    return;
  }
  // What changes from here on is seen the next time.
  vmm.comparedVersion = information.version + 1;
  const count: u32 = describedTasks(information);
  for (let number: u32 = 0; number < count && number < CLIENTS_MAX; number++) {
    const entry: InformationTask = information.tasks[number];
    const own: bool = entry.manager === vmm.self && entry.identity !== vmm.self;
    const known: bool =
      vmm.clients[number].task === entry.identity && vmm.clients[number].space === entry.space;
    if (!own || !known) {
      dropClient(vmm, number);
    }
    if (own && !known && entry.identity !== IDENTITY_NOBODY) {
      adoptClient(vmm, number, entry.identity, entry.space, entry.priority);
    }
  }
}

/** Forgets the clients whose space is gone. */
export function forgetDead(vmm: Vmm): void {
  const state: PageMark = zeroed();
  for (let rest: u32 = vmm.present; rest !== 0; rest &= rest - 1) {
    const client: Client = vmm.clients[lowestBit(rest)];
    if (worldOf(vmm).get(client.space, ALLOCATION_START, state) === Status.DEAD) {
      policyOf(vmm).forget(vmm, client, FIRST_PAGE, END_PAGE - FIRST_PAGE);
      dropClient(vmm, client.number);
    }
  }
}

/** The client with this task. A stranger may have become one since the information page was last read. */
export function findClient(vmm: Vmm, task: u32): Client | null {
  const client: Client | null = clientOfTask(vmm, task);
  if (client !== null) {
    return client;
  }
  refreshClients(vmm);
  return clientOfTask(vmm, task);
}

/** The client with this space. */
export function findClientBySpace(vmm: Vmm, space: u32): Client | null {
  const client: Client | null = clientOfSpace(vmm, space);
  if (client !== null) {
    return client;
  }
  refreshClients(vmm);
  return clientOfSpace(vmm, space);
}

/** What a task that is no client hears: MOVED where another server manages it, NOT_ALLOWED elsewhere. */
export function statusForStranger(vmm: Vmm, task: u32): ServerStatus {
  const number: u32 = numberOf(vmm, task);
  if (number === SLOT_NONE) {
    return ServerStatus.NOT_ALLOWED;
  }
  const manager: u32 = worldOf(vmm).information().tasks[number].manager;
  const elsewhere: bool = manager !== IDENTITY_NOBODY && manager !== vmm.self && manager !== task;
  return elsewhere ? ServerStatus.MOVED : ServerStatus.NOT_ALLOWED;
}
