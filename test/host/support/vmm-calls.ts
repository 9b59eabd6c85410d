/** The kernel's calls on the model machine (vmm-machine.ts): each answers what the kernel would, in the plainest way. */
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
import { STORE_VIEW } from "../../../lib/abi/memory-map.ts";
import { Status } from "../../../lib/abi/status.ts";
import type { PageMark } from "../../../lib/user/page-mark.ts";
import {
  alive,
  CLIENTS,
  dropFrame,
  indexOf,
  type Mark,
  machine,
  managed,
  markAt,
  PAGE_WORDS,
  PAGES,
  STORE_PAGES,
  TASKS,
  takeFrame,
  taskIdentity,
} from "./vmm-machine.ts";

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

/** Whether the caller manages the space; `outside` where the range does not lie in what is modelled of it. */
function checkRange(space: u32, address: u32, pages: u32, outside: Status): Status {
  if (managed(space) === TASKS) {
    return Status.DENIED;
  }
  const index: u32 = indexOf(address);
  return index === PAGES || pages > PAGES - index ? outside : Status.OK;
}

export function modelAlloc(space: u32, address: u32, pages: u32, attributes: u32): Status {
  const status: Status = alive() ? checkRange(space, address, pages, Status.NO_MEMORY) : Status.DEAD;
  if (status !== Status.OK) {
    return status;
  }
  const number: u32 = managed(space);
  const index: u32 = indexOf(address);
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
  const status: Status = alive() ? checkRange(space, address, pages, Status.NOT_MARKED) : Status.DEAD;
  if (status !== Status.OK) {
    return status;
  }
  const number: u32 = managed(space);
  const index: u32 = indexOf(address);
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
  const status: Status = alive() ? checkRange(space, address, pages, Status.NOT_MARKED) : Status.DEAD;
  if (status !== Status.OK) {
    return status;
  }
  const number: u32 = managed(space);
  const index: u32 = indexOf(address);
  if ((attributes & ATTRIBUTE_SOURCE) === ATTRIBUTE_SOURCE_NONE) {
    return setAlone(number, index, pages, attributes);
  }
  const sourceStatus: Status = checkRange(sourceSpace, sourceAddress, pages, Status.NOT_MARKED);
  if (sourceStatus !== Status.OK) {
    return sourceStatus;
  }
  const source: u32 = managed(sourceSpace);
  const from: u32 = indexOf(sourceAddress);
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
