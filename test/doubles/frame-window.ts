/**
 * Stands for kernel/arch/frame-window.ts on the host: of each frame's contents one word is kept, for
 * the frames `[FRAMES_FIRST, FRAMES_FIRST + FRAMES)`. Others have none.
 */
import { type PageTable, tableAddress } from "../../kernel/arch/page-entry.ts";

export const FRAMES_FIRST: u32 = 0x2000;
export const FRAMES = 6000;

const windowTable: PageTable = zeroed({ align: 4096 });
const contents: FixedArray<u32, typeof FRAMES> = zeroed();

export function frameWindowTable(): u32 {
  return tableAddress(windowTable);
}

export function clearFrame(frame: u32): void {
  contents[frame - FRAMES_FIRST] = 0;
}

export function copyFrame(to: u32, from: u32): void {
  contents[to - FRAMES_FIRST] = contents[from - FRAMES_FIRST];
}

export function copyIntoFrame(_frame: u32, _offset: u32, _source: u32, _bytes: u32): void {
  panic("frame window: nothing is loaded on the host");
}

/** What the frame holds. */
export function frameContents(frame: u32): u32 {
  return contents[frame - FRAMES_FIRST];
}

/** Writes to the frame. */
export function setFrameContents(frame: u32, value: u32): void {
  contents[frame - FRAMES_FIRST] = value;
}
