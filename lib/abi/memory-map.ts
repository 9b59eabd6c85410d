/**
 * The memory map: the same ranges in every space (docs/memory.md draws them).
 * Addresses and sizes are in bytes; an END is the first address after the range.
 */
export const PAGE_SIZE_BYTES: u32 = 4096;
export const PAGE_SHIFT: u32 = 12;
export const PAGE_OFFSET_MASK: u32 = 0xfff;

/** LOWER: identity-mapped, supervisor only. The lower allocator owns 64 KiB..EBDA. */
export const LOWER_START: u32 = 0x00000000;
export const LOWER_END: u32 = 0x00100000;
/** KERNEL: identity-mapped image, modules, kernel heap, up to `kernelEnd`; the HEAP AREA follows. */
export const KERNEL_START: u32 = 0x00100000;
export const HEAP_AREA_END: u32 = 0x40000000;
/** The HEAP AREA's upper end holds flat programs: task number n is linked n times FLAT_PROGRAM_BYTES from here. */
export const FLAT_PROGRAMS_START: u32 = 0x3c000000;
export const FLAT_PROGRAM_BYTES: u32 = 0x00200000;
/** A task's own memory. */
export const USER_START: u32 = 0x40000000;
export const USER_END: u32 = 0xc0000000;
/** DMA AREA: grows downward from here. */
export const DMA_START: u32 = 0xc0000000;
export const DMA_END: u32 = 0xfffff000;
/** The last page: the kernel's window on one frame at a time. */
export const FRAME_WINDOW: u32 = 0xfffff000;

/** Smallest kernel heap. */
export const KERNEL_HEAP_MIN_BYTES: u32 = 0x01000000;

// Where things lie in a task's own memory.
/** Link address of programs. */
export const PROGRAM_START: u32 = 0x40000000;
/** The manifest, read-only, in the ACL server's space alone. */
export const MANIFEST_VIEW: u32 = 0xb0000000;
/**
 * Regions of the manifest (ManifestRegion): pages that outlive the tasks that see them. The policy's lie in the
 * same 2 MiB as notes, stack and information page, so that all of these take one page table.
 */
export const PUBLISHED_START: u32 = 0xb4000000;
export const PUBLISHED_END: u32 = 0xbff00000;
/** What the ACL server publishes: written by it, read by servers. */
export const POLICY_VIEW: u32 = 0xbfe00000;
export const POLICY_VIEW_PAGES: u32 = 8;
/** The IPC cache server's verdicts: written by it, read by servers. */
export const VERDICTS_VIEW: u32 = 0xbfe10000;
export const VERDICTS_VIEW_PAGES: u32 = 3;
/** Stores of VMM servers (Task.store of the system description), one after the other: what they have taken from clients. */
export const STORE_VIEW: u32 = 0xb4200000;
/** A manager's notes on the task of number n begin n times NOTES_BYTES from here, in its own space. */
export const MANAGER_NOTES_START: u32 = 0xbff00000;
export const NOTES_PAGES: u32 = 2;
export const NOTES_BYTES: u32 = 0x2000;
/** What a VMM server hands out. */
export const ALLOCATION_START: u32 = 0x50000000;
export const ALLOCATION_END: u32 = 0xa0000000;
/** The first stack ends here and is STACK_SIZE_BYTES long; the page below it stays unmarked. */
export const STACK_END: u32 = 0xbfffe000;
export const STACK_SIZE_BYTES: u32 = 0x2000;
/** The system information page (information.ts), read-only, in every space. */
export const INFORMATION_VIEW: u32 = 0xbffff000;
