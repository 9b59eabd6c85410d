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

/** SET: where the pages come from. */
export const ATTRIBUTE_SOURCE: u32 = 0x0c0;
/** Change rights, and back reserved pages if BACKED is set. */
export const ATTRIBUTE_SOURCE_NONE: u32 = 0x000;
/** Both ranges map the source's frames afterwards. */
export const ATTRIBUTE_SOURCE_SHARE: u32 = 0x040;
/** The frames move: the source range is unmarked. */
export const ATTRIBUTE_SOURCE_GRANT: u32 = 0x080;

// GET adds to the attributes in word 0:
/** The page is marked. Without this bit all other bits are 0. */
export const ATTRIBUTE_MARKED: u32 = 0x100;
export const ATTRIBUTE_ACCESSED: u32 = 0x200;
export const ATTRIBUTE_DIRTY: u32 = 0x400;
