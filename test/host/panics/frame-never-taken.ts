/** panics: free frame released */
import type { FrameRecord } from "../../../kernel/arch/frame-record.ts";
import {
  addFreeFrames,
  type FrameTable,
  initialiseFrameTable,
  releaseFrame,
  takeFrame,
} from "../../../kernel/memory/frame-table.ts";

const records: FixedArray<FrameRecord, 8> = zeroed();
const table: FrameTable = zeroed();

export function main(): i32 {
  initialiseFrameTable(table, spanOf(records), 100);
  records[5].references = 7;
  addFreeFrames(table, 100, 8);
  takeFrame(table, 1, 1);
  releaseFrame(table, 105);
  return 0;
}
