/** panics: too many references */
import type { FrameRecord } from "../../../kernel/arch/frame-record.ts";
import {
  addFreeFrames,
  type FrameTable,
  initialiseFrameTable,
  retainFrame,
  takeFrame,
} from "../../../kernel/memory/frame-table.ts";

const records: FixedArray<FrameRecord, 8> = zeroed();
const table: FrameTable = zeroed();

export function main(): i32 {
  initialiseFrameTable(table, spanOf(records), 100);
  addFreeFrames(table, 100, 8);
  const frame = takeFrame(table, 1, 1);
  records[frame - 100].references = 0xffff_ffff;
  retainFrame(table, frame);
  return 0;
}
