/**
 * Accounts: what each described task, with the tasks and spaces that it has made, may use of the kernel's
 * memory, and what it uses. Account number n is that of task number n.
 *
 * Pages that have a frame are charged in two steps, so that the way of a fault has one count and no more:
 * an account gives a space room for some pages, and every mapping of a frame takes one of these or gives one
 * back. What a space has left over goes to another space of the account that needs it.
 *
 * Invariant: `frames` of an account is the sum, over its spaces, of pages with a frame and of room. A
 * described task's own image and what the kernel puts into its space are charged whatever the limit says.
 */
import { type MANIFEST_TASKS_MAX, MANIFEST_UNLIMITED } from "../../lib/abi/manifest.ts";
import { acceptInterruptsAt } from "../arch/interrupt-window.ts";

/** As many as there are slots of spaces (space.ts), which a mapping holds in its upper 12 bits. */
const SPACE_SLOTS = 4096;
/** As many as an u8 can name, so that no index needs a check. */
const U8_VALUES = 256;
const MAPPING_SLOT_SHIFT: u32 = 20;
/** Nodes that are charged as a page of the kernel heap; those that begin one count as one. */
const NODES_OF_PAGE: u32 = 512;
const NODES_OF_PAGE_SHIFT: u32 = 9;
/** Pages of room that a space gets beyond what it needs now. */
const ROOM_STEP_PAGES: u32 = 64;

class Account {
  frames: u32 = 0;
  framesLimit: u32 = 0;
  /** Pages of the kernel heap: tables, directories, stacks of flat tasks. */
  tables: u32 = 0;
  /** For those and for the pages that its nodes fill. */
  tablesLimit: u32 = 0;
  /** The described task itself and its own space included, as in their limits. */
  tasks: u32 = 0;
  tasksLimit: u32 = 0;
  spaces: u32 = 0;
  spacesLimit: u32 = 0;
}

const accounts: FixedArray<Account, typeof MANIFEST_TASKS_MAX> = zeroed();
/** Nodes of each account that has a limit for them, for mappings of frames that several pages have (sharer-pool.ts). Apart, so that an account's place is a shift away. */
const nodesOf: FixedArray<u32, typeof U8_VALUES> = zeroed();
/** Accounts whose tables, and with them nodes, have a limit. */
const limitsNodes: FixedArray<bool, typeof U8_VALUES> = zeroed();
const accountOfSlot: FixedArray<u8, typeof SPACE_SLOTS> = zeroed();
/** By slot of the space: pages that may still get a frame. Slot 0 is nobody's: the kernel's mappings count there. */
const room: FixedArray<u32, typeof SPACE_SLOTS> = zeroed();
/** How much of that an operation in progress counts on. */
const keptRoom: FixedArray<u32, typeof SPACE_SLOTS> = zeroed();
/** Slots from here on have never had an account. */
let slotsUsed: u32 = 0;
/** What is charged now is charged whatever the limits say. */
let withoutLimits: bool = false;

/** The system description's limits for a described task: what it has started or made, itself not counted. */
export function limitAccount(account: u32, frames: u32, tables: u32, tasks: u32, spaces: u32): void {
  const limited = accounts[account];
  limited.framesLimit = frames;
  limited.tablesLimit = tables;
  limitsNodes[account] = tables !== MANIFEST_UNLIMITED;
  limited.tasksLimit = tasks === MANIFEST_UNLIMITED ? tasks : tasks + 1;
  limited.spacesLimit = spaces === MANIFEST_UNLIMITED ? spaces : spaces + 1;
}

/** From here to the same with false, charges go through: the kernel fills the space of a described task. */
export function chargeWithoutLimits(on: bool): void {
  withoutLimits = on;
}

/** One more page of the mapping's space has a frame. */
export function countMapping(mapping: u32): void {
  room[mapping >>> MAPPING_SLOT_SHIFT]--;
}

/** So many more pages, of one space, have. */
export function countMappings(mapping: u32, pages: u32): void {
  room[mapping >>> MAPPING_SLOT_SHIFT] -= pages;
}

/** One page less has. */
export function uncountMapping(mapping: u32): void {
  room[mapping >>> MAPPING_SLOT_SHIFT]++;
}

/** Counts one more page; false, and nothing has changed, when its space has no room. */
export function takeOneRoom(mapping: u32): bool {
  const slot: u32 = mapping >>> MAPPING_SLOT_SHIFT;
  const left = room[slot];
  if (left === 0) {
    return false;
  }
  room[slot] = left - 1;
  return true;
}

/** Whether a page of the mapping's space may get a frame without more ado. */
export function hasRoom(mapping: u32): bool {
  return room[mapping >>> MAPPING_SLOT_SHIFT] !== 0;
}

/** Sees to room for so many pages; false, and nothing has changed but who has what is left over, when the limit is reached. */
export function takeRoom(slot: u32, pages: u32): bool {
  const here: u32 = slot & (SPACE_SLOTS - 1);
  if (room[here] >= pages) {
    return true;
  }
  const needed: u32 = pages - room[here];
  const account = accounts[accountOfSlot[here]];
  if (withoutLimits) {
    giveRoom(account, here, needed);
    return true;
  }
  if (leftOf(account.framesLimit, account.frames) < needed) {
    collectRoom(u32(accountOfSlot[here]), here);
  }
  const left: u32 = leftOf(account.framesLimit, account.frames);
  if (left < needed) {
    return false;
  }
  giveRoom(account, here, left - needed < ROOM_STEP_PAGES ? left : needed + ROOM_STEP_PAGES);
  return true;
}

function giveRoom(account: Account, slot: u32, pages: u32): void {
  account.frames += pages;
  room[slot] += pages;
}

/** Takes back what the account's other spaces have left over. */
function collectRoom(account: u32, except: u32): void {
  for (let slot: u32 = 1; slot < slotsUsed && slot < SPACE_SLOTS; slot++) {
    acceptInterruptsAt(slot);
    if (slot !== except && accountOfSlot[slot] === account && room[slot] > keptRoom[slot]) {
      const pages: u32 = room[slot] - keptRoom[slot];
      room[slot] -= pages;
      accounts[account].frames -= pages;
    }
  }
}

/** An operation in progress counts on room for so many pages; 0 when it goes on or will not. */
export function keepRoom(slot: u32, pages: u32): void {
  keptRoom[slot & (SPACE_SLOTS - 1)] = pages;
}

/** The account of a space. */
export function accountOfSpace(slot: u32): u32 {
  return u32(accountOfSlot[slot & (SPACE_SLOTS - 1)]);
}

/** Whether the account may have so many more tables. */
export function mayTakeTables(account: u32, tables: u32): bool {
  return mayTakeHeap(account, tables, 0);
}

/** Whether the account may have so many more tables and nodes. */
export function mayTakeHeap(account: u32, tables: u32, nodes: u32): bool {
  const charged = accounts[account];
  return (
    withoutLimits || tables + pagesOfNodes(account, nodes) <= leftOf(charged.tablesLimit, charged.tables)
  );
}

/** Pages of the kernel heap that the account's nodes fill, with so many more. */
function pagesOfNodes(account: u32, more: u32): u32 {
  return (nodesOf[account] + more + NODES_OF_PAGE - 1) >>> NODES_OF_PAGE_SHIFT;
}

/** Counts a node that will hold the mapping; false, and nothing has changed, when its account may not have it. */
export function takeOneNode(mapping: u32): bool {
  const account: u8 = accountOfSlot[mapping >>> MAPPING_SLOT_SHIFT];
  return !limitsNodes[account] || takeLimitedNode(u32(account));
}

function takeLimitedNode(account: u32): bool {
  const may: bool = mayTakeHeap(account, 0, 1);
  nodesOf[account] += may ? 1 : 0;
  return may;
}

// A symbol of its own, so that the way to a node without a limit does not save registers for it.
symbol(takeLimitedNode, "takeLimitedNode");

/** So many nodes hold mappings of one space. */
export function countNodes(mapping: u32, nodes: u32): void {
  const account: u8 = accountOfSlot[mapping >>> MAPPING_SLOT_SHIFT];
  if (limitsNodes[account]) {
    nodesOf[account] += nodes;
  }
}

/** A node holds the mapping no more. */
export function uncountNode(mapping: u32): void {
  const account: u8 = accountOfSlot[mapping >>> MAPPING_SLOT_SHIFT];
  if (limitsNodes[account]) {
    nodesOf[account]--;
  }
}

/** Nodes are kept for an operation in progress. */
export function chargeNodes(account: u32, nodes: u32): void {
  nodesOf[account] += nodes;
}

export function dischargeNodes(account: u32, nodes: u32): void {
  nodesOf[account] -= nodes;
}

/** Tables were taken for an account, or are kept for an operation in progress. */
export function chargeTables(account: u32, tables: u32): void {
  accounts[account].tables += tables;
}

export function dischargeTables(account: u32, tables: u32): void {
  accounts[account].tables -= tables;
}

/** A new space; false when the account may have no more. */
export function chargeSpace(slot: u32, account: u32): bool {
  const charged = accounts[account];
  if (!withoutLimits && charged.spaces >= charged.spacesLimit) {
    return false;
  }
  charged.spaces++;
  slotsUsed = slot >= slotsUsed ? slot + 1 : slotsUsed;
  accountOfSlot[slot & (SPACE_SLOTS - 1)] = u8(account);
  return true;
}

/** A space has come apart: all that it had is room now. */
export function dischargeSpace(slot: u32): void {
  const here: u32 = slot & (SPACE_SLOTS - 1);
  const account = accounts[accountOfSlot[here]];
  account.spaces--;
  account.frames -= room[here];
  room[here] = 0;
  keptRoom[here] = 0;
}

/** A new task; false when the account may have no more. */
export function chargeTask(account: u32): bool {
  const charged = accounts[account];
  if (!withoutLimits && charged.tasks >= charged.tasksLimit) {
    return false;
  }
  charged.tasks++;
  return true;
}

export function dischargeTask(account: u32): void {
  accounts[account].tasks--;
}

/** Pages of the account's spaces that have a frame. */
export function framesOf(account: u32): u32 {
  let frames: u32 = accounts[account].frames;
  for (let slot: u32 = 1; slot < slotsUsed && slot < SPACE_SLOTS; slot++) {
    acceptInterruptsAt(slot);
    if (accountOfSlot[slot] === account) {
      frames -= room[slot];
    }
  }
  return frames;
}

/** Pages of the kernel heap that are the account's: tables and directories of its spaces, lists of sharers, stacks of its flat tasks. */
export function tablesOf(account: u32): u32 {
  return accounts[account].tables + pagesOfNodes(account, 0);
}

/** Tasks of the account, the described one included. */
export function tasksOf(account: u32): u32 {
  return accounts[account].tasks;
}

/** Spaces of the account, the described task's own included. */
export function spacesOf(account: u32): u32 {
  return accounts[account].spaces;
}

function leftOf(limit: u32, used: u32): u32 {
  if (limit === MANIFEST_UNLIMITED) {
    return MANIFEST_UNLIMITED;
  }
  return used < limit ? limit - used : 0;
}
