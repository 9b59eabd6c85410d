/** The sixteen colours as red, green and blue; the eight dark ones first, in the order of ECMA-48 (black, red, green …). */
import { encodePixel, type PixelFormat } from "./frame-buffer.ts";
import type { Painter } from "./painter.ts";

const COLOURS: FixedArray<u32, 16> = arrayOf(
  0x10_14_18,
  0xc8_40_40,
  0x58_a8_48,
  0xc0_90_30,
  0x48_78_d0,
  0xa8_58_b8,
  0x38_a0_a8,
  0xc8_cc_d0,
  0x70_78_80,
  0xf0_70_68,
  0x88_d8_70,
  0xf0_d0_60,
  0x78_a8_f8,
  0xd8_88_e8,
  0x68_d8_e0,
  0xff_ff_ff,
);

/** Gives the painter the colours in a frame buffer's format. */
export function usePalette(painter: Painter, format: PixelFormat): void {
  for (let i: u32 = 0; i < 16; i++) {
    const colour: u32 = COLOURS[i];
    painter.palette[i] = encodePixel(format, colour >>> 16, (colour >>> 8) & 0xff, colour & 0xff);
  }
}
