/**
 * What boot/*.asm and the kernel both know: the NASM definitions are generated from this file.
 */

/** Segment selectors, in the order that SYSENTER and SYSEXIT demand (descriptors.ts). */
export const KERNEL_CODE_SELECTOR: u32 = 0x08;
export const KERNEL_DATA_SELECTOR: u32 = 0x10;
export const USER_CODE_SELECTOR: u32 = 0x1b;
export const USER_DATA_SELECTOR: u32 = 0x23;

/** Registers.segments of a task that left ES and DS alone. */
export const USER_SEGMENTS: u32 = 0x0023_0023;

/** Vectors with a stub: 32 exceptions and the 16 lines of the interrupt controller. */
export const INTERRUPT_STUB_COUNT: u32 = 48;
/** Where the local APIC reports an interrupt that has gone away; old ones have the low four bits set for good. */
export const SPURIOUS_VECTOR: u32 = 0x3f;

/** What a task holds in Registers.vector while it is inside a system call. */
export const VECTOR_SYSTEM_CALL: u32 = 0x100;
/** What a flat task holds there while it is inside a call: its other registers are saved all the same. */
export const VECTOR_FLAT_CALL: u32 = 0x101;

/** The kernel's stack, and the one that a double fault is handled on. tools/image/kernel.ts checks how deep they get. */
export const KERNEL_STACK_BYTES: u32 = 16384;
export const DOUBLE_FAULT_STACK_BYTES: u32 = 4096;

/** Pages below the kernel's stack guard through which the kernel reaches registers of devices. */
export const DEVICE_WINDOW_PAGES: u32 = 3;

/**
 * A task's registers, in the order in which `pushad`, the interrupt stub and the processor save
 * them (Intel SDM vol. 3A, section 6.12.1). The first field of a Task.
 */
export class Registers {
  edi: u32 = 0;
  esi: u32 = 0;
  ebp: u32 = 0;
  /** ES and DS, one in each half, as the task had them; pushad's ESP stood here, popad skips it. */
  segments: u32 = 0;
  ebx: u32 = 0;
  edx: u32 = 0;
  ecx: u32 = 0;
  eax: u32 = 0;
  vector: u32 = 0;
  errorCode: u32 = 0;
  eip: u32 = 0;
  cs: u32 = 0;
  eflags: u32 = 0;
  /** ESP and SS are there only when the processor came from ring 3. */
  esp: u32 = 0;
  ss: u32 = 0;
}

/** EFLAGS of the way back to a flat task: interrupts stay off until its own are loaded. */
export const REGISTERS_EFLAGS_FLAT: u32 = 0x002;

/** EFLAGS of a new task: interrupts on, everything else at rest. */
export const REGISTERS_EFLAGS_USER: u32 = 0x202;
