/**
 * The local APIC of the processor, its timer, and the I/O APIC that the ISA lines arrive at. The lines keep the
 * vectors that the PIC would give them. Sources: Intel SDM vol. 3A, chapter 11; Intel 82093AA data sheet.
 */
import { readRegister, writeRegister } from "./device-register.ts";
import { SPURIOUS_VECTOR } from "./layouts.ts";
import { INTERRUPT_LINE_COUNT, INTERRUPT_LINE_VECTOR } from "./pic.ts";

const MSR_APIC_BASE: u32 = 0x1b;
const BASE_ENABLED: u64 = 0x800n;
/** Registers by model-specific registers instead of memory: firmware may have left it so. */
const BASE_EXTENDED: u64 = 0x400n;

const LOCAL_IDENTITY: u32 = 0x20;
const LOCAL_TASK_PRIORITY: u32 = 0x80;
const LOCAL_END: u32 = 0xb0;
const LOCAL_SPURIOUS: u32 = 0xf0;
const LOCAL_TIMER: u32 = 0x320;
const LOCAL_LINE_0: u32 = 0x350;
const TIMER_INITIAL: u32 = 0x380;
const TIMER_CURRENT: u32 = 0x390;
const TIMER_DIVIDE: u32 = 0x3e0;
const DIVIDE_BY_16: u32 = 3;
const TIMER_PERIODIC: u32 = 1 << 17;
const MASKED: u32 = 1 << 16;
const SOFTWARE_ENABLED: u32 = 0x100;
const IDENTITY_SHIFT: u32 = 24;

const IO_DATA: u32 = 0x10;
const IO_VERSION: u32 = 1;
const IO_ENTRIES: u32 = 0x10;
const ENTRY_LEVEL: u32 = 1 << 15;
const ENTRY_ACTIVE_LOW: u32 = 1 << 13;
const NO_INPUT: u32 = 0xff;

/** Addresses of the registers. */
let local: u32 = 0;
let io: u32 = 0;
let inputs: u32 = 0;
const inputOf: FixedArray<u32, typeof INTERRUPT_LINE_COUNT> = zeroed();
const entryOf: FixedArray<u32, typeof INTERRUPT_LINE_COUNT> = zeroed();

/** Takes both into use, all lines masked; the registers are mapped at these addresses. */
export function startApic(localAddress: u32, ioAddress: u32): void {
  local = localAddress;
  io = ioAddress;
  const base: u64 = readModelRegister(MSR_APIC_BASE);
  if ((base & BASE_EXTENDED) !== 0n) {
    writeModelRegister(MSR_APIC_BASE, base & ~(BASE_EXTENDED | BASE_ENABLED));
  }
  writeModelRegister(MSR_APIC_BASE, (base & ~BASE_EXTENDED) | BASE_ENABLED);
  writeRegister(local + LOCAL_TIMER, MASKED);
  writeRegister(local + LOCAL_LINE_0, MASKED);
  writeRegister(local + LOCAL_TASK_PRIORITY, 0);
  writeRegister(local + LOCAL_SPURIOUS, SOFTWARE_ENABLED | SPURIOUS_VECTOR);
  inputs = ((readIo(IO_VERSION) >>> 16) & 0xff) + 1;
  for (let input: u32 = 0; input < inputs; input++) {
    writeIo(IO_ENTRIES + 2 * input, MASKED);
  }
  for (let line: u32 = 0; line < INTERRUPT_LINE_COUNT; line++) {
    inputOf[line] = NO_INPUT;
  }
}

/** Says which input a line is wired to; it stays masked. */
export function wireLine(line: u32, input: u32, level: bool, activeLow: bool): void {
  if (input >= inputs) {
    return;
  }
  inputOf[line & 15] = input;
  entryOf[line & 15] =
    (INTERRUPT_LINE_VECTOR + line) | (level ? ENTRY_LEVEL : 0) | (activeLow ? ENTRY_ACTIVE_LOW : 0);
  writeIo(IO_ENTRIES + 2 * input + 1, readRegister(local + LOCAL_IDENTITY) & (0xff << IDENTITY_SHIFT));
}

/** Masks a line, or lets it through. One that is wired to nothing stays silent. */
export function maskApicLine(line: u32, masked: bool): void {
  const input = inputOf[line & 15];
  if (input !== NO_INPUT) {
    writeIo(IO_ENTRIES + 2 * input, entryOf[line & 15] | (masked ? MASKED : 0));
  }
}

/** Whether a line goes on interrupting until its device is served. */
export function apicLineIsLevel(line: u32): bool {
  return (entryOf[line & 15] & ENTRY_LEVEL) !== 0;
}

/** The interrupt in service is dealt with. */
export function endApicInterrupt(): void {
  writeRegister(local + LOCAL_END, 0);
}

/** The local timer counts down from `count`, at a sixteenth of the bus clock, and interrupts as line `line`. */
export function startLocalTimer(line: u32, count: u32, periodic: bool): void {
  writeRegister(local + TIMER_DIVIDE, DIVIDE_BY_16);
  writeRegister(local + LOCAL_TIMER, (INTERRUPT_LINE_VECTOR + line) | (periodic ? TIMER_PERIODIC : 0));
  writeRegister(local + TIMER_INITIAL, count);
}

/** No interrupts from the local timer. */
export function stopLocalTimer(): void {
  writeRegister(local + LOCAL_TIMER, MASKED);
  writeRegister(local + TIMER_INITIAL, 0);
}

/** What it has still to count. */
export function localTimerCount(): u32 {
  return readRegister(local + TIMER_CURRENT);
}

function readIo(register: u32): u32 {
  writeRegister(io, register);
  return readRegister(io + IO_DATA);
}

function writeIo(register: u32, value: u32): void {
  writeRegister(io, register);
  writeRegister(io + IO_DATA, value);
}
