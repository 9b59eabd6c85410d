/**
 * What the kernel keeps of a flat task beside its Task: a kernel object, found by the task's slot.
 */
export class FlatTask {
  /** Number of the program whose code it runs. */
  program: u32 = 0;
  /** First byte of its stack's pages: the guard page, unmapped while the task exists. */
  guard: u32 = 0;
  /** Pages, the guard included. */
  pages: u32 = 0;
}

/** The record that is the kernel object at `address`. */
export function flatTaskAt(address: u32): FlatTask {
  return referenceAt<FlatTask>(address);
}

/** boot/vectors.asm */
declare function resumeFlatTask(): void;

/** Where Registers.eip of every flat task points. */
export function flatResumeAddress(): u32 {
  return addressOf(resumeFlatTask);
}

/** EIP, CS and EFLAGS of a flat task, on its stack where Registers.esp points. */
export class FlatFrame {
  eip: u32 = 0;
  cs: u32 = 0;
  eflags: u32 = 0;
  /** What the code finds above: for a new task the address that its entry never returns to. */
  above: u32 = 0;
}

/** The frame at the address that Registers.esp holds. */
export function flatFrameAt(address: u32): FlatFrame {
  return referenceAt<FlatFrame>(address);
}
