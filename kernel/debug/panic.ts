/**
 * The kernel's end: an epitaph on every console, then a halt (or the emulator's exit). Never
 * returns, never allocates, never takes a page fault for granted: a panic inside a panic stops.
 *
 * `epitaph` stays in memory for debuggers: break on `kernelPanicked` and print it.
 */
import { EXIT_PANIC } from "../../lib/abi/machine-exit.ts";
import { doubleFaultAddress, doubleFaultStackPointer } from "../arch/descriptors.ts";
import { kernelImage } from "../arch/image.ts";
import { closeWindows } from "../arch/interrupt-window.ts";
import { registersAddress } from "../arch/kernel-memory.ts";
import type { Registers } from "../arch/layouts.ts";
import { endMachine } from "../arch/machine-exit.ts";
import { printBacktrace, printBacktraceFrom, sayPlace, saySource } from "./backtrace.ts";
import { chooseAllConsoles, endLine, say, sayHex, sayLine } from "./console.ts";

/** Of a code segment's selector: 0 is the kernel. */
const RING_MASK: u32 = 3;

class Epitaph {
  panicked: bool = false;
  vector: u32 = 0;
  errorCode: u32 = 0;
  eip: u32 = 0;
  faultAddress: u32 = 0;
}

const epitaph: Epitaph = zeroed();
symbol(epitaph, "epitaph");

/** boot/entry.asm: the stack pointer of the caller. */
declare function stackPointer(): u32;

/** Called by every failed check and by panic(), with the address behind that call. */
export function onStop(message: string, address: u32): never {
  enterPanic();
  endLine();
  say("PANIC: ");
  say(message);
  say(" at ");
  sayPlace(address - 1);
  endLine();
  printBacktrace(stackPointer(), kernelImage().stackTop);
  kernelPanicked();
}
symbol(onStop, "ts2c_stopped");

/** An exception in the kernel's own code, or one that the hardware raised whatever ran. */
export function panicAtException(registers: Registers, faultAddress: u32): never {
  enterPanic();
  epitaph.vector = registers.vector;
  epitaph.errorCode = registers.errorCode;
  epitaph.eip = registers.eip;
  epitaph.faultAddress = faultAddress;
  endLine();
  say("PANIC: ");
  say(exceptionName(registers.vector));
  const inTask: bool = (registers.cs & RING_MASK) !== 0;
  say(inTask ? " while a task ran, error code " : " in the kernel, error code ");
  sayHex(registers.errorCode);
  say(", fault address ");
  sayHex(faultAddress);
  endLine();
  printRegisters(registers);
  if (inTask) {
    kernelPanicked();
  }
  // From ring 0 the processor saves no stack pointer: the stack went on where ESP's slot lies.
  printBacktraceFrom(registers.eip, registersAddress(registers), kernelImage().stackTop);
  kernelPanicked();
}

/** Boot cannot go on: one line that says why, then the end. */
export function refuseBoot(reason: string): never {
  enterPanic();
  say("PANIC: cannot start: ");
  sayLine(reason);
  endMachine(EXIT_PANIC);
}

/** The kernel's stack has overflowed, or worse. */
export function panicAtDoubleFault(): never {
  enterPanic();
  endLine();
  say("PANIC: double fault in the kernel (stack overflow?), stack pointer ");
  sayHex(doubleFaultStackPointer());
  say(", at ");
  saySource(doubleFaultAddress());
  endLine();
  kernelPanicked();
}

/** The field's name of an exception (Intel SDM vol. 3A, table 6-1). */
export function exceptionName(vector: u32): string {
  switch (vector) {
    case 0:
      return "division error";
    case 1:
      return "debug exception";
    case 2:
      return "non-maskable interrupt";
    case 3:
      return "breakpoint";
    case 4:
      return "overflow";
    case 5:
      return "bound range exceeded";
    case 6:
      return "invalid instruction";
    case 7:
      return "no coprocessor";
    case 10:
      return "invalid task state";
    case 11:
      return "segment not present";
    case 12:
      return "stack segment fault";
    case 13:
      return "general protection fault";
    case 14:
      return "page fault";
    case 16:
      return "floating-point error";
    case 17:
      return "alignment check";
    case 18:
      return "machine check";
    default:
      return "exception without a name";
  }
}

/** Prints the registers that were saved, in three lines. */
export function printRegisters(registers: Registers): void {
  sayRegister("  eax ", registers.eax);
  sayRegister(" ebx ", registers.ebx);
  sayRegister(" ecx ", registers.ecx);
  sayRegister(" edx ", registers.edx);
  endLine();
  sayRegister("  esi ", registers.esi);
  sayRegister(" edi ", registers.edi);
  sayRegister(" ebp ", registers.ebp);
  sayRegister(" eip ", registers.eip);
  endLine();
  sayRegister("  cs  ", registers.cs);
  sayRegister(" flags ", registers.eflags);
  endLine();
}

function sayRegister(name: string, value: u32): void {
  say(name);
  sayHex(value);
}

function enterPanic(): void {
  if (epitaph.panicked) {
    endMachine(EXIT_PANIC);
  }
  epitaph.panicked = true;
  closeWindows();
  chooseAllConsoles();
}

/** Debuggers and tests break here. */
function kernelPanicked(): never {
  endMachine(EXIT_PANIC);
}
symbol(kernelPanicked, "kernelPanicked");
