/**
 * Runs 16-bit code of the BIOS in virtual-8086 mode, in a megabyte of its own (vm86-space.ts), watched by the monitor of
 * lib/vm86. One machine for each program; its tasks must not use it at the same time.
 *
 * It must never let the code reach a port that is not on the list, memory that is not its own, or more time than it was given.
 */
import { Counter } from "../abi/call.ts";
import { PAGE_SIZE_BYTES } from "../abi/memory-map.ts";
import { Status } from "../abi/status.ts";
import type { Vm86Frame } from "../vm86/frame.ts";
import { type Vm86Machine, Vm86Step } from "../vm86/monitor.ts";
import { PortUse } from "../vm86/ports.ts";
import { counterGet, type FlatWords, vm86Place, yieldTask } from "./kernel-calls.ts";
import { allocateLower, releaseLower } from "./lower.ts";
import { readPort, writePort } from "./ports.ts";
import { copiesBytes, makeCopies, makeSpace, mapLower, refreshShared } from "./vm86-space.ts";

/** How a run has ended, or why none began. */
export enum Vm86End {
  /** The code has come back. */
  OK = 0,
  /** The system description does not allow it to this task. */
  DENIED = 1,
  NO_MEMORY = 2,
  /** There is no 16-bit BIOS for this: UEFI has started the machine, or the vector leads nowhere. */
  NO_BIOS = 3,
  TIMED_OUT = 4,
  /** An exception that the monitor does not do in the code's place; where and which is in the frame. */
  FAULTED = 5,
  /** The code has used a port that is not on the list. */
  PORT_REFUSED = 6,
  /** The code waits for an interrupt that it has switched off. */
  HALTED = 7,
}

/** Ticks of the kernel's clock, 10 ms each, that a call may take: 3 s. A mode change of a slow monitor takes one. */
export const VM86_TICKS: u32 = 300;
/** For what the code and its caller give each other; the stack is as large. */
export const VM86_BUFFER_BYTES: u32 = 4096;

const STACK_BYTES: u32 = 4096;
/** Lower memory is handed out by sixteen bytes. */
const ALIGNMENT_BYTES: u32 = PAGE_SIZE_BYTES - 16;
const FIRST_DEVICE_VECTOR: u32 = 32;
/** Steps between two looks at the clock. */
const STEPS_BETWEEN_LOOKS: u32 = 256;
const HLT: u8 = 0xf4;
/** At the end of the buffer: where called code comes back to. */
const RETURN_OFFSET: u32 = 0xff0;
const ROM_START: u32 = 0xc_0000;
/** Every BIOS answers it. UEFI firmware may have a vector 10h, made up for old systems, and no other. */
const CONVENTIONAL_MEMORY: u32 = 0x12;
const TICK_COUNT: u32 = 0x46c;
/** The PC's clock ticks 18.2 times a second, the kernel's a hundred times. */
const PC_TICKS: u32 = 182;
const PC_TICKS_IN: u32 = 1000;

/** PCI Local Bus Specification 3.0, section 3.2.2.3.2. */
const PCI_ADDRESS: u32 = 0xcf8;
const PCI_DATA: u32 = 0xcfc;
const PCI_PORTS: u32 = 8;

const machine: Vm86Machine = zeroed();
/** Lower memory as it was taken, and the whole pages in it: stack, then buffer, then the copy of page 0. */
let taken: u32 = 0;
let takenForCopies: u32 = 0;
let stack: u32 = 0;
let ticksAllowed: u32 = VM86_TICKS;
let startTick: u32 = 0;
let startCount: u32 = 0;
let pciAddress: u32 = 0;
const words: FlatWords = zeroed();

/** lib/flat/vm86.asm */
declare function vm86Enter(frame: Vm86Frame): void;

/** The machine: registers in `frame`, memory, ports. */
export function vm86Machine(): Vm86Machine {
  return machine;
}

/** Makes the megabyte, without ports. OK, DENIED, NO_MEMORY, NO_BIOS. Ends with closeVm86, or with the task. */
export function openVm86(): Vm86End {
  if (vm86Place(words) !== Status.OK) {
    return Vm86End.DENIED;
  }
  machine.frame.stackPlace = words.word0;
  if (taken !== 0) {
    closeVm86();
  }
  machine.ports.clear();
  taken = allocateLower(STACK_BYTES + VM86_BUFFER_BYTES + PAGE_SIZE_BYTES + ALIGNMENT_BYTES);
  stack = wholePages(taken);
  if (taken === 0 || !makeMegabyte(stack + STACK_BYTES + VM86_BUFFER_BYTES)) {
    closeVm86();
    return Vm86End.NO_MEMORY;
  }
  mapLower(stack, STACK_BYTES + VM86_BUFFER_BYTES, machine.memory);
  for (let at: u32 = stack; at < stack + STACK_BYTES + VM86_BUFFER_BYTES; at++) {
    machine.memory.write8(at, 0);
  }
  machine.doneSegment = vm86BufferSegment();
  machine.doneOffset = RETURN_OFFSET;
  if (!hasBios(CONVENTIONAL_MEMORY)) {
    closeVm86();
    return Vm86End.NO_BIOS;
  }
  startCount = machine.memory.read(0, TICK_COUNT, 4);
  startTick = ticks();
  machine.reset();
  return Vm86End.OK;
}

/** False when memory runs out; the page at `firstPage` is for the copy of page 0. */
function makeMegabyte(firstPage: u32): bool {
  machine.frame.paging = makeSpace(firstPage, machine.memory);
  if (machine.frame.paging === 0) {
    return false;
  }
  takenForCopies = allocateLower(copiesBytes(machine.memory) + ALIGNMENT_BYTES);
  if (takenForCopies === 0) {
    return false;
  }
  makeCopies(wholePages(takenForCopies), machine.memory);
  return true;
}

/** Whether the page of lower memory at an address is one that was taken: for tests. */
export function ownsLower(address: u32): bool {
  const copies: u32 = wholePages(takenForCopies);
  const own: u32 = STACK_BYTES + VM86_BUFFER_BYTES + PAGE_SIZE_BYTES;
  return address - stack < own || address - copies < copiesBytes(machine.memory);
}

/** The first page boundary from an address on. */
function wholePages(address: u32): u32 {
  return (address + PAGE_SIZE_BYTES - 1) & ~(PAGE_SIZE_BYTES - 1);
}

/** Gives the lower memory back. */
export function closeVm86(): void {
  releaseLower(taken);
  releaseLower(takenForCopies);
  taken = 0;
  takenForCopies = 0;
}

/** The segment of the buffer, whose first byte is at offset 0; its last sixteen bytes are not the caller's. */
export function vm86BufferSegment(): u32 {
  return (stack + STACK_BYTES) >>> 4;
}

/** Gives later runs so many ticks of 10 ms. */
export function limitVm86(allowed: u32): void {
  ticksAllowed = allowed;
}

/** Whether a vector leads into a ROM, as those of a BIOS do. */
export function hasBios(vector: u32): bool {
  const offset: u32 = machine.memory.read(0, vector << 2, 2);
  const segment: u32 = machine.memory.read(0, (vector << 2) + 2, 2);
  const place: u32 = (segment << 4) + offset;
  return place >= ROM_START && place < 0x10_0000 && machine.memory.read8(place) !== 0xff;
}

/** `int vector` with the registers of the frame; those that the BIOS leaves are there afterwards. */
export function callBios(vector: u32): Vm86End {
  if (!hasBios(vector)) {
    return Vm86End.NO_BIOS;
  }
  beginCall();
  if (machine.interrupt(vector) !== Vm86Step.GOES_ON) {
    return Vm86End.FAULTED;
  }
  return run();
}

/** Runs code from a place on, with the registers of the frame, until it does `iret`. */
export function callAt(segment: u32, offset: u32): Vm86End {
  beginCall();
  const memory = machine.memory;
  const frame = machine.frame;
  memory.write(frame.ss, frame.esp - 2, 2, 0x202);
  memory.write(frame.ss, frame.esp - 4, 2, frame.cs);
  memory.write(frame.ss, frame.esp - 6, 2, frame.eip);
  frame.esp -= 6;
  frame.cs = segment;
  frame.eip = offset;
  return run();
}

/** An empty stack, and the place to come back to. */
function beginCall(): void {
  const frame = machine.frame;
  frame.ss = stack >>> 4;
  frame.esp = STACK_BYTES;
  frame.cs = machine.doneSegment;
  frame.eip = machine.doneOffset;
  machine.memory.write8((frame.cs << 4) + frame.eip, HLT);
}

function run(): Vm86End {
  const began: u32 = ticks();
  disableInterrupts();
  const step: Vm86Step = runUntil(began + ticksAllowed);
  enableInterrupts();
  return step === Vm86Step.GOES_ON ? Vm86End.TIMED_OUT : endOf(step);
}

/**
 * Interrupts are on inside the code and off between: so nobody else has run since the space was brought up to date, unless an
 * interrupt was handed on or the kernel was called. Answers the step that ends it, or GOES_ON at tick `last`.
 */
function runUntil(last: u32): Vm86Step {
  let steps: u32 = 0;
  let upToDate: bool = false;
  while (true) {
    if (!upToDate) {
      refreshShared();
    }
    machine.prepareEntry();
    vm86Enter(machine.frame);
    const interrupted: bool = machine.frame.vector >= FIRST_DEVICE_VECTOR;
    const wanted: Vm86Step = interrupted ? Vm86Step.GOES_ON : machine.step();
    const step: Vm86Step = follow(wanted);
    if (step !== Vm86Step.GOES_ON) {
      return step;
    }
    steps += 1;
    upToDate = !interrupted && wanted !== Vm86Step.WAITS && steps % STEPS_BETWEEN_LOOKS !== 0;
    if (!upToDate) {
      keepTime();
      if (i32(ticks() - last) >= 0) {
        return Vm86Step.GOES_ON;
      }
    }
  }
}

/** Does what the monitor asks for. GOES_ON, or how it ends. */
function follow(step: Vm86Step): Vm86Step {
  switch (step) {
    case Vm86Step.READ_PORT:
      machine.finishRead(
        machine.portUse === PortUse.PCI ? readPci() : readPort(machine.port, machine.portBytes),
      );
      return Vm86Step.GOES_ON;
    case Vm86Step.WRITE_PORT:
      if (machine.portUse === PortUse.PCI) {
        writePci();
      } else {
        writePort(machine.port, machine.portBytes, machine.portValue);
      }
      return Vm86Step.GOES_ON;
    case Vm86Step.WAITS:
      waitForTick();
      return Vm86Step.GOES_ON;
    default:
      return step;
  }
}

/**
 * The code has an address register of its own; the machine's is put back behind each read, for somebody else may be between
 * writing it and reading the data. Interrupts are off.
 */
function readPci(): u32 {
  if (machine.port < PCI_DATA) {
    return pciAddress >>> ((machine.port - PCI_ADDRESS) << 3);
  }
  const others: u32 = readPort(PCI_ADDRESS, 4);
  writePort(PCI_ADDRESS, 4, pciAddress);
  const value: u32 = readPort(machine.port, machine.portBytes);
  writePort(PCI_ADDRESS, 4, others);
  return value;
}

function writePci(): void {
  if (machine.port === PCI_ADDRESS && machine.portBytes === 4) {
    pciAddress = machine.portValue;
  }
}

function endOf(step: Vm86Step): Vm86End {
  switch (step) {
    case Vm86Step.DONE:
      return Vm86End.OK;
    case Vm86Step.HALTED:
      return Vm86End.HALTED;
    case Vm86Step.PORT_REFUSED:
      return Vm86End.PORT_REFUSED;
    default:
      return Vm86End.FAULTED;
  }
}

function ticks(): u32 {
  words.word0 = 0;
  return counterGet(Counter.TICKS, words) === Status.OK ? words.word0 : 0;
}

/** What the BIOS' timer interrupt would count. */
function keepTime(): void {
  const passed: u32 = ticks() - startTick;
  machine.memory.write(
    0,
    TICK_COUNT,
    4,
    startCount + (passed / PC_TICKS_IN) * PC_TICKS + ((passed % PC_TICKS_IN) * PC_TICKS) / PC_TICKS_IN,
  );
}

/** Lets others run until the clock has moved on. */
function waitForTick(): void {
  const now: u32 = ticks();
  enableInterrupts();
  while (ticks() === now) {
    yieldTask();
  }
  disableInterrupts();
}

/** Lets the code look at the PCI bus, as BIOSes do that ask there where their adapter is. */
export function addPciPorts(): void {
  machine.ports.add(PCI_ADDRESS, PCI_PORTS, PortUse.PCI);
}

/** Ports that every BIOS may touch and that change nothing: the timers are the kernel's. */
export function addHarmlessPorts(): void {
  const ports = machine.ports;
  ports.add(0x40, 4, PortUse.READ_ONLY);
  ports.add(0x61, 1, PortUse.READ_ONLY);
  ports.add(0x80, 1, PortUse.NOBODY);
  // Where the BIOSes of Bochs and QEMU write what they do.
  ports.add(0xe9, 1, PortUse.NOBODY);
  ports.add(0x400, 4, PortUse.NOBODY);
  ports.add(0x500, 4, PortUse.NOBODY);
}
