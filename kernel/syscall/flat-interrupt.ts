/**
 * Where a flat task arrives in the kernel: by an interrupt, a fault, or an overflow of its stack
 * (boot/vectors.asm); flat-call.ts has its calls. Whatever is wrong with it ends it alone.
 */
import { TaskEnd } from "../../lib/abi/information.ts";
import {
  doubleFaultAddress,
  doubleFaultStackPointer,
  leaveDoubleFaultForKernel,
} from "../arch/descriptors.ts";
import { flatFrameAt } from "../arch/flat-record.ts";
import { kernelImage } from "../arch/image.ts";
import { openWindows } from "../arch/interrupt-window.ts";
import type { Registers } from "../arch/layouts.ts";
import { INTERRUPT_LINE_VECTOR } from "../arch/pic.ts";
import { faultAddress } from "../arch/processor.ts";
import { endLine, say, sayHex } from "../debug/console.ts";
import { panicAtDoubleFault } from "../debug/panic.ts";
import { endTask } from "../ipc/end-task.ts";
import { sayTask } from "../ipc/epitaph.ts";
import { handleFatalException } from "../ipc/fault.ts";
import { serveInterruptLine } from "../ipc/serve-interrupts.ts";
import { adoptBootPaging } from "../memory/kernel-space.ts";
import { isFlatGuard } from "../task/flat-task.ts";
import { current, giveWay } from "../task/scheduler.ts";
import { TASK_FLAT, type Task } from "../task/task.ts";
import { isInterruptLine, wasSegmentFault } from "./interrupt.ts";
import { settleCurrent, settleWork } from "./settle.ts";

const VECTOR_DOUBLE_FAULT: u32 = 8;

/** The processor was in ring 0, on the stack of the current task, whose registers these are. */
export function onFlatInterrupt(registers: Registers): void {
  const task = current();
  if (isInterruptLine(registers.vector)) {
    giveWay(serveInterruptLine(registers.vector - INTERRUPT_LINE_VECTOR));
  } else if (!wasSegmentFault(registers)) {
    endAtException(task, registers);
  }
  settleCurrent();
}

function endAtException(task: Task, registers: Registers): void {
  if ((task.flags & TASK_FLAT) === 0) {
    panic("an exception in the kernel, on no stack of the kernel");
  }
  const frame = flatFrameAt(registers.esp);
  registers.eip = frame.eip;
  registers.cs = frame.cs;
  registers.eflags = frame.eflags;
  handleFatalException(task, faultAddress());
}

/** boot/vectors.asm: returns only when a flat task's stack is to blame; then onFlatOverflow comes next. */
export function onDoubleFault(): void {
  const image = kernelImage();
  const stack: u32 = doubleFaultStackPointer();
  const onKernelStack: bool = stack >= image.stackGuard && stack <= image.doubleFaultStackTop;
  if ((current().flags & TASK_FLAT) === 0 || onKernelStack) {
    panicAtDoubleFault();
  }
  overflowAddress = doubleFaultAddress();
  overflowStack = stack;
  leaveDoubleFaultForKernel(adoptBootPaging());
}

let overflowAddress: u32 = 0;
let overflowStack: u32 = 0;

/** The current task could not be interrupted: its stack pointer led nowhere. */
export function onFlatOverflow(): void {
  openWindows();
  const task = current();
  say("kernel: ");
  sayTask(task);
  say(
    isFlatGuard(task, faultAddress()) ? " ended: stack overflow" : " ended: its stack pointer leads nowhere",
  );
  say(" at ");
  sayHex(overflowAddress);
  say(", stack pointer ");
  sayHex(overflowStack);
  endLine();
  endTask(task, TaskEnd.EXCEPTION, VECTOR_DOUBLE_FAULT);
  settleWork();
}
