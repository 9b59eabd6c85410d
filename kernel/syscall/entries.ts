/**
 * Where assembly enters the kernel once it runs: system calls, interrupts and exceptions.
 * (The other entries are kernelMain and onPanic.)
 */
import { kernelImage } from "../arch/image.ts";
import { startSystemCalls } from "../arch/processor.ts";
import { onSystemCall } from "../ipc/fast-path.ts";
import { onSystemCallSlow } from "./dispatch.ts";
import { onFlatCall } from "./flat-call.ts";
import { onDoubleFault, onFlatInterrupt, onFlatOverflow } from "./flat-interrupt.ts";
import { onKernelInterrupt, onUserInterrupt } from "./interrupt.ts";
import { onOtherCall } from "./short-way.ts";
import { startInterrupts } from "./start-interrupts.ts";

symbol(onSystemCall, "onSystemCall");
symbol(onOtherCall, "onOtherCall");
symbol(onSystemCallSlow, "onSystemCallSlow");
symbol(onUserInterrupt, "onUserInterrupt");
symbol(onKernelInterrupt, "onKernelInterrupt");
symbol(onFlatCall, "onFlatCall");
symbol(onFlatInterrupt, "onFlatInterrupt");
symbol(onFlatOverflow, "onFlatOverflow");
symbol(onDoubleFault, "onDoubleFault");

/** From now on tasks can call, and the timer ticks as soon as one runs. */
export function openEntries(): void {
  startSystemCalls(kernelImage().stackTop);
  startInterrupts();
}
