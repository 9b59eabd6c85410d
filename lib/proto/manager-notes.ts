/**
 * A manager's notes on one client, in the pages that the kernel provides at MANAGER_NOTES_START
 * (docs/decisions/0020): the one format that all VMM policies share, so that a client can change hands.
 *
 * The kernel never reads them. They are the previous manager's word: who takes a client over compares
 * them with the kernel's marks and believes the marks. A manager can end between any two of its kernel calls, so
 * a region is entered as COMING before its pages are marked and is GOING before they are unmarked.
 */
export const NOTES_MAGIC: u32 = 0x544f_4e4d; // "MNOT"
export const NOTES_REGIONS_MAX = 128;
/** `previous` of a client that nobody has handed over. */
export const NOTES_NOBODY: u32 = 0xffff_ffff;

/** The right to it was revoked: its pages are unmarked, a touch is refused with that reason. */
export const REGION_REVOKED: u32 = 1;
/** The verdict that allowed it was in the table of verdicts. */
export const REGION_CACHED: u32 = 2;
/** Maps another task's frames (MAP_SHARED); `owner` says whose. */
export const REGION_SHARED: u32 = 4;
/** With SHARED: the client may write the owner's pages. */
export const REGION_WRITABLE: u32 = 8;
/** With SHARED: the client gets a page of its own where it writes. */
export const REGION_COPY_ON_WRITE: u32 = 16;
/** It was being made when these notes were last written: the client does not know of it. */
export const REGION_COMING: u32 = 32;
/** It was being released then: the client does not want it any more. */
export const REGION_GOING: u32 = 64;

/** A range of the client's memory and why it is there. */
export class NotedRegion {
  firstPage: u32 = 0;
  pages: u32 = 0;
  /** REGION_* */
  flags: u32 = 0;
  /** The rule that allowed it, its line, and the policy's epoch then. */
  rule: u32 = 0;
  line: u32 = 0;
  epoch: u32 = 0;
  /** Timer ticks at the request. */
  tick: u32 = 0;
  /** Task number of the owner of shared memory. */
  owner: u32 = 0;
}

/** What was happening to `regions` when these notes were last written. */
export enum NotesEdit {
  NONE = 0,
  /** Entries move up to make a place: of two with one start the first counts. */
  INSERT = 1,
  /** Entries move down over one that goes: of two with one start the last counts. */
  REMOVE = 2,
}

export class ManagerNotes {
  magic: u32 = 0;
  /** Identity of the task that these notes are about. */
  task: u32 = 0;
  space: u32 = 0;
  /** Pages of all regions that are not revoked. */
  pages: u32 = 0;
  /** Those of them that count as the client's use of memory: its own, and what it may copy on write. */
  memoryPages: u32 = 0;
  /** Pages backed because they were touched. */
  faults: u32 = 0;
  /** Where the client goes on when it touches what was revoked; 0: it ends. */
  revokedHandler: u32 = 0;
  /** With this stack pointer; 0: with that of the touch. */
  revokedStack: u32 = 0;
  /** The address of its last such touch. */
  revokedAddress: u32 = 0;
  /** The policy's epoch up to which revocations have reached these regions. */
  epoch: u32 = 0;
  /** Task number of the manager that has handed the client over, or NOTES_NOBODY. */
  previous: u32 = 0;
  /** Number of the client's last request that gave memory, 0 for one without a number, and the first page of what it gave. */
  request: u32 = 0;
  requestPage: u32 = 0;
  edit: NotesEdit = NotesEdit.NONE;
  regionCount: u32 = 0;
  /** Sorted by address, without overlaps. */
  regions: FixedArray<NotedRegion, typeof NOTES_REGIONS_MAX> = zeroed();
}
