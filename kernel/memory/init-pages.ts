/**
 * The end of what only the boot needs: its code and constants, which lie on pages of their own at the image's end
 * (linker.ld), and after them what no boot parameter has asked for. Whoever calls there faults from now on. They join the
 * kernel heap where that is near enough and the processor can forbid to execute its pages, and are unmapped elsewhere.
 */
import { PAGE_SHIFT, PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { forgetSharedPage } from "../arch/active-space.ts";
import { endInitCode, kernelImage } from "../arch/image.ts";
import { ENTRY_WRITE, nextTable, setKernelEntries } from "../arch/page-entry.ts";
import { hasNoExecute } from "../arch/processor.ts";
import { somethingIsAsked } from "../debug/asked.ts";
import { joinHeap } from "./heap.ts";
import { sharedDirectoryEntry } from "./kernel-space.ts";
import { hideHeapPage } from "./shared-map.ts";

/** Once, when no code of the boot will run any more; its constants have been told to nobody (decision 0065). */
export function giveInitPages(): void {
  const image = kernelImage();
  const start: u32 = image.initStart;
  const end: u32 = somethingIsAsked() ? image.askedStart : image.endKernel;
  endInitCode(end);
  const joins: bool = hasNoExecute() && joinHeap(start, (end - start) >>> PAGE_SHIFT);
  if (joins) {
    setKernelEntries(nextTable(sharedDirectoryEntry(start)), start, end, ENTRY_WRITE, false);
  }
  for (let page = start; page !== end; page += PAGE_SIZE_BYTES) {
    if (joins) {
      forgetSharedPage(page);
    } else {
      // The image is mapped by a table that is there: this cannot fail.
      hideHeapPage(page);
    }
  }
}
