/**
 * What the bench's main task asks of its pager. Word 0 is the operation, word 1 and 2 as named.
 *
 * | operation | word 1 | word 2 | answer: word 0 | word 1 | word 2 |
 * |---|---|---|---|---|---|
 * | RESERVE | address | pages | a kernel Status | | |
 * | RELEASE | address | pages | a kernel Status | | |
 * | FAULTS | a FaultPolicy | | 0 | | |
 * | BOUNCES | | | 0 | median | worst |
 * | MAP_ALONE | address | | 0 | median | worst |
 * | UNMAP_ALONE | address | | 0 | median | worst |
 * | MEASURE | a Measurement | address | 0 | median | worst |
 * | LONG_MESSAGES | | | a kernel Status | | |
 * | GATHER | | | 0 | | |
 * | DISPERSE | | | 0 | | |
 */
import { ALLOCATION_START } from "../../lib/abi/memory-map.ts";

/** Where the client has the window for long messages. */
export const LONG_WINDOW: u32 = ALLOCATION_START + 0x2000_0000;

export enum PagerOperation {
  RESERVE = 1,
  RELEASE = 2,
  /** What is done from now on with faults. */
  FAULTS = 3,
  /** What came of the faults under BOUNCE. */
  BOUNCES = 4,
  /** Measures the kernel call alone that maps one ready page. */
  MAP_ALONE = 5,
  /** Measures the kernel call alone that unmaps one page. */
  UNMAP_ALONE = 6,
  /** Measures something that the pager does by itself. */
  MEASURE = 7,
  /** Maps the window for long messages into the client, and answers those, and nothing else, until LONG_END. */
  LONG_MESSAGES = 8,
  LONG_END = 9,
  /** Starts CROWD_TASKS tasks in half as many spaces, each of which waits for an answer that it does not get. */
  GATHER = 10,
  /** Ends them. */
  DISPERSE = 11,
}

export enum FaultPolicy {
  /** A fault ends the task. */
  END = 0,
  /** Nothing is mapped, so the same touch faults again, until there are samples enough. */
  BOUNCE = 1,
  /** A ready page of the pager is mapped. */
  MAP_READY = 2,
  /** A fresh zeroed frame is mapped. */
  MAP_ZERO = 3,
}

/** What MEASURE measures: one kernel call each. */
export enum Measurement {
  /** ALLOC of one backed page, its frame cleared on the way. */
  ALLOC_FRAME = 0,
  /** ALLOC of 64 backed pages. */
  ALLOC_RUN_64 = 1,
  /** SET that shares 2 MiB of ready pages. */
  MAP_PAGE_2M = 2,
  /** SET of a device's window over a page in use: the page moves, the window is cleared. */
  RELOCATE_PAGE = 3,
  /** The same for a page of 513 mappings. */
  RELOCATE_SHARED = 4,
  /** START of a task in a space that is there, and STOP of it before it ran. */
  TASK_CREATE = 5,
  TASK_END = 6,
  /** The same with a new space, which goes with its last task. */
  TASK_SPACE_CREATE = 7,
  TASK_SPACE_END = 8,
  /** RELOCATE_PAGE for a page of 65 mappings. */
  RELOCATE_64 = 9,
}
