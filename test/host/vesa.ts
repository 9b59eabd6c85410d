/** What VBE and EDID blocks say, good and broken; the choice of a mode; the word of a request; sizes as they are typed; the test picture. */
import {
  isVesaDepth,
  packVesa,
  VESA_SIZE_MAX,
  VesaRequest,
  vesaDepth,
  vesaHeight,
  vesaRequest,
  vesaStatusText,
  vesaWidth,
} from "../../lib/proto/vesa.ts";
import { readController, readHalf, readWord, type VesaController } from "../../lib/vesa/controller.ts";
import { type Edid, readEdid } from "../../lib/vesa/edid.ts";
import { readMode, suitsBetter, type VesaMode } from "../../lib/vesa/mode.ts";
import { testPicture } from "../../lib/vesa/picture.ts";
import { readSize, type ScreenSize } from "../../servers/shell/screen-size.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import { startRandom } from "./support/random.ts";
import { nextRandom, type Random, randomBelow } from "./support/xorshift.ts";

const SEED: u32 = 0x0e5a_0001;
const ROUNDS: u32 = 100_000;
const BLOCK_BYTES = 512;

const block: FixedArray<u8, typeof BLOCK_BYTES> = zeroed();
const controller: VesaController = zeroed();
const mode: VesaMode = zeroed();
const best: VesaMode = zeroed();
const edid: Edid = zeroed();
const size: ScreenSize = zeroed();
const random: Random = zeroed();

function clear(): void {
  for (let i: u32 = 0; i < BLOCK_BYTES; i++) {
    block[i] = 0;
  }
}

function put(at: u32, bytes: u32, value: u32): void {
  for (let i: u32 = 0; i < bytes && i < 4; i++) {
    block[at + i] = u8(value >>> (i << 3));
  }
}

function testController(): void {
  clear();
  check(!readController(spanOf(block), controller), "a block that nobody has filled");
  put(0, 4, 0x4153_4556);
  put(4, 2, 0x102);
  check(!readController(spanOf(block), controller), "VBE 1.2 has no frame buffer in a row");
  put(4, 2, 0x300);
  put(6, 4, 0xc000_1234);
  put(14, 4, 0x1100_0022);
  put(18, 2, 256);
  check(readController(spanOf(block), controller), "VBE 3.0");
  checkEqual(controller.memoryKib, 16384, "units of 64 KiB");
  check(controller.modesSegment === 0x1100 && controller.modesOffset === 0x22, "where the list is");
  check(controller.nameSegment === 0xc000 && controller.nameOffset === 0x1234, "where the name is");
  put(0, 1, 0);
  check(!readController(spanOf(block), controller), "another signature");
  checkEqual(readHalf(spanOf(block), BLOCK_BYTES - 1), 0, "half a number at the end");
  checkEqual(readHalf(spanOf(block), 0xffff_ffff), 0, "a number nowhere");
  checkEqual(readWord(spanOf(block), 6), 0xc000_1234, "four bytes");
}

/** 1024x768, 32 bits, as QEMU's BIOS says it. */
function fillMode(): void {
  clear();
  put(0, 2, 0x9b);
  put(16, 2, 4096);
  put(18, 2, 1024);
  put(20, 2, 768);
  put(25, 1, 32);
  put(27, 1, 6);
  put(31, 4, 0x0808_1008);
  put(35, 2, 0x0008);
  put(40, 4, 0xfd00_0000);
}

function testMode(): void {
  fillMode();
  check(readMode(spanOf(block), 0x200, mode), "a mode");
  check(mode.width === 1024 && mode.height === 768 && mode.depth === 32, "its size");
  check(mode.pitch === 4096 && mode.address === 0xfd00_0000, "its memory");
  check(mode.redPosition === 16 && mode.greenPosition === 8 && mode.bluePosition === 0, "its colours");
  check(mode.redBits === 8 && mode.greenBits === 8 && mode.blueBits === 8, "of eight bits");
  put(50, 2, 8192);
  put(54, 4, 0x0a0a_140a);
  put(58, 2, 0x000a);
  check(readMode(spanOf(block), 0x300, mode), "VBE 3.0 has fields of its own");
  check(mode.pitch === 8192 && mode.redPosition === 20 && mode.blueBits === 10, "for frame buffers in a row");
  check(readMode(spanOf(block), 0x200, mode) && mode.pitch === 4096, "which VBE 2.0 has not");
  fillMode();
  put(25, 1, 16);
  put(31, 4, 0x0505_0a05);
  put(35, 2, 0x0005);
  check(readMode(spanOf(block), 0x200, mode) && mode.depth === 15, "16 bits of which 15 are colours");
}

function expectNone(at: u32, bytes: u32, value: u32, name: string): void {
  fillMode();
  put(at, bytes, value);
  check(!readMode(spanOf(block), 0x300, mode), name);
}

function testNoMode(): void {
  expectNone(0, 2, 0x9a, "not on this machine");
  expectNone(0, 2, 0x8b, "text");
  expectNone(0, 2, 0x1b, "no frame buffer in a row");
  expectNone(27, 1, 4, "a palette");
  expectNone(25, 1, 8, "8 bits");
  expectNone(18, 2, 0, "no width");
  expectNone(20, 2, 0, "no height");
  expectNone(16, 2, 4095, "rows that overlap");
  expectNone(40, 4, 0, "nowhere");
}

function offer(width: u32, height: u32, depth: u32, number: u32, wishedDepth: u32): void {
  mode.number = number;
  mode.width = width;
  mode.height = height;
  mode.depth = depth;
  if (suitsBetter(mode, best, 1024, 768, wishedDepth)) {
    copy(best, mode);
  }
}

function testChoice(): void {
  for (let wished: u32 = 0; wished <= 16; wished += 16) {
    best.number = 0;
    offer(800, 600, 32, 1, wished);
    checkEqual(best.number, 0, "another size");
    offer(1024, 768, 16, 2, wished);
    checkEqual(best.number, 2, "the first that suits");
    offer(1024, 768, 15, 3, wished);
    checkEqual(best.number, 2, "not a lesser one");
    offer(1024, 768, 32, 4, wished);
    checkEqual(best.number, wished === 0 ? 4 : 2, "the deepest, or the wished one");
  }
}

function fillEdid(): void {
  clear();
  for (let i: u32 = 1; i < 7; i++) {
    block[i] = 0xff;
  }
  put(8, 2, 0x1449); // big-endian 4914h: RHT
  put(10, 2, 0x1234);
  put(54, 2, 0x1234);
  put(56, 3, 0x50_0000);
  put(59, 3, 0x30_0020);
  balance();
}

/** Makes the sum of all bytes zero. */
function balance(): void {
  let sum: u32 = 0;
  block[127] = 0;
  for (let i: u32 = 0; i < 127; i++) {
    sum += u32(block[i]);
  }
  block[127] = u8(256 - (sum & 0xff));
}

function testEdid(): void {
  fillEdid();
  check(readEdid(spanOf(block), edid), "a block");
  check(edid.maker[0] === 0x52 && edid.maker[1] === 0x48 && edid.maker[2] === 0x54, "its maker");
  check(edid.width === 1280 && edid.height === 800 && edid.product === 0x1234, "what it likes best");
  block[20] = 1;
  check(!readEdid(spanOf(block), edid), "a wrong sum");
  fillEdid();
  put(54, 2, 0);
  balance();
  check(readEdid(spanOf(block), edid) && edid.width === 0 && edid.height === 0, "no favourite");
  block[0] = 1;
  balance();
  check(!readEdid(spanOf(block), edid), "a wrong header");
  check(!readEdid(subSpan(spanOf(block), 0, 127), edid), "too short");
}

function testRequest(): void {
  const word: u32 = packVesa(VesaRequest.SET, 1024, 768, 24);
  check(vesaRequest(word) === VesaRequest.SET && vesaDepth(word) === 24, "what is packed");
  check(vesaWidth(word) === 1024 && vesaHeight(word) === 768, "is what is read");
  const largest: u32 = packVesa(VesaRequest.BACK, VESA_SIZE_MAX, VESA_SIZE_MAX, 0);
  check(vesaRequest(largest) === VesaRequest.BACK && vesaDepth(largest) === 0, "nothing runs over");
  checkEqual(vesaRequest(0), VesaRequest.NOTHING, "the boot asks for nothing");
  check(isVesaDepth(15) && isVesaDepth(32) && !isVesaDepth(0) && !isVesaDepth(8), "depths");
  for (let status: u32 = 0; status < 11; status++) {
    check(
      vesaStatusText(status).length !== 0 && vesaStatusText(status) !== vesaStatusText(99),
      "a text of its own",
    );
  }
}

function expectSize(word: string, width: u32, height: u32, depth: u32): void {
  check(readSize(word, size), word);
  check(size.width === width && size.height === height && size.depth === depth, "the numbers");
}

function testSizes(): void {
  expectSize("1024x768", 1024, 768, 0);
  expectSize("640x480x16", 640, 480, 16);
  expectSize("1x1", 1, 1, 0);
  check(
    !readSize("", size) && !readSize("x", size) && !readSize("1x", size) && !readSize("x1", size),
    "parts that are missing",
  );
  check(!readSize("1x2x3x4", size) && !readSize("1x2x", size) && !readSize("12", size), "too many, too few");
  check(!readSize("0x1", size) && !readSize("1x0", size) && !readSize("1x1x0", size), "zeros");
  check(
    !readSize("4294967297x1", size) && !readSize("1024 x768", size) && !readSize("-1x1", size),
    "no numbers",
  );
}

function testPictures(): void {
  checkEqual(testPicture(0, 5, 640, 480), 0xff_ffff, "the frame, left");
  checkEqual(testPicture(639, 5, 640, 480), 0xff_ffff, "right");
  checkEqual(testPicture(5, 479, 640, 480), 0xff_ffff, "below");
  checkEqual(testPicture(1, 470, 640, 480), 0xff_ffff, "the chessboard");
  checkEqual(testPicture(2, 470, 640, 480), 0, "changes with each pixel");
  checkEqual(testPicture(638, 10, 640, 480), 0xfe_0000, "red is first");
  checkEqual(testPicture(320, 100, 640, 480), 0x00_7f00, "green");
  checkEqual(testPicture(320, 200, 640, 480), 0x00_007f, "blue");
  checkEqual(testPicture(320, 300, 640, 480), 0x7f_7f7f, "grey");
}

/** Random blocks never break anything, and what is believed is sensible. */
function testRandom(): void {
  startRandom(random, SEED);
  for (let round: u32 = 0; round < ROUNDS && !hasFailed(); round++) {
    fillMode();
    for (let changes: u32 = randomBelow(random, 4); changes > 0; changes--) {
      block[randomBelow(random, 64)] = u8(nextRandom(random));
    }
    if (readMode(subSpan(spanOf(block), 0, randomBelow(random, 257)), 0x300, mode)) {
      check(mode.width !== 0 && mode.height !== 0 && mode.address !== 0, "there are pixels");
      check(mode.pitch >= mode.width * ((mode.depth + 7) >>> 3), "rows do not overlap");
    }
  }
}

export function main(): i32 {
  testController();
  testMode();
  testNoMode();
  testChoice();
  testEdid();
  testRequest();
  testSizes();
  testPictures();
  testRandom();
  return finish("vesa");
}
