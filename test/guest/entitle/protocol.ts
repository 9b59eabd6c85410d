/** What `other` does for the test: word 0 says what, word 1 with what; the answer's word 0 is the kernel's status. */
export enum OtherOperation {
  /** Answers 0. */
  NOTHING = 0,
  /** Reads the I/O port of word 1. */
  PORT = 1,
  /** Binds the interrupt line of word 1. */
  LINE = 2,
  /** Maps a page of the device at the physical address of word 1. */
  DEVICE = 3,
  /** Says to the kernel, as if it were the ACL server, that it has the port of word 1. */
  ENTITLE = 4,
}

/** The second device of the description, which is memory: where it begins, its pages, its number as a rule's object. */
export const MEMORY: u32 = 0x400_0000;
export const MEMORY_PAGES: u32 = 1024;
export const MEMORY_OBJECT: u32 = 1;
/** What `mapper` maps of them; it tries its right with the last one. */
export const MAPPED_PAGES: u32 = 1023;

/** Exit status of `mapper`. */
export const STILL_THERE: u32 = 100;
