/** accounts.ts: random mappings, spaces and limits against a model that counts every page by itself. */
import {
  chargeSpace,
  countMapping,
  dischargeSpace,
  framesOf,
  hasRoom,
  keepRoom,
  limitAccount,
  takeOneRoom,
  takeRoom,
  uncountMapping,
} from "../../kernel/memory/accounts.ts";
import { MANIFEST_UNLIMITED } from "../../lib/abi/manifest.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import { type Random, randomBelow, startRandom } from "./support/random.ts";

const ROUNDS: u32 = 20_000;
const SEED: u32 = 0x0acc_0001;
const SLOTS = 12;
/** Accounts 0 to 2; the last one without limits. */
const ACCOUNTS: u32 = 3;
const LIMIT: u32 = 200;
const SPACES_LIMIT: u32 = 4;
const SLOT_SHIFT: u32 = 20;

class ModelSpace {
  open: bool = false;
  account: u32 = 0;
  pages: u32 = 0;
}

const spaces: FixedArray<ModelSpace, typeof SLOTS> = zeroed();
const random: Random = zeroed();
let refusals: u32 = 0;

function pagesOf(account: u32): u32 {
  let pages: u32 = 0;
  for (let slot: u32 = 1; slot < SLOTS; slot++) {
    pages += spaces[slot].open && spaces[slot].account === account ? spaces[slot].pages : 0;
  }
  return pages;
}

function spacesOf(account: u32): u32 {
  let count: u32 = 0;
  for (let slot: u32 = 1; slot < SLOTS; slot++) {
    count += spaces[slot].open && spaces[slot].account === account ? 1 : 0;
  }
  return count;
}

function limitOf(account: u32): u32 {
  return account === 2 ? MANIFEST_UNLIMITED : LIMIT;
}

function openSpace(slot: u32): void {
  const account = randomBelow(random, ACCOUNTS);
  const fits: bool = account === 2 || spacesOf(account) < SPACES_LIMIT + 1;
  check(chargeSpace(slot, account) === fits, "a space up to the limit");
  if (fits) {
    spaces[slot].open = true;
    spaces[slot].account = account;
    spaces[slot].pages = 0;
  }
}

/** As the kernel does: room for all of it first, then page by page. */
function mapPages(slot: u32): void {
  const space = spaces[slot];
  const wanted = 1 + randomBelow(random, 60);
  const fits: bool = wanted <= limitOf(space.account) - pagesOf(space.account);
  check(takeRoom(slot, wanted) === fits, "pages exactly up to the limit");
  refusals += fits ? 0 : 1;
  for (let i: u32 = 0; fits && i < wanted; i++) {
    check(hasRoom(slot << SLOT_SHIFT), "room as promised");
    if (i % 2 === 0) {
      check(takeOneRoom((slot << SLOT_SHIFT) | i), "one of it");
    } else {
      countMapping((slot << SLOT_SHIFT) | i);
    }
    space.pages++;
  }
}

function unmapPages(slot: u32): void {
  const space = spaces[slot];
  const count = randomBelow(random, space.pages + 1);
  for (let i: u32 = 0; i < count; i++) {
    uncountMapping((slot << SLOT_SHIFT) | i);
    space.pages--;
  }
}

/** All pages go first, as in the kernel. */
function closeSpace(slot: u32): void {
  const space = spaces[slot];
  for (let i: u32 = 0; i < space.pages; i++) {
    uncountMapping(slot << SLOT_SHIFT);
  }
  dischargeSpace(slot);
  space.open = false;
}

/** What an operation in progress counts on nobody collects. */
function testKeptRoom(): void {
  check(chargeSpace(1, 0) && chargeSpace(2, 0), "two spaces");
  check(takeRoom(1, LIMIT), "room for all");
  keepRoom(1, LIMIT);
  check(!takeRoom(2, 1), "none left");
  keepRoom(1, LIMIT - 1);
  check(takeRoom(2, 1), "one left over");
  check(!takeRoom(2, 2), "and no more");
  keepRoom(1, 0);
  check(takeRoom(2, LIMIT), "all left over");
  dischargeSpace(1);
  dischargeSpace(2);
  checkEqual(framesOf(0), 0, "nothing is charged then");
}

export function main(): i32 {
  startRandom(random, SEED);
  limitAccount(0, LIMIT, 0, 0, SPACES_LIMIT);
  limitAccount(1, LIMIT, 0, 0, SPACES_LIMIT);
  limitAccount(2, MANIFEST_UNLIMITED, 0, 0, MANIFEST_UNLIMITED);
  testKeptRoom();
  for (let round: u32 = 0; round < ROUNDS && !hasFailed(); round++) {
    const slot = 1 + randomBelow(random, SLOTS - 1);
    const choice = randomBelow(random, 16);
    if (!spaces[slot].open) {
      openSpace(slot);
    } else if (choice < 8) {
      mapPages(slot);
    } else if (choice < 15) {
      unmapPages(slot);
    } else {
      closeSpace(slot);
    }
    const account = randomBelow(random, ACCOUNTS);
    checkEqual(framesOf(account), pagesOf(account), "the count of an account's pages");
  }
  check(refusals > ROUNDS / 100, "limits are met");
  return finish("accounts");
}
