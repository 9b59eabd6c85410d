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
import { hasLineTable, stopText } from "../arch/line-table.ts";
import { endMachine } from "../arch/machine-exit.ts";
import { printBacktrace, printBacktraceFrom, sayPlace, saySource } from "./backtrace.ts";
import { chooseAllConsoles, endLine, say, sayHex, sayLine } from "./console.ts";

/** Of a code segment's selector: 0 is the kernel. */
const RING_MASK: u32 = 3;
/** Of the longest name. */
const EXCEPTION_NAME_BYTES: u32 = 24;
const SPACE: u8 = 0x20;

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
  stop(message, address, stackPointer());
}
symbol(onStop, "ts2c_stopped");

/**
 * A breakpoint in the kernel's own code is an index out of bounds, or a panic whose text the line table has
 * (ts2c/runtime/ts2c.h). Without the table nobody knows which.
 */
export function panicAtBreakpoint(registers: Registers): never {
  const text = stopText(registers.eip - 1);
  const other = hasLineTable() ? "index out of bounds" : "a check has failed";
  stop(text.length === 0 ? other : stringOf(text), registers.eip, registersAddress(registers));
}

function stop(message: string, address: u32, stack: u32): never {
  enterPanic();
  endLine();
  say("PANIC: ");
  say(message);
  say(" at ");
  sayPlace(address - 1);
  endLine();
  printBacktrace(stack, kernelImage().stackTop);
  kernelPanicked();
}

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
  const names = bytesOf(
    // From vector 0 on, each of EXCEPTION_NAME_BYTES.
    "division error          debug exception         non-maskable interrupt  breakpoint              overflow                bound range exceeded    invalid instruction     no coprocessor                                                          invalid task state      segment not present     stack segment fault     general protection faultpage fault                                      floating-point error    alignment check         machine check           ",
  );
  if (vector >= names.length / EXCEPTION_NAME_BYTES) {
    return "exception without a name";
  }
  const name = subSpan(names, vector * EXCEPTION_NAME_BYTES, EXCEPTION_NAME_BYTES);
  let length: u32 = EXCEPTION_NAME_BYTES;
  while (length !== 0 && name[length - 1] === SPACE) {
    length--;
  }
  return length === 0 ? "exception without a name" : stringOf(subSpan(name, 0, length));
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
