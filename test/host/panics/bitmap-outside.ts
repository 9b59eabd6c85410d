/** panics: pages given back that do not exist */
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
  takePages(bitmap, 100);
  givePages(bitmap, 99, 0xffff_ffff);
  return 0;
}
