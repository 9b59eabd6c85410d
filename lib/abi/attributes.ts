/**
 * Attributes of a range of pages: they share a word with the page-aligned address they are for.
 * A page that is WRITE and EXECUTE at once is refused everywhere.
 */
export const ATTRIBUTE_MASK: u32 = 0xfff;
export const ATTRIBUTE_READ: u32 = 0x001;
export const ATTRIBUTE_WRITE: u32 = 0x002;
export const ATTRIBUTE_EXECUTE: u32 = 0x004;
export const ATTRIBUTE_RIGHTS: u32 = 0x007;
/** Frames are there; ALLOC and SET without a source take fresh zeroed ones. Without it a page is only reserved. */
export const ATTRIBUTE_BACKED: u32 = 0x008;

/**
 * How the processor caches a device's page: SET with SOURCE_DEVICE, or SET of pages that are a
 * device's; GET says it of those. Without any of these bits the page stays as it is, a new device's
 * page is UNCACHED. Memory is always cached: for it these bits are BAD_ARGUMENT.
 */
export const ATTRIBUTE_CACHE: u32 = 0x030;
export const ATTRIBUTE_UNCACHED: u32 = 0x010;
/** Writes are collected; uncached where the processor has no page attribute table. */
export const ATTRIBUTE_WRITE_COMBINING: u32 = 0x020;
export const ATTRIBUTE_WRITE_BACK: u32 = 0x030;

/** SET: where the pages come from. */
export const ATTRIBUTE_SOURCE: u32 = 0x8c0;
/** Change rights, and back reserved pages if BACKED is set. */
export const ATTRIBUTE_SOURCE_NONE: u32 = 0x000;
/** Both ranges map the source's frames afterwards. */
export const ATTRIBUTE_SOURCE_SHARE: u32 = 0x040;
/** The frames move: the source range is unmarked. */
export const ATTRIBUTE_SOURCE_GRANT: u32 = 0x080;

/** A device's memory: words 2 and 3 are its physical address, low word first. Only within ranges that the caller holds. */
export const ATTRIBUTE_SOURCE_DEVICE: u32 = 0x0c0;
/**
 * Both ranges map the source's frames afterwards, neither may write, both are COPY_ON_WRITE. WRITE
 * is BAD_ARGUMENT here: SET with WRITE and BACKED gives it to a page, with a frame of its own.
 */
export const ATTRIBUTE_SOURCE_COPY_ON_WRITE: u32 = 0x840;

// GET adds to the attributes in word 0:
/** The page is marked. Without this bit all other bits are 0. */
export const ATTRIBUTE_MARKED: u32 = 0x100;
// Of pages that a 2 MiB page of the processor maps both are one bit for all until the first GET there: true too often, never too seldom.
export const ATTRIBUTE_ACCESSED: u32 = 0x200;
export const ATTRIBUTE_DIRTY: u32 = 0x400;
/** The frame may be shared with pages that must not see this one's writes: SET with WRITE needs BACKED. */
export const ATTRIBUTE_COPY_ON_WRITE: u32 = 0x800;
