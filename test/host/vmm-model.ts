/**
 * lib/vmm and its three policies against models of kernel, ACL server and cache: clients allocate, touch, share and
 * release, change hands, the policy changes at any moment, servers end at any call and start again. What must hold:
 * no page is lost or wrong, and once a revocation has returned nothing is mapped without a verdict that is valid then.
 */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_COPY_ON_WRITE,
  ATTRIBUTE_MARKED,
  ATTRIBUTE_READ,
  ATTRIBUTE_WRITE,
} from "../../lib/abi/attributes.ts";
import { PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import {
  FAULT_BACKED,
  FAULT_COPY_ON_WRITE,
  FAULT_MARKED,
  FAULT_WRITE,
  FaultAction,
  NOTIFICATION_ALARM,
  NOTIFICATION_MANAGER_CHANGED,
  NOTIFICATION_POLICY_CHANGED,
} from "../../lib/abi/message.ts";
import {
  type ManagerNotes,
  type NotedRegion,
  REGION_COMING,
  REGION_COPY_ON_WRITE,
  REGION_GOING,
  REGION_REVOKED,
  REGION_SHARED,
} from "../../lib/proto/manager-notes.ts";
import { SERVER_STATUS_MASK, ServerStatus } from "../../lib/proto/server-status.ts";
import { TASK_ALL, VmmOperation } from "../../lib/proto/vmm.ts";
import { handleFault } from "../../lib/vmm/fault.ts";
import { handleNotification } from "../../lib/vmm/notifications.ts";
import { FIRST_PAGE } from "../../lib/vmm/regions.ts";
import { handleRequest } from "../../lib/vmm/requests.ts";
import { storedPages } from "../../servers/vmm-preemptive/policy.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import { startRandom } from "./support/random.ts";
import { acl, allAcknowledged, grantMore, publishRevocation, random, startAcl } from "./support/vmm-acl.ts";
import { holdsCell, readCell, startCells, writeCell } from "./support/vmm-cells.ts";
import {
  alive,
  CLIENTS,
  clientMark,
  countMappings,
  countReferences,
  FRAMES,
  machine,
  PAGES,
  SERVERS,
  spaceIdentity,
  startMachine,
  TASKS,
  taskIdentity,
  useFrame,
} from "./support/vmm-machine.ts";
import { allocateStep, regionAt, releaseStep, settleLosses, shareStep } from "./support/vmm-requests.ts";
import {
  enter,
  leave,
  managerOf,
  request,
  sayReport,
  servers,
  startServer,
  tally,
} from "./support/vmm-servers.ts";
import { nextRandom, randomBelow } from "./support/xorshift.ts";

const STEPS: u32 = 1_000_000;
const SEED: u32 = 271_828;
/** Rounds of notifications and alarms that a revocation may take. */
const ROUNDS_MAX: u32 = 400;
const HANDLER: u32 = 0x4000_1000;

function faultBits(mark: u32, write: bool): u32 {
  let bits: u32 = write ? FAULT_WRITE : 0;
  bits |= (mark & ATTRIBUTE_MARKED) !== 0 ? FAULT_MARKED : 0;
  bits |= (mark & ATTRIBUTE_BACKED) !== 0 ? FAULT_BACKED : 0;
  return bits | ((mark & ATTRIBUTE_COPY_ON_WRITE) !== 0 ? FAULT_COPY_ON_WRITE : 0);
}

enum Access {
  DONE = 0,
  REFUSED = 1,
  ENDED = 2,
}

/** The client uses a page as a processor would. */
function access(client: u32, index: u32, write: bool): Access {
  const words: SystemWords = zeroed();
  const wanted: u32 = ATTRIBUTE_BACKED | (write ? ATTRIBUTE_WRITE : ATTRIBUTE_READ);
  for (let tries: u32 = 0; tries < 20; tries++) {
    const mark: u32 = clientMark(client, index);
    if ((mark & wanted) === wanted) {
      return Access.DONE;
    }
    words.word0 = (FIRST_PAGE + index) << PAGE_SHIFT;
    words.word1 = faultBits(mark, write);
    words.word2 = 0;
    words.word3 = spaceIdentity(client);
    const manager: u32 = managerOf(client);
    handleFault(enter(manager), taskIdentity(client), words);
    // A fault goes along with its client: the answer of who has given it away counts for nothing.
    if (!leave() && managerOf(client) === manager) {
      if (words.word0 !== FaultAction.RESUME) {
        return Access.ENDED;
      }
      if (words.word1 !== 0) {
        checkEqual(words.word1, HANDLER, "the client's handler");
        return Access.REFUSED;
      }
    }
  }
  check(false, "a fault is resolved in the end");
  return Access.ENDED;
}

/** Mostly a page that the client has. */
function anyPage(client: u32): u32 {
  const notes: ManagerNotes = machine.notes[client];
  if (notes.regionCount === 0 || randomBelow(random, 8) === 0) {
    return randomBelow(random, 96);
  }
  const region: NotedRegion = notes.regions[randomBelow(random, notes.regionCount)];
  return region.firstPage - FIRST_PAGE + randomBelow(random, region.pages);
}

function touchStep(client: u32): void {
  const index: u32 = anyPage(client);
  const write: bool = randomBelow(random, 2) === 0;
  const region: NotedRegion | null = regionAt(client, index);
  let writable: bool = true;
  if (region !== null && (region.flags & REGION_SHARED) !== 0) {
    writable = !write || (clientMark(client, index) & ATTRIBUTE_WRITE) !== 0;
    writable = writable || (region.flags & REGION_COPY_ON_WRITE) !== 0;
  }
  const outcome: Access = access(client, index, write);
  settleLosses(client, 0, 0);
  if (outcome === Access.REFUSED) {
    tally.refused += 1;
    check(region === null || regionAt(client, index) === null, "only what was revoked is refused");
  } else if (outcome === Access.ENDED) {
    tally.ended += 1;
    const short: bool = machine.free === 0;
    check(region === null || !writable || short, "a client ends for a reason");
    if (hasFailed()) {
      sayReport();
    }
  } else if (holdsCell(client, index)) {
    check(writable, "what is not writable is not written");
    if (write) {
      writeCell(client, index, useFrame(client, index, true), nextRandom(random));
    } else {
      check(readCell(client, index, useFrame(client, index, false)), "a page has its contents");
    }
  } else {
    check(false, "memory that nobody gave");
  }
}

function exchangeStep(): void {
  const client: u32 = randomBelow(random, CLIENTS);
  const from: u32 = managerOf(client);
  const words: SystemWords = zeroed();
  words.word0 = VmmOperation.EXCHANGE;
  words.word1 = randomBelow(random, 8) === 0 ? TASK_ALL : client;
  words.word2 = CLIENTS + randomBelow(random, SERVERS);
  const to: u32 = words.word2;
  if (request(from, randomBelow(random, CLIENTS), words)) {
    const status: u32 = words.word0 & SERVER_STATUS_MASK;
    tally.exchanges += words.word1;
    if (status === ServerStatus.OK && randomBelow(random, 2) === 0) {
      words.word0 = VmmOperation.ADOPTED;
      words.word1 = client;
      if (request(to, client, words) && words.word0 === ServerStatus.NO_SPACE) {
        tally.givenBack += 1;
      }
    }
  }
  for (let i: u32 = 0; i < CLIENTS; i++) {
    settleLosses(i, 0, 0);
  }
}

/** Delivers what a server has not heard yet. */
function deliver(number: u32): void {
  const bit: u32 = u32(1) << number;
  let bits: u32 = (acl.changed & bit) !== 0 ? NOTIFICATION_POLICY_CHANGED : 0;
  bits |= (machine.changed & bit) !== 0 ? NOTIFICATION_MANAGER_CHANGED : 0;
  bits |= (acl.alarms & bit) !== 0 ? NOTIFICATION_ALARM : 0;
  acl.changed &= ~bit;
  machine.changed &= ~bit;
  acl.alarms &= ~bit;
  if (bits !== 0) {
    handleNotification(enter(number), bits);
    leave();
  }
}

/** What the policy allows now covers all that the client has. */
function checkClient(client: u32): void {
  const notes: ManagerNotes = machine.notes[client];
  let memory: u32 = 0;
  for (let index: u32 = 0; index < PAGES; index++) {
    const region: NotedRegion | null = regionAt(client, index);
    const marked: bool = (clientMark(client, index) & ATTRIBUTE_MARKED) !== 0;
    check(region !== null || !marked, "nothing is mapped without a region");
    if (region !== null) {
      check((region.flags & (REGION_COMING | REGION_GOING)) === 0, "a region is settled");
      const own: bool = (region.flags & REGION_SHARED) === 0;
      memory += own || (region.flags & REGION_COPY_ON_WRITE) !== 0 ? 1 : 0;
    }
  }
  check(memory <= acl.memory[client], "no more memory than is allowed");
  checkEqual(notes.memoryPages, memory, "the notes' sum");
  for (let owner: u32 = 0; owner < CLIENTS; owner++) {
    let shared: u32 = 0;
    for (let i: u32 = 0; i < notes.regionCount; i++) {
      const region: NotedRegion = notes.regions[i];
      const live: bool = (region.flags & (REGION_SHARED | REGION_REVOKED)) === REGION_SHARED;
      shared += live && region.owner === owner ? region.pages : 0;
    }
    check(shared <= acl.shared[client * CLIENTS + owner], "no more of another's memory than is allowed");
  }
}

/** What was there is gone; what was asked for since is allowed. */
function checkRange(): void {
  for (let index: u32 = acl.rangeFirst; index < acl.rangeEnd; index++) {
    const region: NotedRegion | null = regionAt(acl.rangeClient, index);
    check(region === null || region.tick > acl.rangeTick, "a range that was revoked is gone");
  }
}

/** Waits as the ACL server does until everybody has acknowledged. Then REVOKE returns. */
function finishRevocation(): void {
  let rounds: u32 = 0;
  while (!allAcknowledged() && rounds < ROUNDS_MAX) {
    for (let number: u32 = CLIENTS; number < TASKS; number++) {
      deliver(number);
    }
    rounds += 1;
  }
  check(rounds < ROUNDS_MAX, "everybody acknowledges");
  tally.revocations += 1;
  for (let client: u32 = 0; client < CLIENTS; client++) {
    settleLosses(client, 0, 0);
    checkClient(client);
  }
  checkRange();
  acl.touched = 0;
  checkEqual(countMappings(), countReferences(), "frames are counted");
}

function grantStep(): void {
  const times: u32 = randomBelow(random, 60) === 0 ? 70 : 1;
  for (let i: u32 = 0; i < times; i++) {
    grantMore(randomBelow(random, CLIENTS), randomBelow(random, CLIENTS), 8 + randomBelow(random, 72));
  }
}

function step(): void {
  const client: u32 = randomBelow(random, CLIENTS);
  const choice: u32 = randomBelow(random, 100);
  acl.tick += 1;
  if (choice < 60) {
    touchStep(client);
  } else if (choice < 72) {
    allocateStep(client);
  } else if (choice < 78) {
    releaseStep(client);
  } else if (choice < 84) {
    shareStep(client);
  } else if (choice < 88) {
    exchangeStep();
  } else if (choice < 97) {
    grantStep();
  } else if (choice < 99) {
    deliver(CLIENTS + randomBelow(random, SERVERS));
  } else {
    publishRevocation();
  }
  if (acl.changed !== 0 && randomBelow(random, 2) === 0) {
    finishRevocation();
  }
  tally.stored = tally.stored > storedPages() ? tally.stored : storedPages();
}

/** Everything revoked: every frame comes back. */
function endRun(): void {
  acl.races = false;
  for (let client: u32 = 0; client < CLIENTS; client++) {
    acl.memory[client] = 0;
    for (let owner: u32 = 0; owner < CLIENTS; owner++) {
      acl.shared[client * CLIENTS + owner] = 0;
    }
  }
  for (let i: u32 = 0; i < 100; i++) {
    grantMore(0, 0, 0);
  }
  publishRevocation();
  finishRevocation();
  checkEqual(machine.free, FRAMES, "every frame has come back");
  checkEqual(storedPages(), 0, "the store is empty");
}

function startAll(): void {
  startMachine();
  startAcl();
  startCells();
  for (let number: u32 = CLIENTS; number < TASKS; number++) {
    startServer(number);
  }
  for (let client: u32 = 0; client < CLIENTS; client++) {
    const words: SystemWords = zeroed();
    words.word0 = VmmOperation.ON_REVOKED;
    words.word1 = HANDLER;
    machine.caller = CLIENTS;
    handleRequest(servers[0], taskIdentity(client), words);
    check(alive(), "the servers have started");
  }
}

export function main(): i32 {
  startRandom(random, SEED);
  startAll();
  for (let i: u32 = 0; i < STEPS && !hasFailed(); i++) {
    step();
  }
  endRun();
  print("allocations ");
  print(tally.allocations);
  print(", shared ");
  print(tally.shares);
  print(", exchanges ");
  print(tally.exchanges);
  print(", revocations ");
  print(tally.revocations);
  print(", servers ended ");
  print(tally.ends);
  print(", touches refused ");
  print(tally.refused);
  print(", clients ended ");
  print(tally.ended);
  print(", most stored ");
  print(tally.stored);
  print(", given back ");
  print(tally.givenBack);
  print(", asked again ");
  print(tally.repeated);
  print("\n");
  check(tally.allocations > 1000 && tally.shares > 100 && tally.exchanges > 1000, "the run used memory");
  check(tally.revocations > 1000 && tally.ends > 1000 && tally.refused > 100, "the run took it away");
  check(tally.stored > 10 && tally.givenBack > 0, "the run was short of frames");
  check(tally.repeated > 100, "the run asked again");
  return finish("vmm-model");
}
