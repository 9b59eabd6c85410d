/** panics: free frame mapped or unmapped */
import type { FrameBlock, FrameRecord, SharerNode } from "../../../kernel/arch/frame-record.ts";
import { takeFrame } from "../../../kernel/memory/frame-blocks.ts";
import { releaseFrame, SHARERS_MAX } from "../../../kernel/memory/frame-mappings.ts";
import { addFreeFrames, type FrameTable, initialiseFrameTable } from "../../../kernel/memory/frame-table.ts";
import { addPoolPage, initialiseSharerPool, type SharerPool } from "../../../kernel/memory/sharer-pool.ts";

const records: FixedArray<FrameRecord, 8> = zeroed();
const blocks: FixedArray<FrameBlock, 4> = zeroed();
const table: FrameTable = zeroed();
const nodes: FixedArray<SharerNode, 2048> = zeroed();
const pool: SharerPool = zeroed();

export function main(): i32 {
  initialiseFrameTable(table, spanOf(records), spanOf(blocks), 100);
  initialiseSharerPool(pool, spanOf(nodes));
  addPoolPage(pool, 1);
  records[5].references = 7;
  addFreeFrames(table, 100, 8);
  takeFrame(table, 1);
  releaseFrame(table, pool, 105, 1, SHARERS_MAX);
  return 0;
}
