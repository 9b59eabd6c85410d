/** Stands for kernel/arch/page-contents.ts on the host. */
import { PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";

export function clearPage(address: u32): void {
  fillWords(address, 0, PAGE_SIZE_BYTES / 4);
}
