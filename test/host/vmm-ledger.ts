/** servers/vmm-demand/ledger: regions against a page map of the same, over a long random run. */
import { ALLOCATION_END, ALLOCATION_START, PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import {
  addClient,
  addRegion,
  CLIENTS_MAX,
  type Client,
  clientOfSpace,
  clientOfTask,
  dropClient,
  findFreeRange,
  findRegion,
  type Ledger,
  PAGE_NONE,
  REGION_NONE,
  REGIONS_MAX,
  removeRegion,
} from "../../servers/vmm-demand/ledger.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import { startRandom } from "./support/random.ts";
import { type Random, randomBelow } from "./support/xorshift.ts";

const FIRST: u32 = ALLOCATION_START >>> PAGE_SHIFT;
const PAGES: u32 = (ALLOCATION_END - ALLOCATION_START) >>> PAGE_SHIFT;
const MODEL_PAGES = 4096;
const ROUNDS: u32 = 30_000;

const ledger: Ledger = zeroed();
/** Which region, by its first page, holds a page; 0 for none. */
const model: FixedArray<u32, typeof MODEL_PAGES> = zeroed();

function identity(slot: u32, generation: u32): u32 {
  return (generation << 16) | (slot << 4);
}

function testClients(): void {
  check(!addClient(ledger, 0, identity(1, 1)), "nobody is no client");
  check(!addClient(ledger, identity(1, 1), 0), "no space, no client");
  for (let i: u32 = 1; i <= CLIENTS_MAX; i++) {
    check(addClient(ledger, identity(i, 1), identity(i + 100, 1)), "a client");
  }
  check(!addClient(ledger, identity(99, 1), identity(99, 1)), "one client too many");
  const third: Client | null = clientOfTask(ledger, identity(3, 1));
  check(third !== null && third.space === identity(103, 1), "found by task");
  const fourth: Client | null = clientOfSpace(ledger, identity(104, 1));
  check(fourth !== null && fourth.task === identity(4, 1), "found by space");
  check(clientOfTask(ledger, identity(3, 2)) === null, "a later generation is a stranger");
  check(clientOfTask(ledger, identity(103, 1)) === null, "a space is no task");
  check(clientOfTask(ledger, 0) === null, "nobody is not found");
  dropClient(ledger, 2);
  check(clientOfTask(ledger, identity(3, 1)) === null, "dropped");
  check(clientOfSpace(ledger, identity(103, 1)) === null, "dropped with its space");
  check(addClient(ledger, identity(3, 2), identity(103, 2)), "the place is free again");
  check(clientOfTask(ledger, identity(3, 2)) !== null, "the successor is found");
}

function testEdges(client: Client): void {
  checkEqual(findFreeRange(client, 0), PAGE_NONE, "no pages, no range");
  checkEqual(findFreeRange(client, PAGES + 1), PAGE_NONE, "more than there is");
  checkEqual(findFreeRange(client, 0xffff_ffff), PAGE_NONE, "far more than there is");
  checkEqual(findFreeRange(client, PAGES), FIRST, "everything");
  addRegion(client, FIRST, PAGES);
  checkEqual(findFreeRange(client, 1), PAGE_NONE, "all is taken");
  checkEqual(findRegion(client, FIRST + PAGES - 1), 0, "the last page is in it");
  checkEqual(findRegion(client, FIRST + PAGES), REGION_NONE, "the page after it is not");
  checkEqual(findRegion(client, FIRST - 1), REGION_NONE, "the page before it is not");
  removeRegion(client, 0);
  checkEqual(client.pages, 0, "given back");
}

function testRegionLimit(client: Client): void {
  for (let i: u32 = 0; i < REGIONS_MAX; i++) {
    const page: u32 = findFreeRange(client, 1);
    check(page !== PAGE_NONE, "a place for a region");
    addRegion(client, page, 1);
  }
  checkEqual(findFreeRange(client, 1), PAGE_NONE, "no place for another region");
  while (client.regionCount > 0) {
    removeRegion(client, client.regionCount / 2);
  }
  checkEqual(client.pages, 0, "all given back");
}

/** The first free range of the model, as a page number; 0 for none within the model. */
function modelFreeRange(pages: u32): u32 {
  let run: u32 = 0;
  for (let i: u32 = 0; i < MODEL_PAGES; i++) {
    run = model[i] === 0 ? run + 1 : 0;
    if (run === pages) {
      return FIRST + i + 1 - pages;
    }
  }
  return 0;
}

function setModel(page: u32, pages: u32, value: u32): void {
  for (let i: u32 = 0; i < pages; i++) {
    model[page - FIRST + i] = value;
  }
}

function allocateStep(client: Client, pages: u32): void {
  const expected: u32 = modelFreeRange(pages);
  const page: u32 = findFreeRange(client, pages);
  if (client.regionCount >= REGIONS_MAX) {
    checkEqual(page, PAGE_NONE, "no place for another region");
  } else if (expected !== 0) {
    checkEqual(page, expected, "first fit");
    addRegion(client, page, pages);
    setModel(page, pages, page);
  }
}

function releaseStep(client: Client, page: u32): void {
  const region: u32 = findRegion(client, page);
  const owner: u32 = model[page - FIRST];
  checkEqual(region === REGION_NONE ? 0 : client.regions[region].firstPage, owner, "the region of a page");
  if (region !== REGION_NONE) {
    setModel(client.regions[region].firstPage, client.regions[region].pages, 0);
    removeRegion(client, region);
  }
}

function testRandom(client: Client): void {
  const random: Random = zeroed();
  startRandom(random, 90210);
  let total: u32 = 0;
  for (let i: u32 = 0; i < ROUNDS && !hasFailed(); i++) {
    if (randomBelow(random, 2) === 0) {
      allocateStep(client, 1 + randomBelow(random, 40));
    } else {
      releaseStep(client, FIRST + randomBelow(random, MODEL_PAGES));
    }
    total = total > client.pages ? total : client.pages;
  }
  check(total > 100, "the run held memory");
  let held: u32 = 0;
  for (let i: u32 = 0; i < MODEL_PAGES; i++) {
    held += model[i] === 0 ? 0 : 1;
  }
  checkEqual(client.pages, held, "the sum of pages");
}

export function main(): i32 {
  testClients();
  const client: Client = ledger.clients[0];
  testEdges(client);
  testRegionLimit(client);
  testRandom(client);
  return finish("vmm-ledger");
}
