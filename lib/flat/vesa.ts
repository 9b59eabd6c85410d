/**
 * Screen modes by the VBE functions of the machine's BIOS, which runs in VM86: what the adapter can, a choice by size and depth, the mode
 * itself, its frame buffer as a window, and what the monitor says. Source: VBE 3.0, section 4.
 */
import { DmaCache } from "../abi/flat.ts";
import {
  CONTROLLER_BYTES,
  CONTROLLER_REQUEST,
  readController,
  type VesaController,
} from "../vesa/controller.ts";
import { EDID_BYTES, type Edid, readEdid } from "../vesa/edid.ts";
import { MODE_BYTES, MODE_LINEAR, MODES_END, readMode, suitsBetter, type VesaMode } from "../vesa/mode.ts";
import { PortUse } from "../vm86/ports.ts";
import { createDma, type Dma } from "./dma.ts";
import {
  addHarmlessPorts,
  addPciPorts,
  callBios,
  openVm86,
  Vm86End,
  vm86BufferSegment,
  vm86Machine,
} from "./vm86.ts";

const VIDEO: u32 = 0x10;
const GET_CONTROLLER: u32 = 0x4f00;
const GET_MODE_INFORMATION: u32 = 0x4f01;
const SET_MODE: u32 = 0x4f02;
const GET_MODE: u32 = 0x4f03;
const DISPLAY_DATA: u32 = 0x4f15;
const READ_EDID: u32 = 1;
const DONE: u32 = 0x004f;
/** Modes up to here are the VGA's own, set by AH = 0. */
const VGA_MODES_END: u32 = 0x80;
const MODE_MASK: u32 = 0x3fff;
/** More than any BIOS lists: the list of a broken one has no end. */
const MODES_MAX = 512;
const NAME_BYTES = 48;

/** How a call has ended. */
export enum VesaError {
  NONE = 0,
  /** The 16-bit code did not come back: `vesaEnd` says why. */
  VM86 = 1,
  /** The BIOS does not know the function, or refuses it. */
  REFUSED = 2,
}

const controller: VesaController = zeroed();
const candidate: VesaMode = zeroed();
const block: FixedArray<u8, 512> = zeroed();
/** The list and the name may lie in the buffer that the next function overwrites. */
const modeNumbers: FixedArray<u16, typeof MODES_MAX> = zeroed();
const name: FixedArray<u8, typeof NAME_BYTES> = zeroed();
let modeCount: u32 = 0;
let end: Vm86End = Vm86End.OK;

/** How the last 16-bit code has ended. */
export function vesaEnd(): Vm86End {
  return end;
}

/** What `openVesa` has found. */
export function vesaController(): VesaController {
  return controller;
}

/** Makes the machine and asks the BIOS what there is. VM86 with NO_BIOS: there is none; REFUSED: no VBE 2.0. */
export function openVesa(): VesaError {
  end = openVm86();
  if (end !== Vm86End.OK) {
    return VesaError.VM86;
  }
  addHarmlessPorts();
  addPciPorts();
  addVideoPorts();
  vm86Machine().memory.write(vm86BufferSegment(), 0, 4, CONTROLLER_REQUEST);
  const error = ask(GET_CONTROLLER, 0, 0, CONTROLLER_BYTES);
  if (error !== VesaError.NONE) {
    return error;
  }
  if (!readController(spanOf(block), controller)) {
    return VesaError.REFUSED;
  }
  keepLists();
  return VesaError.NONE;
}

function keepLists(): void {
  const memory = vm86Machine().memory;
  modeCount = 0;
  let number: u32 = memory.read(controller.modesSegment, controller.modesOffset, 2);
  while (modeCount < MODES_MAX && number !== MODES_END) {
    modeNumbers[modeCount] = u16(number);
    modeCount += 1;
    number = memory.read(controller.modesSegment, controller.modesOffset + modeCount * 2, 2);
  }
  for (let i: u32 = 0; i < NAME_BYTES; i++) {
    name[i] = u8(memory.read(controller.nameSegment, controller.nameOffset + i, 1));
  }
}

/**
 * The mode in place number `index` of the BIOS' list; `mode.number` is 0 where it is none that can be used. False at the list's
 * end, and where the 16-bit code did not come back, which `vesaEnd` says.
 */
export function modeAt(index: u32, mode: VesaMode): bool {
  mode.number = 0;
  if (index >= modeCount) {
    return false;
  }
  const number: u32 = u32(modeNumbers[index]);
  clearBuffer();
  const error = ask(GET_MODE_INFORMATION, 0, number, MODE_BYTES);
  if (error === VesaError.VM86) {
    return false;
  }
  if (error === VesaError.NONE && readMode(subSpan(spanOf(block), 0, MODE_BYTES), controller.version, mode)) {
    mode.number = number;
  }
  return true;
}

/** The best mode of this size, and of this depth unless that is 0. False when there is none. */
export function chooseMode(width: u32, height: u32, depth: u32, best: VesaMode): bool {
  best.number = 0;
  for (let i: u32 = 0; modeAt(i, candidate); i++) {
    if (candidate.number !== 0 && suitsBetter(candidate, best, width, height, depth)) {
      copy(best, candidate);
    }
  }
  return best.number !== 0;
}

/** The number of the mode that is set, as `setMode` takes it; 0 when the BIOS does not say. */
export function currentMode(): u32 {
  return ask(GET_MODE, 0, 0, 0) === VesaError.NONE ? vm86Machine().frame.ebx & MODE_MASK : 0;
}

/** Sets a mode, cleared; one of VBE with its linear frame buffer. */
export function setMode(number: u32): VesaError {
  if ((number & MODE_MASK) >= VGA_MODES_END) {
    return ask(SET_MODE, number | MODE_LINEAR, 0, 0);
  }
  vm86Machine().reset();
  vm86Machine().frame.eax = number & MODE_MASK;
  end = callBios(VIDEO);
  return end === Vm86End.OK ? VesaError.NONE : VesaError.VM86;
}

/** A mode's frame buffer as a window of the DMA AREA, write combining; it ends with the task. */
export function mapFrameBuffer(mode: VesaMode, window: Dma): void {
  createDma(u64(mode.address), mode.pitch * mode.height, DmaCache.WRITE_COMBINING, window);
}

/** What the monitor says of itself. False when the BIOS or the monitor says nothing. */
export function askMonitor(edid: Edid): bool {
  clearBuffer();
  const answered: bool = ask(DISPLAY_DATA, READ_EDID, 0, EDID_BYTES) === VesaError.NONE;
  return answered && readEdid(subSpan(spanOf(block), 0, EDID_BYTES), edid);
}

/** The adapter's name; what is no ASCII character is a question mark. */
export function adapterName(): string {
  let length: u32 = 0;
  while (length < NAME_BYTES && name[length] !== 0) {
    name[length] = name[length] >= 0x20 && name[length] < 0x7f ? name[length] : 0x3f;
    length += 1;
  }
  return stringOf(subSpan(spanOf(name), 0, length));
}

/** A VBE function with the buffer at ES:DI, of which `bytes` bytes are then in `block`. */
function ask(func: u32, bx: u32, cx: u32, bytes: u32): VesaError {
  const machine = vm86Machine();
  machine.reset();
  machine.frame.eax = func;
  machine.frame.ebx = bx;
  machine.frame.ecx = cx;
  machine.frame.es = vm86BufferSegment();
  end = callBios(VIDEO);
  if (end !== Vm86End.OK) {
    return VesaError.VM86;
  }
  for (let i: u32 = 0; i < bytes && i < block.length; i++) {
    block[i] = u8(machine.memory.read(vm86BufferSegment(), i, 1));
  }
  return (machine.frame.eax & 0xffff) === DONE ? VesaError.NONE : VesaError.REFUSED;
}

function clearBuffer(): void {
  for (let i: u32 = 0; i < CONTROLLER_BYTES; i += 4) {
    vm86Machine().memory.write(vm86BufferSegment(), i, 4, 0);
  }
}

/** The VGA's registers, and those that Bochs, QEMU and VirtualBox add for VBE. */
function addVideoPorts(): void {
  const ports = vm86Machine().ports;
  ports.add(0x3b0, 0x30, PortUse.REAL);
  ports.add(0x1ce, 4, PortUse.REAL);
}
