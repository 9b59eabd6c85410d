/** Draws the test picture into a mode's frame buffer. */
import {
  checkFrameBuffer,
  encodePixel,
  type FrameBuffer,
  FrameBufferError,
  writeRun,
} from "../../lib/console/frame-buffer.ts";
import { byteWindow, halfWindow, wordWindow } from "../../lib/flat/memory.ts";
import type { VesaMode } from "../../lib/vesa/mode.ts";
import { testPicture } from "../../lib/vesa/picture.ts";

const RUN_PIXELS = 256;
const frameBuffer: FrameBuffer = zeroed();
const run: FixedArray<u32, typeof RUN_PIXELS> = zeroed();

/** The mode is set, its memory lies at `address`. False when no picture fits it. */
export function drawTestPicture(mode: VesaMode, address: u32): bool {
  const bytes: u32 = mode.pitch * mode.height;
  frameBuffer.width = mode.width;
  frameBuffer.height = mode.height;
  frameBuffer.pitchBytes = mode.pitch;
  frameBuffer.words = wordWindow(address, bytes >>> 2);
  frameBuffer.halves = halfWindow(address, bytes >>> 1);
  frameBuffer.bytes = byteWindow(address, bytes);
  const format = frameBuffer.format;
  format.redPosition = mode.redPosition;
  format.redBits = mode.redBits;
  format.greenPosition = mode.greenPosition;
  format.greenBits = mode.greenBits;
  format.bluePosition = mode.bluePosition;
  format.blueBits = mode.blueBits;
  if (checkFrameBuffer(frameBuffer, mode.depth) !== FrameBufferError.NONE) {
    return false;
  }
  for (let y: u32 = 0; y < mode.height; y++) {
    for (let x: u32 = 0; x < mode.width; x += RUN_PIXELS) {
      drawRun(mode, x, y);
    }
  }
  return true;
}

/** Pixels from (x, y) to the right, the row's end at most. */
function drawRun(mode: VesaMode, x: u32, y: u32): void {
  for (let i: u32 = 0; i < RUN_PIXELS && x + i < mode.width; i++) {
    const colour: u32 = testPicture(x + i, y, mode.width, mode.height);
    run[i] = encodePixel(frameBuffer.format, (colour >>> 16) & 0xff, (colour >>> 8) & 0xff, colour & 0xff);
  }
  writeRun(frameBuffer, x, y, spanOf(run));
}
