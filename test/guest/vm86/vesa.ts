/**
 * Screen modes by the BIOS of a machine whose adapter has the registers of Bochs (QEMU -vga std, Bochs): what the BIOS says is
 * compared with what these registers say.
 */
import { Status } from "../../../lib/abi/status.ts";
import { type Dma, destroyDma } from "../../../lib/flat/dma.ts";
import { loadWord, storeWord } from "../../../lib/flat/memory.ts";
import { readPort, writePort } from "../../../lib/flat/ports.ts";
import { print, printDecimal, printLine } from "../../../lib/flat/print.ts";
import {
  chooseMode,
  currentMode,
  mapFrameBuffer,
  modeAt,
  openVesa,
  setMode,
  VesaError,
  vesaController,
} from "../../../lib/flat/vesa.ts";
import { limitVm86, VM86_TICKS } from "../../../lib/flat/vm86.ts";
import type { VesaMode } from "../../../lib/vesa/mode.ts";
import { ok, okEqual } from "../flat/tap.ts";

// Bochs' VBE extension: index and data, and what the indices mean.
const INDEX: u32 = 0x1ce;
const DATA: u32 = 0x1cf;
const WIDTH: u32 = 1;
const HEIGHT: u32 = 2;
const DEPTH: u32 = 3;
const MEMORY_64K: u32 = 10;
const TEXT_MODE: u32 = 3;

const mode: VesaMode = zeroed();
const window: Dma = zeroed();

function register(index: u32): u32 {
  writePort(INDEX, 2, index);
  return readPort(DATA, 2);
}

function countModes(): u32 {
  let count: u32 = 0;
  for (let i: u32 = 0; modeAt(i, mode); i++) {
    count += mode.number !== 0 ? 1 : 0;
  }
  return count;
}

function testMode(width: u32, height: u32, depth: u32): void {
  ok(chooseMode(width, height, depth, mode), "a mode is found");
  okEqual(mode.width * mode.height, width * height, "of the size that was wished");
  okEqual(setMode(mode.number), VesaError.NONE, "it is set");
  okEqual(currentMode(), mode.number, "the BIOS says so, too");
  okEqual(register(WIDTH), width, "the adapter has its width");
  okEqual(register(HEIGHT), height, "and its height");
  okEqual(register(DEPTH), mode.depth, "and its depth");
  mapFrameBuffer(mode, window);
  okEqual(window.status, Status.OK, "its frame buffer is mapped");
  const last: u32 = window.address + mode.pitch * (mode.height - 1);
  storeWord(last, 0x5a5a_1234);
  okEqual(loadWord(last), 0x5a5a_1234, "to its last row");
  okEqual(destroyDma(window.address), Status.OK, "and unmapped");
}

export function testVesa(): void {
  limitVm86(VM86_TICKS);
  okEqual(openVesa(), VesaError.NONE, "the BIOS knows VBE");
  const controller = vesaController();
  ok(controller.version >= 0x200, "2.0 or later");
  okEqual(controller.memoryKib, register(MEMORY_64K) * 64, "it says as much video memory as the adapter");
  const count = countModes();
  ok(count >= 10, "it has modes");
  testMode(640, 480, 16);
  testMode(1024, 768, 0);
  ok(mode.depth >= 24, "the deepest of a size is taken");
  ok(!chooseMode(1000, 700, 0, mode), "a size that no mode has");
  ok(!chooseMode(1024, 768, 17, mode), "a depth that no mode has");
  okEqual(setMode(0x3abc), VesaError.REFUSED, "a mode that does not exist");
  okEqual(setMode(TEXT_MODE), VesaError.NONE, "back to text");
  okEqual(currentMode(), TEXT_MODE, "the BIOS says so");
  print("vbe: ");
  printDecimal(controller.memoryKib);
  print(" KiB, ");
  printDecimal(count);
  printLine(" modes");
}
