/** panics: fewer bits than pages */
import { initialisePageBitmap, type PageBitmap } from "../../../kernel/memory/page-bitmap.ts";

const words: FixedArray<u32, 4> = zeroed();
const bitmap: PageBitmap = zeroed();

export function main(): i32 {
  initialisePageBitmap(bitmap, spanOf(words), 129);
  return 0;
}
