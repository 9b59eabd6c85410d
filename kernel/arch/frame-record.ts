/**
 * What the kernel keeps for each page frame (kernel/memory/frame-table.ts), for each 2 MiB of
 * frames (frame-blocks.ts), and for each mapping of a frame after its second (sharer-pool.ts).
 */
export class FrameRecord {
  /** Mappings of the frame, with FRAME_PINNED; 0 while it is free; FRAME_OUT while it belongs to nobody here. */
  references: u32 = 0;
  /** Its first mapping (mappingOf); the previous free frame of its block while it is free. */
  mapping: u32 = 0;
  /** Number of the node of its third mapping, 0 for none; FRAME_ZEROED or 0 while it is free. */
  sharers: u32 = 0;
  /** Its second mapping, 0 for none; the next free frame of its block, 0 for the last, while it is free. */
  secondOrNext: u32 = 0;
}

export class FrameBlock {
  /** First free frame, 0 for none. */
  freeHead: u32 = 0;
  freeFrames: u32 = 0;
  /** Neighbours in the list it stands in, as block number + 1; 0 for none. */
  previous: u32 = 0;
  next: u32 = 0;
}

export class SharerNode {
  /** One further mapping of a frame (mappingOf). */
  mapping: u32 = 0;
  /** Number of the node of the next one, 0 for the last. */
  next: u32 = 0;
}
