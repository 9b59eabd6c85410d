/** Stands for kernel/syscall/entries.ts in test builds: the same entries, with a question before each call (kill.ts). */
import { kernelImage } from "../../kernel/arch/image.ts";
import { startSystemCalls } from "../../kernel/arch/processor.ts";
import { endTask } from "../../kernel/ipc/end-task.ts";
import { onSystemCall } from "../../kernel/ipc/fast-path.ts";
import { onSystemCallSlow } from "../../kernel/syscall/dispatch.ts";
import { onFlatCall } from "../../kernel/syscall/flat-call.ts";
import { onDoubleFault, onFlatInterrupt, onFlatOverflow } from "../../kernel/syscall/flat-interrupt.ts";
import { onKernelInterrupt, onUserInterrupt } from "../../kernel/syscall/interrupt.ts";
import { settleCurrent } from "../../kernel/syscall/settle.ts";
import { onOtherCall } from "../../kernel/syscall/short-way.ts";
import { startInterrupts } from "../../kernel/syscall/start-interrupts.ts";
import { preemptIfNeeded } from "../../kernel/task/scheduler.ts";
import type { Task } from "../../kernel/task/task.ts";
import { TaskEnd } from "../../lib/abi/information.ts";
import { isLastCall, KILL_VECTOR, takeCondemned } from "./kill.ts";

/** boot/switch.asm */
declare function leaveToSlowWay(self: Task): u32;
declare function leaveCallToSlowWay(): u32;

function onCountedCall(head: u32, self: Task): u32 {
  if (isLastCall(self)) {
    return leaveToSlowWay(self);
  }
  return onSystemCall(head, self);
}

function onCountedOtherCall(self: Task): u32 {
  return isLastCall(self) ? leaveCallToSlowWay() : onOtherCall(self);
}

function onCountedCallSlow(self: Task): void {
  if (!takeCondemned(self)) {
    onSystemCallSlow(self);
    return;
  }
  endTask(self, TaskEnd.EXCEPTION, KILL_VECTOR);
  preemptIfNeeded();
  settleCurrent();
}

symbol(onCountedCall, "onSystemCall");
symbol(onCountedOtherCall, "onOtherCall");
symbol(onCountedCallSlow, "onSystemCallSlow");
symbol(onUserInterrupt, "onUserInterrupt");
symbol(onKernelInterrupt, "onKernelInterrupt");
symbol(onFlatCall, "onFlatCall");
symbol(onFlatInterrupt, "onFlatInterrupt");
symbol(onFlatOverflow, "onFlatOverflow");
symbol(onDoubleFault, "onDoubleFault");

export function openEntries(): void {
  startSystemCalls(kernelImage().stackTop);
  startInterrupts();
}
