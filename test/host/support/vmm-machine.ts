/**
 * A model of the kernel for the tests of lib/vmm: spaces of a few hundred pages, frames with contents, managers, notes.
 * It says what the kernel says, and nothing of how. Any of its calls can be the last one that a server makes: from then on
 * every call answers DEAD and changes nothing, and what the server writes to notes and store afterwards is undone.
 */
import {
  ATTRIBUTE_ACCESSED,
  ATTRIBUTE_BACKED,
  ATTRIBUTE_COPY_ON_WRITE,
  ATTRIBUTE_DIRTY,
  ATTRIBUTE_MARKED,
  ATTRIBUTE_RIGHTS,
  ATTRIBUTE_SOURCE,
  ATTRIBUTE_SOURCE_COPY_ON_WRITE,
  ATTRIBUTE_SOURCE_GRANT,
  ATTRIBUTE_SOURCE_NONE,
  ATTRIBUTE_WRITE,
} from "../../../lib/abi/attributes.ts";
import { INFORMATION_MAGIC, type Information, TaskKind } from "../../../lib/abi/information.ts";
import { PAGE_SHIFT, STORE_VIEW } from "../../../lib/abi/memory-map.ts";
import { Status } from "../../../lib/abi/status.ts";
import type { ManagerNotes } from "../../../lib/proto/manager-notes.ts";
import type { PageMark } from "../../../lib/user/page-mark.ts";
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

class Mark {
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

function markAt(number: u32, index: u32): Mark {
  return machine.marks[number * PAGES + index];
}

/** The page's number among those that are modelled; PAGES for all others. */
function indexOf(address: u32): u32 {
  const page: u32 = address >>> PAGE_SHIFT;
  return page >= FIRST_PAGE && page - FIRST_PAGE < PAGES ? page - FIRST_PAGE : PAGES;
}

/** The number of a space that the caller manages; TASKS for none. */
function managed(space: u32): u32 {
  for (let i: u32 = 0; i < TASKS; i++) {
    if (spaceIdentity(i) === space && machine.information.tasks[i].manager === taskIdentity(machine.caller)) {
      return i;
    }
  }
  return TASKS;
}

function takeFrame(): u32 {
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

function dropFrame(mark: Mark): void {
  if (mark.frame !== 0) {
    const frame: Frame = machine.frames[mark.frame - 1];
    frame.mappings -= 1;
    machine.free += frame.mappings === 0 ? 1 : 0;
    mark.frame = 0;
  }
}

export function modelGet(space: u32, address: u32, state: PageMark): Status {
  if (!alive()) {
    return Status.DEAD;
  }
  const number: u32 = managed(space);
  if (number === TASKS) {
    return Status.DENIED;
  }
  state.attributes = 0;
  state.frame = 0;
  state.mappings = 0;
  const index: u32 = indexOf(address);
  if (index === PAGES) {
    const store: bool = address === STORE_VIEW && number === TASKS - 1;
    state.attributes = store ? ATTRIBUTE_MARKED | ATTRIBUTE_BACKED | ATTRIBUTE_RIGHTS : 0;
    state.runPages = store ? STORE_PAGES : 1024;
    return Status.OK;
  }
  const mark: Mark = markAt(number, index);
  state.attributes = mark.attributes;
  state.frame = mark.frame;
  state.mappings = mark.frame === 0 ? 0 : machine.frames[mark.frame - 1].mappings;
  state.runPages = 0;
  const use: u32 = ATTRIBUTE_ACCESSED | ATTRIBUTE_DIRTY;
  while (
    index + state.runPages < PAGES &&
    (markAt(number, index + state.runPages).attributes & ~use) === (mark.attributes & ~use)
  ) {
    state.runPages += 1;
  }
  return Status.OK;
}

export function modelAlloc(space: u32, address: u32, pages: u32, attributes: u32): Status {
  if (!alive()) {
    return Status.DEAD;
  }
  const number: u32 = managed(space);
  const index: u32 = indexOf(address);
  if (number === TASKS) {
    return Status.DENIED;
  }
  if (index === PAGES || pages > PAGES - index) {
    return Status.NO_MEMORY;
  }
  const back: bool = (attributes & ATTRIBUTE_BACKED) !== 0;
  for (let i: u32 = index; i < index + pages; i++) {
    if (markAt(number, i).attributes !== 0) {
      return Status.OVERLAP;
    }
  }
  if (back && pages > machine.free) {
    return Status.NO_MEMORY;
  }
  for (let i: u32 = index; i < index + pages; i++) {
    markAt(number, i).attributes = attributes | ATTRIBUTE_MARKED;
    markAt(number, i).frame = back ? takeFrame() : 0;
  }
  return Status.OK;
}

export function modelRelease(space: u32, address: u32, pages: u32): Status {
  if (!alive()) {
    return Status.DEAD;
  }
  const number: u32 = managed(space);
  const index: u32 = indexOf(address);
  if (number === TASKS) {
    return Status.DENIED;
  }
  if (index === PAGES || pages > PAGES - index) {
    return Status.NOT_MARKED;
  }
  for (let i: u32 = index; i < index + pages; i++) {
    if (markAt(number, i).attributes === 0) {
      return Status.NOT_MARKED;
    }
  }
  for (let i: u32 = index; i < index + pages; i++) {
    dropFrame(markAt(number, i));
    markAt(number, i).attributes = 0;
  }
  return Status.OK;
}

function copyFrame(from: u32): u32 {
  const to: u32 = takeFrame();
  for (let i: u32 = 0; i < PAGE_WORDS; i++) {
    machine.words[(to - 1) * PAGE_WORDS + i] = machine.words[(from - 1) * PAGE_WORDS + i];
  }
  return to;
}

function wantsFrame(mark: Mark, attributes: u32): bool {
  if (mark.frame === 0) {
    return (attributes & ATTRIBUTE_BACKED) !== 0;
  }
  return (mark.attributes & ATTRIBUTE_COPY_ON_WRITE) !== 0 && (attributes & ATTRIBUTE_WRITE) !== 0;
}

function changeMark(mark: Mark, attributes: u32): void {
  let next: u32 = (attributes & ATTRIBUTE_RIGHTS) | ATTRIBUTE_MARKED;
  if (mark.frame === 0) {
    mark.frame = (attributes & ATTRIBUTE_BACKED) !== 0 ? takeFrame() : 0;
  } else if ((mark.attributes & ATTRIBUTE_COPY_ON_WRITE) !== 0) {
    if ((attributes & ATTRIBUTE_WRITE) === 0) {
      next |= ATTRIBUTE_COPY_ON_WRITE;
    } else if (machine.frames[mark.frame - 1].mappings > 1) {
      const own: u32 = copyFrame(mark.frame);
      dropFrame(mark);
      mark.frame = own;
    }
  }
  mark.attributes = next | (mark.frame !== 0 ? ATTRIBUTE_BACKED : 0);
}

function setAlone(number: u32, index: u32, pages: u32, attributes: u32): Status {
  let frames: u32 = 0;
  for (let i: u32 = index; i < index + pages; i++) {
    const mark: Mark = markAt(number, i);
    if (mark.attributes === 0) {
      return Status.NOT_MARKED;
    }
    if (wantsFrame(mark, attributes)) {
      if ((attributes & ATTRIBUTE_BACKED) === 0) {
        return Status.DENIED;
      }
      frames += 1;
    }
  }
  if (frames > machine.free) {
    return Status.NO_MEMORY;
  }
  for (let i: u32 = index; i < index + pages; i++) {
    changeMark(markAt(number, i), attributes);
  }
  return Status.OK;
}

function setFromSource(to: Mark, from: Mark, attributes: u32): void {
  const source: u32 = attributes & ATTRIBUTE_SOURCE;
  const copies: bool = source === ATTRIBUTE_SOURCE_COPY_ON_WRITE;
  const kept: u32 = copies ? ATTRIBUTE_COPY_ON_WRITE : from.attributes & ATTRIBUTE_COPY_ON_WRITE;
  dropFrame(to);
  to.attributes = (attributes & ATTRIBUTE_RIGHTS) | ATTRIBUTE_BACKED | ATTRIBUTE_MARKED | kept;
  to.frame = from.frame;
  if (source === ATTRIBUTE_SOURCE_GRANT) {
    from.frame = 0;
    from.attributes = 0;
    return;
  }
  machine.frames[from.frame - 1].mappings += 1;
  if (copies) {
    from.attributes = (from.attributes & ~ATTRIBUTE_WRITE) | ATTRIBUTE_COPY_ON_WRITE;
  }
}

export function modelSet(
  space: u32,
  address: u32,
  pages: u32,
  attributes: u32,
  sourceAddress: u32,
  sourceSpace: u32,
): Status {
  if (!alive()) {
    return Status.DEAD;
  }
  const number: u32 = managed(space);
  const index: u32 = indexOf(address);
  if (number === TASKS) {
    return Status.DENIED;
  }
  if (index === PAGES || pages > PAGES - index) {
    return Status.NOT_MARKED;
  }
  if ((attributes & ATTRIBUTE_SOURCE) === ATTRIBUTE_SOURCE_NONE) {
    return setAlone(number, index, pages, attributes);
  }
  const source: u32 = managed(sourceSpace);
  const from: u32 = indexOf(sourceAddress);
  if (source === TASKS) {
    return Status.DENIED;
  }
  if (from === PAGES || pages > PAGES - from) {
    return Status.NOT_MARKED;
  }
  for (let i: u32 = 0; i < pages; i++) {
    if (markAt(number, index + i).attributes === 0 || markAt(source, from + i).frame === 0) {
      return Status.NOT_MARKED;
    }
    if ((attributes & ATTRIBUTE_RIGHTS & ~markAt(source, from + i).attributes) !== 0) {
      return Status.DENIED;
    }
  }
  for (let i: u32 = 0; i < pages; i++) {
    setFromSource(markAt(number, index + i), markAt(source, from + i), attributes);
  }
  return Status.OK;
}

/** Nobody asks for an end here. */
export function modelStop(_task: u32): Status {
  return Status.DENIED;
}

export function modelExchange(successor: u32, space: u32): Status {
  if (!alive()) {
    return Status.DEAD;
  }
  const number: u32 = managed(space);
  for (let i: u32 = CLIENTS; i < TASKS; i++) {
    if (number < CLIENTS && taskIdentity(i) === successor) {
      machine.information.tasks[number].manager = successor;
      machine.changed |= u32(1) << i;
      machine.exchanges += 1;
      machine.information.version += 2;
      return Status.OK;
    }
  }
  return Status.DENIED;
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
