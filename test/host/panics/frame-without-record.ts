/** panics: frames added that have no record */
import type { FrameBlock, FrameRecord } from "../../../kernel/arch/frame-record.ts";
import { addFreeFrames, type FrameTable, initialiseFrameTable } from "../../../kernel/memory/frame-table.ts";

const records: FixedArray<FrameRecord, 8> = zeroed();
const blocks: FixedArray<FrameBlock, 4> = zeroed();
const table: FrameTable = zeroed();

export function main(): i32 {
  initialiseFrameTable(table, spanOf(records), spanOf(blocks), 100);
  addFreeFrames(table, 104, 5);
  return 0;
}
