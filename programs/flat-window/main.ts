/**
 * A flat task that holds one of everything: a window on the text screen, a write-combining one on a
 * frame buffer, blocks of the global heap, lower memory. It stays, so that the memory map shows them.
 */
import { DmaCache } from "../../lib/abi/flat.ts";
import { createDma, type Dma } from "../../lib/flat/dma.ts";
import { allocate } from "../../lib/flat/heap.ts";
import { yieldTask } from "../../lib/flat/kernel-calls.ts";
import { allocateLower } from "../../lib/flat/lower.ts";
import { start } from "../../lib/flat/start.ts";

const TEXT_SCREEN: u64 = 0xb_8000n;
const TEXT_SCREEN_BYTES: u32 = 4000;
/** Where QEMU's display adapter has its frame buffer; device space on every PC. */
const FRAME_BUFFER: u64 = 0xfd00_0000n;
const FRAME_BUFFER_BYTES: u32 = 0x40_0000;
const BLOCK_BYTES: u32 = 300_000;
const REAL_MODE_BUFFER_BYTES: u32 = 4096;

function main(): u32 {
  const screen: Dma = zeroed();
  const buffer: Dma = zeroed();
  createDma(TEXT_SCREEN, TEXT_SCREEN_BYTES, DmaCache.UNCACHED, screen);
  createDma(FRAME_BUFFER, FRAME_BUFFER_BYTES, DmaCache.WRITE_COMBINING, buffer);
  allocate(BLOCK_BYTES);
  allocateLower(REAL_MODE_BUFFER_BYTES);
  for (;;) {
    yieldTask();
  }
}

symbol(start, "_start");
symbol(main, "flatMain");
