/**
 * A linear frame buffer: any size, any distance between rows, 15 to 32 bits a pixel, colours anywhere in the pixel. Rows and
 * pixels that do not lie in the picture are left out; nothing outside its memory is written, nothing of it is read. Pure:
 * it sees memory through windows.
 */

/** The memory through windows of different widths; only the one that fits the format is used. */
export class FrameBuffer {
  width: u32 = 0;
  height: u32 = 0;
  /** Bytes from one row to the next. */
  pitchBytes: u32 = 0;
  /** 2, 3 or 4. */
  pixelBytes: u32 = 0;
  /** The same memory, all three times; for 4 bytes `words` is used, for 2 `halves`, for 3 `bytes`. */
  words: Span<u32> = zeroed();
  halves: Span<u16> = zeroed();
  bytes: Span<u8> = zeroed();
  readonly format: PixelFormat = zeroed();
}

/** Where the colours lie in a pixel, as multiboot 2 (3.6.12) and VBE 3.0 (4.4) say it: position and number of bits. */
export class PixelFormat {
  redPosition: u32 = 0;
  redBits: u32 = 0;
  greenPosition: u32 = 0;
  greenBits: u32 = 0;
  bluePosition: u32 = 0;
  blueBits: u32 = 0;
}

export enum FrameBufferError {
  NONE = 0,
  /** No width or no height. */
  NO_PIXELS = 1,
  /** Not 15, 16, 24 or 32 bits. */
  DEPTH = 2,
  /** A colour without bits, or outside the pixel. */
  COLOURS = 3,
  /** Rows overlap, or do not begin at a multiple of the pixel's size. */
  PITCH = 4,
  /** The window is smaller than the picture. */
  MEMORY = 5,
}

const COLOUR_BITS: u32 = 8;

/** Says what is wrong with a frame buffer of `bits` bits a pixel; its other fields are set. Sets `pixelBytes`. */
export function checkFrameBuffer(buffer: FrameBuffer, bits: u32): FrameBufferError {
  if (buffer.width === 0 || buffer.height === 0) {
    return FrameBufferError.NO_PIXELS;
  }
  if (bits !== 15 && bits !== 16 && bits !== 24 && bits !== 32) {
    return FrameBufferError.DEPTH;
  }
  buffer.pixelBytes = (bits + 7) / 8;
  const format = buffer.format;
  const red: bool = fits(format.redPosition, format.redBits, bits);
  const green: bool = fits(format.greenPosition, format.greenBits, bits);
  if (!red || !green || !fits(format.bluePosition, format.blueBits, bits)) {
    return FrameBufferError.COLOURS;
  }
  const rowBytes: u64 = u64(buffer.width) * u64(buffer.pixelBytes);
  const aligned: bool = buffer.pixelBytes === 3 || buffer.pitchBytes % buffer.pixelBytes === 0;
  if (rowBytes > u64(buffer.pitchBytes) || !aligned) {
    return FrameBufferError.PITCH;
  }
  const needed: u64 = u64(buffer.pitchBytes) * u64(buffer.height - 1) + rowBytes;
  return needed > windowBytes(buffer) ? FrameBufferError.MEMORY : FrameBufferError.NONE;
}

/** The pixel value of a colour; each part 0 to 255. */
export function encodePixel(format: PixelFormat, red: u32, green: u32, blue: u32): u32 {
  return (
    encodePart(red, format.redPosition, format.redBits) |
    encodePart(green, format.greenPosition, format.greenBits) |
    encodePart(blue, format.bluePosition, format.blueBits)
  );
}

/** Writes pixel values from (x, y) to the right; what is outside the picture is left out. */
export function writeRun(buffer: FrameBuffer, x: u32, y: u32, pixels: Span<u32>): void {
  if (y >= buffer.height || x >= buffer.width) {
    return;
  }
  const room: u32 = buffer.width - x;
  const count: u32 = pixels.length < room ? pixels.length : room;
  const start: u32 = y * buffer.pitchBytes + x * buffer.pixelBytes;
  if (buffer.pixelBytes === 4) {
    const place = subSpan(buffer.words, start / 4, count);
    for (let i: u32 = 0; i < count; i++) {
      place[i] = pixels[i];
    }
  } else if (buffer.pixelBytes === 2) {
    const place = subSpan(buffer.halves, start / 2, count);
    for (let i: u32 = 0; i < count; i++) {
      place[i] = u16(pixels[i]);
    }
  } else {
    writeThreeBytes(subSpan(buffer.bytes, start, count * 3), subSpan(pixels, 0, count));
  }
}

function writeThreeBytes(place: Span<u8>, pixels: Span<u32>): void {
  for (let i: u32 = 0; i < pixels.length; i++) {
    const pixel: u32 = pixels[i];
    place[i * 3] = u8(pixel);
    place[i * 3 + 1] = u8(pixel >>> 8);
    place[i * 3 + 2] = u8(pixel >>> 16);
  }
}

function windowBytes(buffer: FrameBuffer): u64 {
  if (buffer.pixelBytes === 4) {
    return u64(buffer.words.length) * 4n;
  }
  return buffer.pixelBytes === 2 ? u64(buffer.halves.length) * 2n : u64(buffer.bytes.length);
}

function fits(position: u32, count: u32, bits: u32): bool {
  return count !== 0 && count <= bits && position <= bits - count;
}

/** The highest bits where there are fewer than eight, zeros behind them where there are more. */
function encodePart(value: u32, position: u32, count: u32): u32 {
  const scaled: u32 =
    count < COLOUR_BITS
      ? (value & 0xff) >>> ((COLOUR_BITS - count) & 31)
      : (value & 0xff) << ((count - COLOUR_BITS) & 31);
  return scaled << (position & 31);
}
