/**
 * The record that the kernel keeps for each page frame (kernel/memory/frame-table.ts).
 */
export class FrameRecord {
  /** Mappings of the frame; 0 while it is free. */
  references: u32 = 0;
  /** Identity of the space of its first mapping. */
  space: u32 = 0;
  /** Virtual page number of its first mapping. */
  page: u32 = 0;
  /** The next free frame, 0 for the last; meaningless while the frame is in use. */
  next: u32 = 0;
}
