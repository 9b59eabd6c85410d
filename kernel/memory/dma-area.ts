/**
 * Which addresses of the DMA AREA are in use: windows on physical ranges, given out from the top
 * downward. Pure: the mapping itself is dma.ts's business.
 *
 * Invariants: windows stand in one list, highest address first, and do not overlap; free space is
 * nothing but the gaps between them, so that it coalesces by itself and nothing can leak. Windows
 * whose physical ranges overlap have the same cache attribute. A physical range that lies inside a
 * window is not mapped again: the window counts its uses, each for one owner.
 *
 * Cost: grows with the windows that exist, DMA_WINDOWS_MAX at most, never with memory or sizes.
 */
import { DMA_END, DMA_START, PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import { acceptInterruptsAt } from "../arch/interrupt-window.ts";

export const DMA_WINDOWS_MAX = 256;
export const DMA_USES_MAX = 512;
/** No window, no use. */
export const NO_WINDOW: u32 = 0xffff_ffff;

/** Windows from this size on lie in the area as their range lies in memory, so that 2 MiB pages fit. */
const LARGE_PAGES: u32 = 512;
const LARGE_MASK: u32 = 511;
/** A window that cannot lie so, but is not longer than this, is mapped page by page. */
const SMALL_WINDOW_PAGES: u32 = 1024;

/** What the pages of a window are. */
export enum DmaBacking {
  /** No memory of ours. */
  DEVICE = 0,
  /** Frames that were moved out of a device's way, and come back with the window's end. */
  EMPTIED = 1,
  /** Frames that were taken for it, and are free with its end. */
  BUFFER = 2,
}

export class DmaWindow {
  /** Number of the first physical page. */
  physicalPage: u64 = 0n;
  /** Number of the first page in the DMA AREA. */
  page: u32 = 0;
  /** 0 while the place is free. */
  pages: u32 = 0;
  /** A DmaCache. */
  cache: u32 = 0;
  /** Uses of all owners together; 0 while the window goes. */
  count: u32 = 0;
  /** Pages from the first on that are mapped, and frames of a BUFFER that it has; the mapper's business (dma-windows.ts). */
  mapped: u32 = 0;
  frames: u32 = 0;
  /** What its pages are; the mapper's business (dma-windows.ts). */
  backing: DmaBacking = DmaBacking.DEVICE;
  /** The window with the next lower address, or NO_WINDOW; the next free place while this is free. */
  next: u32 = 0;
  firstUse: u32 = 0;
}

class DmaUse {
  owner: u32 = 0;
  count: u32 = 0;
  next: u32 = 0;
}

export class DmaArea {
  windows: FixedArray<DmaWindow, typeof DMA_WINDOWS_MAX> = zeroed();
  uses: FixedArray<DmaUse, typeof DMA_USES_MAX> = zeroed();
  /** The window with the highest address. */
  first: u32 = 0;
  freeWindow: u32 = 0;
  freeUse: u32 = 0;
  /** The window in which addDmaUse has counted a use last. */
  found: u32 = 0;
  /** Windows that exist, and pages in them. */
  windowCount: u32 = 0;
  pageCount: u32 = 0;
}

/** What addDmaUse found. */
export enum DmaFound {
  /** No window holds the range, and none that overlaps it has another cache attribute. */
  NOTHING = 0,
  /** A window holds it; a use was counted. */
  WINDOW = 1,
  /** A window that overlaps it has another cache attribute. */
  CONFLICT = 2,
  /** A window holds it, but there are too many uses. */
  FULL = 3,
}

/** Starts with an empty area. */
export function initialiseDmaArea(area: DmaArea): void {
  for (let i: u32 = 0; i < DMA_WINDOWS_MAX; i++) {
    acceptInterruptsAt(i);
    area.windows[i].pages = 0;
    area.windows[i].next = i + 1 < DMA_WINDOWS_MAX ? i + 1 : NO_WINDOW;
  }
  for (let i: u32 = 0; i < DMA_USES_MAX; i++) {
    acceptInterruptsAt(i);
    area.uses[i].next = i + 1 < DMA_USES_MAX ? i + 1 : NO_WINDOW;
  }
  area.first = NO_WINDOW;
  area.freeWindow = 0;
  area.freeUse = 0;
  area.windowCount = 0;
  area.pageCount = 0;
}

/** Looks for a window that holds the physical pages; counts a use of `owner` where there is one, which is `found` then. */
export function addDmaUse(area: DmaArea, physicalPage: u64, pages: u32, cache: u32, owner: u32): DmaFound {
  let number: u32 = area.first;
  let holder: u32 = NO_WINDOW;
  for (let passed: u32 = 0; number !== NO_WINDOW; passed++) {
    acceptInterruptsAt(passed);
    const window = area.windows[number];
    const end: u64 = window.physicalPage + u64(window.pages);
    if (physicalPage < end && window.physicalPage < physicalPage + u64(pages)) {
      if (window.cache !== cache) {
        return DmaFound.CONFLICT;
      }
      if (window.physicalPage <= physicalPage && physicalPage + u64(pages) <= end) {
        holder = number;
      }
    }
    number = window.next;
  }
  if (holder === NO_WINDOW) {
    return DmaFound.NOTHING;
  }
  area.found = holder;
  return countUse(area, area.windows[holder], owner) ? DmaFound.WINDOW : DmaFound.FULL;
}

/** A new window with one use of `owner`, in the highest gap that holds it. Its number, or NO_WINDOW. */
export function addDmaWindow(area: DmaArea, physicalPage: u64, pages: u32, cache: u32, owner: u32): u32 {
  if (pages === 0 || area.freeWindow === NO_WINDOW || area.freeUse === NO_WINDOW) {
    return NO_WINDOW;
  }
  let page: u32 = 0;
  let above: u32 = NO_WINDOW;
  let gapEnd: u32 = DMA_END >>> PAGE_SHIFT;
  let below: u32 = area.first;
  for (let passed: u32 = 0; page === 0; passed++) {
    acceptInterruptsAt(passed);
    const gapStart: u32 = below === NO_WINDOW ? DMA_START >>> PAGE_SHIFT : windowEnd(area, below);
    page = placeInGap(gapStart, gapEnd, physicalPage, pages);
    if (page === 0) {
      if (below === NO_WINDOW) {
        return NO_WINDOW;
      }
      above = below;
      gapEnd = area.windows[below].page;
      below = area.windows[below].next;
    }
  }
  const number: u32 = area.freeWindow;
  const window = area.windows[number];
  area.freeWindow = window.next;
  window.physicalPage = physicalPage;
  window.page = page;
  window.pages = pages;
  window.cache = cache;
  window.backing = DmaBacking.DEVICE;
  window.count = 0;
  window.mapped = 0;
  window.frames = 0;
  window.firstUse = NO_WINDOW;
  window.next = below;
  if (above === NO_WINDOW) {
    area.first = number;
  } else {
    area.windows[above].next = number;
  }
  area.windowCount++;
  area.pageCount += pages;
  countUse(area, window, owner);
  return number;
}

/**
 * Takes one use of `owner` away from the window that holds page number `page` of the area. Answers
 * the window's number, or NO_WINDOW when the owner has no use there. A window whose count is 0 then
 * has to be unmapped and removed by the caller.
 */
export function dropDmaUse(area: DmaArea, page: u32, owner: u32): u32 {
  let number: u32 = area.first;
  for (let passed: u32 = 0; number !== NO_WINDOW; passed++) {
    acceptInterruptsAt(passed);
    const window = area.windows[number];
    if (page >= window.page && page - window.page < window.pages) {
      return uncountUses(area, window, owner, false) ? number : NO_WINDOW;
    }
    number = window.next;
  }
  return NO_WINDOW;
}

/** Takes all uses of `owner` away, however many. Answers how many windows have none left: the caller unmaps and removes them. */
export function dropDmaUsesOf(area: DmaArea, owner: u32): u32 {
  let unused: u32 = 0;
  let number: u32 = area.first;
  for (let passed: u32 = 0; number !== NO_WINDOW; passed++) {
    acceptInterruptsAt(passed);
    const window = area.windows[number];
    if (uncountUses(area, window, owner, true)) {
      unused += window.count === 0 ? 1 : 0;
    }
    number = window.next;
  }
  return unused;
}

/** A window without uses, which has to be unmapped and removed, or NO_WINDOW. */
export function unusedDmaWindow(area: DmaArea): u32 {
  let number: u32 = area.first;
  for (let passed: u32 = 0; number !== NO_WINDOW && area.windows[number].count !== 0; passed++) {
    acceptInterruptsAt(passed);
    number = area.windows[number].next;
  }
  return number;
}

/** Removes a window without uses. */
export function removeDmaWindow(area: DmaArea, number: u32): void {
  const window = area.windows[number];
  if (window.count !== 0 || window.pages === 0) {
    panic("DMA area: a window in use, or none, is removed");
  }
  if (area.first === number) {
    area.first = window.next;
  } else {
    let above: u32 = area.first;
    for (let passed: u32 = 0; area.windows[above].next !== number; passed++) {
      acceptInterruptsAt(passed);
      above = area.windows[above].next;
    }
    area.windows[above].next = window.next;
  }
  area.windowCount--;
  area.pageCount -= window.pages;
  window.pages = 0;
  window.next = area.freeWindow;
  area.freeWindow = number;
}

function windowEnd(area: DmaArea, number: u32): u32 {
  return area.windows[number].page + area.windows[number].pages;
}

/** The first page of a window of `pages` pages in a gap, as high as can be; 0 when it does not fit. */
function placeInGap(gapStart: u32, gapEnd: u32, physicalPage: u64, pages: u32): u32 {
  if (gapEnd - gapStart < pages) {
    return 0;
  }
  const page: u32 = gapEnd - pages;
  if (pages < LARGE_PAGES) {
    return page;
  }
  const lower: u32 = (page - u32(physicalPage)) & LARGE_MASK;
  if (page - gapStart >= lower) {
    return page - lower;
  }
  return pages <= SMALL_WINDOW_PAGES ? page : 0;
}

function countUse(area: DmaArea, window: DmaWindow, owner: u32): bool {
  let use: u32 = window.firstUse;
  for (let passed: u32 = 0; use !== NO_WINDOW && area.uses[use].owner !== owner; passed++) {
    acceptInterruptsAt(passed);
    use = area.uses[use].next;
  }
  if (use === NO_WINDOW) {
    if (area.freeUse === NO_WINDOW) {
      return false;
    }
    use = area.freeUse;
    area.freeUse = area.uses[use].next;
    area.uses[use].owner = owner;
    area.uses[use].count = 0;
    area.uses[use].next = window.firstUse;
    window.firstUse = use;
  }
  area.uses[use].count += 1;
  window.count += 1;
  return true;
}

/** Takes one use of `owner` away, or all. False when it has none. */
function uncountUses(area: DmaArea, window: DmaWindow, owner: u32, all: bool): bool {
  let before: u32 = NO_WINDOW;
  let use: u32 = window.firstUse;
  for (let passed: u32 = 0; use !== NO_WINDOW && area.uses[use].owner !== owner; passed++) {
    acceptInterruptsAt(passed);
    before = use;
    use = area.uses[use].next;
  }
  if (use === NO_WINDOW) {
    return false;
  }
  const less: u32 = all ? area.uses[use].count : 1;
  window.count -= less;
  area.uses[use].count -= less;
  if (area.uses[use].count === 0) {
    if (before === NO_WINDOW) {
      window.firstUse = area.uses[use].next;
    } else {
      area.uses[before].next = area.uses[use].next;
    }
    area.uses[use].next = area.freeUse;
    area.freeUse = use;
  }
  return true;
}
