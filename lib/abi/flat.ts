/**
 * What the flat domain and the kernel both know: tasks in ring 0, all in the one shared address space.
 *
 * A flat task calls the kernel with `int FLAT_CALL_VECTOR`: EAX holds the number, EBX, ESI, EDI, EBP
 * the words 0 to 3; EAX comes back with a Status, the words as the table says. Ring 3 cannot use the
 * vector: its gate has level 0.
 *
 * | call | word 0 | word 1 | word 2 | word 3 | answer words |
 * |---|---|---|---|---|---|
 * | EXIT | exit status | | | | does not return |
 * | YIELD | | | | | unchanged |
 * | LOG | up to 16 bytes, ended by a zero byte or the end of word 3 | | | | unchanged |
 * | COUNTER | Counter | | | | word 0 is its value |
 * | HEAP | | | | | start and end of the global heap |
 * | HEAP_GROW | pages, HEAP_STEP_PAGES_MAX at most | | | | word 0 is the end before |
 * | HEAP_SHRINK | pages, HEAP_STEP_PAGES_MAX at most | | | | unchanged |
 * | TASK_START | address of the entry | argument | | | word 0 is the new task |
 * | TASK_STATE | task | | | | unchanged; OK or DEAD |
 * | DMA_CREATE | physical address, low half | high half | bytes | DmaCache | word 0 is the address |
 * | DMA_DESTROY | address | | | | unchanged |
 * | LOWER_TAKE | bytes | | | | word 0 is the address |
 * | LOWER_GIVE | address | | | | unchanged |
 * | SELF | | | | | word 0 is the caller |
 * | TASK_STOP | flat task | | | | unchanged |
 * | VM86 | | | | | word 0 is the address of the word that the processor takes its ring-0 stack pointer from |
 * | DMA_BUFFER | bytes | alignment in bytes | physical page that it ends before, or 0 | DmaCache | address; its physical address, low half; high half |
 */
export enum FlatCall {
  EXIT = 0,
  YIELD = 1,
  LOG = 2,
  COUNTER = 3,
  HEAP = 4,
  HEAP_GROW = 5,
  HEAP_SHRINK = 6,
  /** The new task has the caller's program and priority; it finds its identity in EAX, the argument in EDX. */
  TASK_START = 7,
  TASK_STATE = 8,
  DMA_CREATE = 9,
  DMA_DESTROY = 10,
  LOWER_TAKE = 11,
  LOWER_GIVE = 12,
  SELF = 13,
  /** Ends another flat task; tasks of ring 3 answer DENIED. */
  TASK_STOP = 14,
  /** RAM in a row for a device, mapped, contents undefined; ends as a window of DMA_CREATE does. */
  DMA_BUFFER = 15,
  /** For a task whose description says `vm86`, else DENIED: what lib/flat/vm86.asm needs to leave ring 0 and to come back. */
  VM86 = 16,
}

/** The first vector after the interrupt controller's lines. */
export const FLAT_CALL_VECTOR: u32 = 48;

/** Pages that one call adds to the global heap or takes from it, so that no call is long. */
export const HEAP_STEP_PAGES_MAX: u32 = 16;

/** Bytes of the largest DMA_BUFFER, so that no call is long. */
export const DMA_BUFFER_BYTES_MAX: u32 = 0x20_0000;

/** How the processor caches a window of the DMA AREA. */
export enum DmaCache {
  UNCACHED = 0,
  /** Writes are gathered (PAT); uncached on a processor without PAT. */
  WRITE_COMBINING = 1,
}

/** A flat task's stack in bytes; the page below it is unmapped. */
export const FLAT_STACK_BYTES: u32 = 0x4000;
