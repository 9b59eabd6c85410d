/**
 * The PCI bus, by configuration mechanism 1 (PCI Local Bus Specification 3.0, section 3.2.2.3.2): what is plugged in.
 * For a task with the ports PCI_PORT to PCI_PORT + 7; another one panics at its first read.
 *
 * Only buses that bridges lead to are looked at. A bridge that claims a bus of its own past, or one that
 * others claim too, is followed once: the walk ends after 256 buses at most.
 */
import { readPort32, writePort32 } from "./ports.ts";

/** Ports that the walk needs: eight from here. */
export const PCI_PORT: u32 = 0xcf8;
const DATA_PORT: u32 = 0xcfc;
const ENABLE: u32 = 0x8000_0000;

const DEVICES_OF_BUS: u32 = 32;
const FUNCTIONS_OF_DEVICE: u32 = 8;
const BUSES = 256;

const OFFSET_IDENTITY: u32 = 0x00;
const OFFSET_CLASS: u32 = 0x08;
const OFFSET_HEADER: u32 = 0x0c;
const OFFSET_BUSES: u32 = 0x18;
const OFFSET_INTERRUPT: u32 = 0x3c;
const NOBODY: u32 = 0xffff;
const HEADER_MASK: u32 = 0x7f;
const HEADER_BRIDGE: u32 = 1;
const HEADER_SEVERAL_FUNCTIONS: u32 = 0x80;

/** A function of a device. */
export class PciFunction {
  bus: u32 = 0;
  device: u32 = 0;
  function: u32 = 0;
  vendor: u32 = 0;
  /** The vendor's number for it. */
  product: u32 = 0;
  /** What it is (pci-classes.ts). */
  classCode: u32 = 0;
  subclass: u32 = 0;
  /** Its register interface. */
  interface: u32 = 0;
  /** The line that the firmware has routed its interrupt to, where the PIC is used; 255: none. */
  line: u32 = 0;
}

/** Where a walk has got to; all zeros before its first step. */
export class PciWalk {
  /** Number of the next place: bus, device and function as in an address. */
  next: u32 = 0;
  /** The device at hand has more than function 0. */
  severalFunctions: bool = false;
  /** Buses that a bridge leads to. */
  reached: FixedArray<bool, typeof BUSES> = zeroed();
}

/** A word of a function's configuration space; `offset` is a multiple of 4 below 256. */
export function readPciWord(bus: u32, device: u32, func: u32, offset: u32): u32 {
  writePort32(PCI_PORT, ENABLE | (bus << 16) | (device << 11) | (func << 8) | offset);
  return readPort32(DATA_PORT);
}

/** Finds the next function and fills `found`; false when there is none. */
export function nextPciFunction(walk: PciWalk, found: PciFunction): bool {
  walk.reached[0] = true;
  while (walk.next < BUSES * DEVICES_OF_BUS * FUNCTIONS_OF_DEVICE) {
    const at: u32 = walk.next;
    const bus: u32 = at / (DEVICES_OF_BUS * FUNCTIONS_OF_DEVICE);
    const func: u32 = at % FUNCTIONS_OF_DEVICE;
    if (!walk.reached[bus]) {
      walk.next = (bus + 1) * DEVICES_OF_BUS * FUNCTIONS_OF_DEVICE;
      continue;
    }
    if (func === 0) {
      walk.severalFunctions = false;
    }
    const isThere: bool = readFunction(bus, (at / FUNCTIONS_OF_DEVICE) % DEVICES_OF_BUS, func, walk, found);
    walk.next = walk.severalFunctions ? at + 1 : at - func + FUNCTIONS_OF_DEVICE;
    if (isThere) {
      return true;
    }
  }
  return false;
}

function readFunction(bus: u32, device: u32, func: u32, walk: PciWalk, found: PciFunction): bool {
  const identity: u32 = readPciWord(bus, device, func, OFFSET_IDENTITY);
  if ((identity & 0xffff) === NOBODY) {
    return false;
  }
  const classes: u32 = readPciWord(bus, device, func, OFFSET_CLASS);
  const header: u32 = readPciWord(bus, device, func, OFFSET_HEADER) >>> 16;
  if (func === 0) {
    walk.severalFunctions = (header & HEADER_SEVERAL_FUNCTIONS) !== 0;
  }
  if ((header & HEADER_MASK) === HEADER_BRIDGE) {
    // Buses behind are numbered after this one, so that the walk still comes to them.
    walk.reached[(readPciWord(bus, device, func, OFFSET_BUSES) >>> 8) & 0xff] = true;
  }
  found.bus = bus;
  found.device = device;
  found.function = func;
  found.vendor = identity & 0xffff;
  found.product = identity >>> 16;
  found.classCode = classes >>> 24;
  found.subclass = (classes >>> 16) & 0xff;
  found.interface = (classes >>> 8) & 0xff;
  found.line = readPciWord(bus, device, func, OFFSET_INTERRUPT) & 0xff;
  return true;
}
