/** panics: page given back twice */
import {
  givePages,
  initialisePageBitmap,
  type PageBitmap,
  takePages,
} from "../../../kernel/memory/page-bitmap.ts";

const words: FixedArray<u32, 4> = zeroed();
const bitmap: PageBitmap = zeroed();

export function main(): i32 {
  initialisePageBitmap(bitmap, spanOf(words), 100);
  takePages(bitmap, 64);
  givePages(bitmap, 40, 2);
  givePages(bitmap, 30, 11);
  return 0;
}
