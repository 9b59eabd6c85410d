/**
 * Segments, task state and interrupt gates: flat segments for both rings, one task state for the
 * way into ring 0, one for double faults. Sources: Intel SDM vol. 3A, sections 3.4.5, 6.11, 7.2.
 *
 * The order of the selectors is what SYSENTER and SYSEXIT demand: kernel code, kernel data, user
 * code, user data.
 */
import { FLAT_CALL_VECTOR } from "../../lib/abi/flat.ts";
import { kernelImage } from "./image.ts";
import {
  INTERRUPT_STUB_COUNT,
  KERNEL_CODE_SELECTOR,
  KERNEL_DATA_SELECTOR,
  SPURIOUS_VECTOR,
  USER_DATA_SELECTOR,
} from "./layouts.ts";

const TASK_STATE_SELECTOR: u16 = 0x28;
const DOUBLE_FAULT_SELECTOR: u16 = 0x30;

const DESCRIPTOR_COUNT = 7;
const GATE_COUNT = 256;
const VECTOR_DOUBLE_FAULT: u32 = 8;

// Second word of a descriptor: type, level, present; flat segments are 4 GiB in pages of 4 KiB.
const FLAT_HIGH: u32 = 0x00cf_0000;
const KERNEL_CODE_ACCESS: u32 = 0x9b00;
const KERNEL_DATA_ACCESS: u32 = 0x9300;
const USER_CODE_ACCESS: u32 = 0xfb00;
const USER_DATA_ACCESS: u32 = 0xf300;
const FLAT_LOW: u32 = 0x0000_ffff;
const TASK_STATE_ACCESS: u32 = 0x8900;
const INTERRUPT_GATE: u32 = 0x8e00;
const TASK_GATE: u32 = 0x8500;

class Descriptor {
  low: u32 = 0;
  high: u32 = 0;
}

/** The 32-bit task state segment. */
class TaskState {
  previous: u32 = 0;
  esp0: u32 = 0;
  ss0: u32 = 0;
  esp1: u32 = 0;
  ss1: u32 = 0;
  esp2: u32 = 0;
  ss2: u32 = 0;
  cr3: u32 = 0;
  eip: u32 = 0;
  eflags: u32 = 0;
  eax: u32 = 0;
  ecx: u32 = 0;
  edx: u32 = 0;
  ebx: u32 = 0;
  esp: u32 = 0;
  ebp: u32 = 0;
  esi: u32 = 0;
  edi: u32 = 0;
  es: u32 = 0;
  cs: u32 = 0;
  ss: u32 = 0;
  ds: u32 = 0;
  fs: u32 = 0;
  gs: u32 = 0;
  localDescriptors: u32 = 0;
  /** Upper half: offset of the I/O permission map; beyond the limit, so that no port is allowed. */
  portMap: u32 = 0;
}

@packed
class TableRegister {
  limit: u16 = 0;
  base: u32 = 0;
}

const segments: FixedArray<Descriptor, typeof DESCRIPTOR_COUNT> = zeroed({ align: 16 });
const gates: FixedArray<Descriptor, typeof GATE_COUNT> = zeroed({ align: 16 });
const taskState: TaskState = zeroed({ align: 128 });
const doubleFaultState: TaskState = zeroed({ align: 128 });
const tableRegister: TableRegister = zeroed();

/** boot/vectors.asm: the address of the table of the interrupt stubs, the double fault's entry, and where it leads back. */
declare function interruptStubTable(): u32;
declare function doubleFaultEntry(): void;
declare function flatOverflowEntry(): void;
declare function flatCallEntry(): void;
declare function spuriousEntry(): void;
/** boot/entry.asm: loads the segment registers that only assembly can name. */
declare function reloadSegments(): void;

/** Loads the tables. After this, exceptions reach onUserInterrupt and onKernelInterrupt. */
export function startDescriptors(): void {
  fillSegments();
  tableRegister.limit = u16(sizeOf<FixedArray<Descriptor, typeof DESCRIPTOR_COUNT>>() - 1);
  tableRegister.base = addressOf(segments);
  loadGdt(addressOf(tableRegister));
  reloadSegments();
  fillTaskStates();
  loadTaskRegister(TASK_STATE_SELECTOR);
  fillGates();
  tableRegister.limit = u16(sizeOf<FixedArray<Descriptor, typeof GATE_COUNT>>() - 1);
  tableRegister.base = addressOf(gates);
  loadIdt(addressOf(tableRegister));
}

/** The processor saves a ring-3 task's registers downward from here when it is interrupted. */
export function setInterruptStack(top: u32): void {
  taskState.esp0 = top;
}

/** Where that is kept: whoever leaves ring 0 by itself (lib/flat/vm86.asm) puts another in its place meanwhile. */
export function interruptStackPlace(): u32 {
  return addressOf(taskState.esp0);
}

/** The page directory pointers that a double fault runs with. */
export function setDoubleFaultPaging(cr3: u32): void {
  doubleFaultState.cr3 = cr3;
}

/** Where the processor was when it double-faulted. */
export function doubleFaultAddress(): u32 {
  return taskState.eip;
}

export function doubleFaultStackPointer(): u32 {
  return taskState.esp;
}

/** Makes the return from the double fault go on in the kernel, on its stack, with the paging at `cr3`. */
export function leaveDoubleFaultForKernel(cr3: u32): void {
  taskState.cr3 = cr3;
  taskState.eip = addressOf(flatOverflowEntry);
  taskState.esp = kernelImage().stackTop;
  taskState.eflags = 2;
  taskState.cs = KERNEL_CODE_SELECTOR;
  taskState.ss = KERNEL_DATA_SELECTOR;
  taskState.ds = USER_DATA_SELECTOR;
  taskState.es = USER_DATA_SELECTOR;
  taskState.fs = 0;
  taskState.gs = 0;
}

/** Starts the machine over: no interrupt can be served, and that is one fault too many. */
export function tripleFault(): never {
  tableRegister.limit = 0;
  loadIdt(addressOf(tableRegister));
  panic("this is never said");
}

function fillSegments(): void {
  setDescriptor(segments[1], FLAT_LOW, FLAT_HIGH | KERNEL_CODE_ACCESS);
  setDescriptor(segments[2], FLAT_LOW, FLAT_HIGH | KERNEL_DATA_ACCESS);
  setDescriptor(segments[3], FLAT_LOW, FLAT_HIGH | USER_CODE_ACCESS);
  setDescriptor(segments[4], FLAT_LOW, FLAT_HIGH | USER_DATA_ACCESS);
  setTaskDescriptor(segments[5], addressOf(taskState));
  setTaskDescriptor(segments[6], addressOf(doubleFaultState));
}

function fillTaskStates(): void {
  const beyondLimit: u32 = sizeOf<TaskState>() << 16;
  taskState.ss0 = KERNEL_DATA_SELECTOR;
  taskState.portMap = beyondLimit;
  doubleFaultState.portMap = beyondLimit;
  doubleFaultState.eip = addressOf(doubleFaultEntry);
  doubleFaultState.esp = kernelImage().doubleFaultStackTop;
  doubleFaultState.eflags = 2;
  doubleFaultState.cs = KERNEL_CODE_SELECTOR;
  doubleFaultState.ss = KERNEL_DATA_SELECTOR;
  doubleFaultState.ds = KERNEL_DATA_SELECTOR;
  doubleFaultState.es = KERNEL_DATA_SELECTOR;
}

function fillGates(): void {
  const stubs = spanAt<u32>(interruptStubTable(), INTERRUPT_STUB_COUNT);
  for (let vector: u32 = 0; vector < INTERRUPT_STUB_COUNT; vector++) {
    setInterruptGate(gates[vector], stubs[vector]);
  }
  setInterruptGate(gates[FLAT_CALL_VECTOR], addressOf(flatCallEntry));
  setInterruptGate(gates[SPURIOUS_VECTOR], addressOf(spuriousEntry));
  setDescriptor(gates[VECTOR_DOUBLE_FAULT], u32(DOUBLE_FAULT_SELECTOR) << 16, TASK_GATE);
}

/** Of level 0: `int` from ring 3 is a general protection fault. */
function setInterruptGate(gate: Descriptor, address: u32): void {
  setDescriptor(
    gate,
    (KERNEL_CODE_SELECTOR << 16) | (address & 0xffff),
    (address & 0xffff_0000) | INTERRUPT_GATE,
  );
}

function setDescriptor(descriptor: Descriptor, low: u32, high: u32): void {
  descriptor.low = low;
  descriptor.high = high;
}

function setTaskDescriptor(descriptor: Descriptor, base: u32): void {
  const limit: u32 = sizeOf<TaskState>() - 1;
  setDescriptor(
    descriptor,
    (base << 16) | limit,
    (base & 0xff00_0000) | ((base >>> 16) & 0xff) | TASK_STATE_ACCESS,
  );
}
