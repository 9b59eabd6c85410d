/** Frame buffers: which descriptions are refused, what is written where, and that nothing else is. */
import {
  checkFrameBuffer,
  encodePixel,
  type FrameBuffer,
  FrameBufferError,
  writeRun,
} from "../../lib/console/frame-buffer.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import { randomEdge, startRandom } from "./support/random.ts";
import { type Random, randomBelow } from "./support/xorshift.ts";

const SEED: u32 = 0x0f8a_3e01;
const ROUNDS: u32 = 50_000;

const buffer: FrameBuffer = zeroed();
const words: FixedArray<u32, 64> = zeroed();
const halves: FixedArray<u16, 64> = zeroed();
const bytes: FixedArray<u8, 64> = zeroed();
const run: FixedArray<u32, 16> = zeroed();
const random: Random = zeroed();

function use(width: u32, height: u32, pitchBytes: u32): void {
  buffer.width = width;
  buffer.height = height;
  buffer.pitchBytes = pitchBytes;
  buffer.words = spanOf(words);
  buffer.halves = spanOf(halves);
  buffer.bytes = spanOf(bytes);
}

function useColours(redBits: u32, greenBits: u32, blueBits: u32): void {
  buffer.format.redPosition = greenBits + blueBits;
  buffer.format.redBits = redBits;
  buffer.format.greenPosition = blueBits;
  buffer.format.greenBits = greenBits;
  buffer.format.bluePosition = 0;
  buffer.format.blueBits = blueBits;
}

function testChecks(): void {
  useColours(8, 8, 8);
  use(4, 4, 16);
  check(checkFrameBuffer(buffer, 32) === FrameBufferError.NONE, "an ordinary one");
  use(0, 4, 16);
  check(checkFrameBuffer(buffer, 32) === FrameBufferError.NO_PIXELS, "no width");
  use(4, 0, 16);
  check(checkFrameBuffer(buffer, 32) === FrameBufferError.NO_PIXELS, "no height");
  use(4, 4, 16);
  check(checkFrameBuffer(buffer, 8) === FrameBufferError.DEPTH, "a palette");
  check(checkFrameBuffer(buffer, 0) === FrameBufferError.DEPTH, "no bits");
  check(checkFrameBuffer(buffer, 16) === FrameBufferError.COLOURS, "24 bits of colour in 16");
  use(4, 4, 15);
  check(checkFrameBuffer(buffer, 32) === FrameBufferError.PITCH, "rows overlap");
  use(4, 4, 18);
  check(checkFrameBuffer(buffer, 32) === FrameBufferError.PITCH, "rows begin within words");
  use(4, 16, 16);
  check(checkFrameBuffer(buffer, 32) === FrameBufferError.NONE, "just enough memory");
  use(4, 17, 16);
  check(checkFrameBuffer(buffer, 32) === FrameBufferError.MEMORY, "a row too many");
  use(4, 5, 13);
  check(
    checkFrameBuffer(buffer, 24) === FrameBufferError.NONE,
    "24 bits with any pitch; the last row is short",
  );
  use(0x4000_0000, 4, 16);
  check(checkFrameBuffer(buffer, 32) === FrameBufferError.PITCH, "a width beyond 32 bits");
  use(4, 0x1000_0001, 16);
  check(checkFrameBuffer(buffer, 32) === FrameBufferError.MEMORY, "a size beyond 32 bits");
  use(4, 4, 16);
  buffer.format.redBits = 0;
  check(checkFrameBuffer(buffer, 32) === FrameBufferError.COLOURS, "no red");
  buffer.format.redBits = 8;
  buffer.format.redPosition = 25;
  check(checkFrameBuffer(buffer, 32) === FrameBufferError.COLOURS, "red outside");
  buffer.format.redPosition = 0xffff_ffff;
  check(checkFrameBuffer(buffer, 32) === FrameBufferError.COLOURS, "red far outside");
}

function testColours(): void {
  useColours(8, 8, 8);
  checkEqual(encodePixel(buffer.format, 0x12, 0x34, 0x56), 0x12_3456, "eight bits");
  useColours(5, 6, 5);
  checkEqual(encodePixel(buffer.format, 255, 255, 255), 0xffff, "white");
  checkEqual(encodePixel(buffer.format, 0x08, 0x04, 0x08), 0x0821, "the lowest bits that count");
  useColours(10, 10, 10);
  checkEqual(encodePixel(buffer.format, 1, 0, 0x80), 0x40_0200, "ten bits");
}

/** Any description that passes the check can be written to with any run, anywhere; a wrong index would be a panic. */
function testRandom(): void {
  for (let round: u32 = 0; round < ROUNDS && !hasFailed(); round++) {
    use(1 + randomBelow(random, 8), 1 + randomBelow(random, 6), randomBelow(random, 40));
    const bits: u32 = randomBelow(random, 4);
    if (bits === 0) {
      useColours(5, 5, 5);
    } else if (bits === 1) {
      useColours(5, 6, 5);
    } else {
      useColours(8, 8, 8);
    }
    const depth: u32 = bits === 0 ? 15 : bits * 8 + 8;
    if (checkFrameBuffer(buffer, depth) === FrameBufferError.NONE) {
      const length: u32 = randomBelow(random, 17);
      writeRun(buffer, randomEdge(random), randomEdge(random), subSpan(spanOf(run), 0, length));
      writeRun(buffer, randomBelow(random, 9), randomBelow(random, 7), subSpan(spanOf(run), 0, length));
    }
  }
}

function testPlaces(): void {
  useColours(8, 8, 8);
  for (let i: u32 = 0; i < 16; i++) {
    run[i] = 0x01_0203 + i;
  }
  use(4, 4, 16);
  check(checkFrameBuffer(buffer, 32) === FrameBufferError.NONE, "four by four");
  for (let i: u32 = 0; i < 64; i++) {
    words[i] = 0;
    bytes[i] = 0;
  }
  writeRun(buffer, 2, 1, subSpan(spanOf(run), 0, 5));
  checkEqual(words[5], 0, "before");
  checkEqual(words[6], 0x01_0203, "the first");
  checkEqual(words[7], 0x01_0204, "the last in the row");
  checkEqual(words[8], 0, "not in the next row");
  use(4, 4, 13);
  check(checkFrameBuffer(buffer, 24) === FrameBufferError.NONE, "three bytes a pixel");
  writeRun(buffer, 3, 1, spanOf(run));
  checkEqual(u32(bytes[22]), 3, "the lowest byte first");
  checkEqual(u32(bytes[24]), 1, "the highest last");
  checkEqual(u32(bytes[25]), 0, "nothing behind the row");
}

export function main(): i32 {
  startRandom(random, SEED);
  testChecks();
  testColours();
  testPlaces();
  testRandom();
  return finish("frame-buffer");
}
