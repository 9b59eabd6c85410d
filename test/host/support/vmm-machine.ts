/**
 * A model of the kernel for the tests of lib/vmm: spaces of a few hundred pages, frames with contents, managers, notes.
 * It says what the kernel says, and nothing of how. Any of its calls can be the last one that a server makes: from then on
 * every call answers DEAD and changes nothing, and what the server writes to notes and store afterwards is undone.
 */
import { ATTRIBUTE_ACCESSED, ATTRIBUTE_DIRTY } from "../../../lib/abi/attributes.ts";
import { INFORMATION_MAGIC, type Information, TaskKind } from "../../../lib/abi/information.ts";
import { PAGE_SHIFT, STORE_VIEW } from "../../../lib/abi/memory-map.ts";
import type { ManagerNotes } from "../../../lib/proto/manager-notes.ts";
import { FIRST_PAGE } from "../../../lib/vmm/regions.ts";
import { check } from "./check.ts";

export const CLIENTS = 4;
export const SERVERS = 3;
/** Clients come first in the description, servers behind them; each has the space of its number. */
export const TASKS = 7;
export const PAGES = 256;
export const PAGE_WORDS = 1024;
export const FRAMES = 96;
export const STORE_PAGES: u32 = 24;
const STORE_WORDS = 24_576;
const MARKS = 1792;
const FRAME_WORDS = 98_304;

export class Mark {
  /** Attributes as GET says them. */
  attributes: u32 = 0;
  /** Frame number + 1; 0 for none. */
  frame: u32 = 0;
}

class Frame {
  mappings: u32 = 0;
}

class Machine {
  marks: FixedArray<Mark, typeof MARKS> = zeroed();
  frames: FixedArray<Frame, typeof FRAMES> = zeroed();
  words: FixedArray<u32, typeof FRAME_WORDS> = zeroed();
  free: u32 = 0;
  information: Information = zeroed();
  notes: FixedArray<ManagerNotes, typeof CLIENTS> = zeroed();
  /** Of each client's last request that gave memory. */
  requestNumbers: FixedArray<u32, typeof CLIENTS> = zeroed();
  savedNotes: FixedArray<ManagerNotes, typeof CLIENTS> = zeroed();
  store: FixedArray<u32, typeof STORE_WORDS> = zeroed();
  savedStore: FixedArray<u32, typeof STORE_WORDS> = zeroed();
  /** Number of the server whose code runs. */
  caller: u32 = 0;
  /** Calls until the running server ends; 0: it does not. */
  callsLeft: u32 = 0;
  ended: bool = false;
  /** Bit n: server n is to hear that it has become a manager. */
  changed: u32 = 0;
  exchanges: u32 = 0;
}

export const machine: Machine = zeroed();

export function taskIdentity(number: u32): u32 {
  return 0x1_0000 | ((number + 1) << 4);
}

export function spaceIdentity(number: u32): u32 {
  return 0x1_0000 | ((number + 101) << 4);
}

/** Clients are managed by the first server. */
export function startMachine(): void {
  const information: Information = machine.information;
  information.magic = INFORMATION_MAGIC;
  information.taskCount = TASKS;
  for (let i: u32 = 0; i < TASKS; i++) {
    information.tasks[i].identity = taskIdentity(i);
    information.tasks[i].space = spaceIdentity(i);
    information.tasks[i].manager = taskIdentity(i < CLIENTS ? CLIENTS : i);
    information.tasks[i].kind = i < CLIENTS ? TaskKind.PROGRAM : TaskKind.VMM;
    information.tasks[i].priority = i < CLIENTS ? 5 + i : 18;
  }
  machine.free = FRAMES;
}

/** One call of the running server: false when it has ended, in this call or before. */
export function alive(): bool {
  if (machine.callsLeft !== 0 && !machine.ended) {
    machine.callsLeft -= 1;
    if (machine.callsLeft === 0) {
      machine.ended = true;
      copy(machine.savedNotes, machine.notes);
      copy(machine.savedStore, machine.store);
    }
  }
  return !machine.ended;
}

export function markAt(number: u32, index: u32): Mark {
  return machine.marks[number * PAGES + index];
}

/** The page's number among those that are modelled; PAGES for all others. */
export function indexOf(address: u32): u32 {
  const page: u32 = address >>> PAGE_SHIFT;
  return page >= FIRST_PAGE && page - FIRST_PAGE < PAGES ? page - FIRST_PAGE : PAGES;
}

/** The number of a space that the caller manages; TASKS for none. */
export function managed(space: u32): u32 {
  for (let i: u32 = 0; i < TASKS; i++) {
    if (spaceIdentity(i) === space && machine.information.tasks[i].manager === taskIdentity(machine.caller)) {
      return i;
    }
  }
  return TASKS;
}

export function takeFrame(): u32 {
  let frame: u32 = 0;
  while (machine.frames[frame].mappings !== 0) {
    frame += 1;
  }
  machine.frames[frame].mappings = 1;
  machine.free -= 1;
  for (let i: u32 = 0; i < PAGE_WORDS; i++) {
    machine.words[frame * PAGE_WORDS + i] = 0;
  }
  return frame + 1;
}

export function dropFrame(mark: Mark): void {
  if (mark.frame !== 0) {
    const frame: Frame = machine.frames[mark.frame - 1];
    frame.mappings -= 1;
    machine.free += frame.mappings === 0 ? 1 : 0;
    mark.frame = 0;
  }
}

/** The server that has ended starts again: its space is empty, notes and store are as they were when it ended. */
export function restartCaller(): void {
  copy(machine.notes, machine.savedNotes);
  copy(machine.store, machine.savedStore);
  for (let i: u32 = 0; i < PAGES; i++) {
    dropFrame(markAt(machine.caller, i));
    markAt(machine.caller, i).attributes = 0;
  }
  machine.ended = false;
  machine.callsLeft = 0;
}

export function modelWords(address: u32, words: u32): Span<u32> {
  if (address === STORE_VIEW) {
    return subSpan(spanOf(machine.store), 0, words);
  }
  const mark: Mark = markAt(machine.caller, indexOf(address));
  const start: u32 = mark.frame === 0 ? 0 : (mark.frame - 1) * PAGE_WORDS;
  check(mark.frame !== 0 || machine.ended, "a window shows a frame");
  return subSpan(spanOf(machine.words), start, words);
}

/** What the client's page has for its attributes. */
export function clientMark(client: u32, index: u32): u32 {
  return markAt(client, index).attributes;
}

/** The client uses a page that is backed. Returns the words of its frame. */
export function useFrame(client: u32, index: u32, write: bool): Span<u32> {
  const mark: Mark = markAt(client, index);
  mark.attributes |= write ? ATTRIBUTE_ACCESSED | ATTRIBUTE_DIRTY : ATTRIBUTE_ACCESSED;
  return subSpan(spanOf(machine.words), (mark.frame - 1) * PAGE_WORDS, PAGE_WORDS);
}

/** Frames that are mapped somewhere, by the marks themselves. */
export function countMappings(): u32 {
  let count: u32 = 0;
  for (let i: u32 = 0; i < MARKS; i++) {
    count += machine.marks[i].frame !== 0 ? 1 : 0;
  }
  return count;
}

/** The same by the frames' own counts. */
export function countReferences(): u32 {
  let count: u32 = 0;
  for (let i: u32 = 0; i < FRAMES; i++) {
    count += machine.frames[i].mappings;
  }
  return count;
}
