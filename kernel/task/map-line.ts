/**
 * Lines of the memory map on the console, one for each run of pages that are alike:
 *
 *     map: SCOPE FIRST LAST OWNER RIGHTS CACHE STATE PHYSICAL
 *
 * SCOPE is `shared` or the task whose space it is. FIRST and LAST are addresses in hexadecimal, LAST that
 * of the last byte. No field holds a space. tools/memory-map.ts reads them.
 */
import { PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { endLine, say, sayByte, sayDecimal, sayHex, sayName } from "../debug/console.ts";
import { taskName } from "./boot-names.ts";
import { type MapOwner, mapOwnerName } from "./map-owner.ts";

const SPACE: u8 = 0x20;
const COLON: u8 = 0x3a;
const HYPHEN: u8 = 0x2d;
const READ: u8 = 0x72;
const WRITE: u8 = 0x77;
const EXECUTE: u8 = 0x78;

export const MAP_READ: u32 = 1;
export const MAP_WRITE: u32 = 2;
export const MAP_EXECUTE: u32 = 4;
export const MAP_WRITE_COMBINING: u32 = 8;
export const MAP_UNCACHED: u32 = 16;
export const MAP_PRESENT: u32 = 32;
export const MAP_RESERVED: u32 = 64;
export const MAP_SHARED: u32 = 128;

/** A page, and then the run of those like it. */
export class MapRun {
  first: u32 = 0;
  last: u32 = 0;
  owner: MapOwner = 0 as MapOwner;
  /** Number of the module, the window; identity of the task; 0 for owners that there is one of. */
  detail: u32 = 0;
  /** MAP_* */
  bits: u32 = 0;
  /** Of the first page. */
  physicalPage: u64 = 0n;
}

const run: MapRun = zeroed();
let running: bool = false;
/** Whose space the lines are about; 0 for the part that all share. */
let scopeTask: u32 = 0;
let scopeSpace: u32 = 0;

/** The lines that follow are about this space, or about the shared part where both are 0. */
export function beginMapScope(task: u32, space: u32): void {
  scopeTask = task;
  scopeSpace = space;
}

/** Adds a page; prints the run before it when the page does not go on with it. */
export function addMapPage(page: MapRun): void {
  const goesOn: bool =
    running &&
    run.last + 1 === page.first &&
    run.owner === page.owner &&
    run.detail === page.detail &&
    run.bits === page.bits;
  if (!goesOn) {
    endMapRun();
    copy(run, page);
    running = true;
  }
  run.last = page.first + (PAGE_SIZE_BYTES - 1);
}

/** Prints the run in hand. */
export function endMapRun(): void {
  if (!running) {
    return;
  }
  running = false;
  say("map: ");
  sayScope();
  sayByte(SPACE);
  sayHex(run.first);
  sayByte(SPACE);
  sayHex(run.last);
  sayByte(SPACE);
  sayOwner();
  sayByte(SPACE);
  sayRight(MAP_READ, READ);
  sayRight(MAP_WRITE, WRITE);
  sayRight(MAP_EXECUTE, EXECUTE);
  sayByte(SPACE);
  say(cacheName());
  sayByte(SPACE);
  say(stateName());
  sayByte(SPACE);
  sayHex(u32(run.physicalPage >> 20n));
  sayHex(u32(run.physicalPage << 12n));
  endLine();
}

function sayRight(bit: u32, letter: u8): void {
  sayByte((run.bits & bit) !== 0 ? letter : HYPHEN);
}

function sayScope(): void {
  if (scopeTask === 0 && scopeSpace === 0) {
    say("shared");
  } else {
    sayTaskOr(scopeTask, "space-", scopeSpace);
  }
}

function sayOwner(): void {
  say(mapOwnerName(run.owner));
  if (run.detail === 0) {
    return;
  }
  sayByte(COLON);
  if (run.detail > 0xffff) {
    sayTaskOr(run.detail, "task-", run.detail);
  } else {
    sayDecimal(run.detail);
  }
}

function sayTaskOr(task: u32, prefix: string, otherwise: u32): void {
  const name = taskName(task);
  if (name.length === 0) {
    say(prefix);
    sayHex(otherwise);
  } else {
    sayName(name);
  }
}

function cacheName(): string {
  if ((run.bits & MAP_UNCACHED) !== 0) {
    return "uc";
  }
  return (run.bits & MAP_WRITE_COMBINING) !== 0 ? "wc" : "wb";
}

function stateName(): string {
  if ((run.bits & MAP_PRESENT) !== 0) {
    return (run.bits & MAP_SHARED) !== 0 ? "shared" : "mapped";
  }
  return (run.bits & MAP_RESERVED) !== 0 ? "reserved" : "guard";
}
