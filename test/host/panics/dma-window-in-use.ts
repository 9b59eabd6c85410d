/** panics: DMA area: a window in use, or none, is removed */
import {
  addDmaWindow,
  type DmaArea,
  initialiseDmaArea,
  removeDmaWindow,
} from "../../../kernel/memory/dma-area.ts";

const area: DmaArea = zeroed();

export function main(): i32 {
  initialiseDmaArea(area);
  removeDmaWindow(area, addDmaWindow(area, 0n, 1, 0, 1));
  return 0;
}
