/** Pages of zero bytes. */
import { PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { vectorsAreInUse } from "./processor.ts";

/** boot/clear-page.asm, while vectors are in use. */
declare function clearByVectors(address: u32): void;

/** Fills the page at a mapped address, the first of a page, with zero bytes. */
export function clearPage(address: u32): void {
  if (vectorsAreInUse()) {
    clearByVectors(address);
  } else {
    fillWords(address, 0, PAGE_SIZE_BYTES / 4);
  }
}
