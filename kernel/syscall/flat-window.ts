/**
 * The calls of flat tasks that may move RAM: windows of the DMA AREA (kernel/memory/dma.ts). They are done in slices, like
 * the memory calls of isolated tasks: the task has TASK_OPERATION meanwhile, and its registers are left as the call had them.
 */
import { Status } from "../../lib/abi/status.ts";
import { createDma, type DmaAnswer, destroyDma } from "../memory/dma.ts";
import {
  OPERATION_GOES_ON,
  type Operation,
  OperationKind,
  SLICE_UNITS,
  stateOperation,
} from "../memory/operation.ts";
import { framesComeBack } from "../memory/relocate.ts";
import { TASK_OPERATION, type Task } from "../task/task.ts";
import { operationOf } from "../task/task-operation.ts";

const dmaAnswer: DmaAnswer = zeroed();

/** DMA_CREATE: its first slice; the others follow before the kernel is left. */
export function makeWindow(self: Task): Status {
  const operation = operationOf(self);
  stateOperation(operation, OperationKind.FLAT_CALL, 0, 0, 0, 0);
  operation.budget = SLICE_UNITS;
  const answer = makeSlice(self, operation);
  if (answer === OPERATION_GOES_ON) {
    self.flags |= TASK_OPERATION;
    return Status.OK;
  }
  return waitForFrames(self, answer as Status);
}

/** A further slice. Answers OPERATION_GOES_ON, or the call's status. */
export function goOnWithWindow(self: Task, operation: Operation): u32 {
  const answer = makeSlice(self, operation);
  if (answer === OPERATION_GOES_ON) {
    return answer;
  }
  const status = waitForFrames(self, answer as Status);
  return operation.kind === OperationKind.FRAMES_BACK ? OPERATION_GOES_ON : u32(status);
}

function makeSlice(self: Task, operation: Operation): u32 {
  const physical: u64 = u64(self.registers.ebx) | (u64(self.registers.esi) << 32n);
  const words = self.registers;
  const answer = createDma(physical, words.edi, words.ebp, self.identity, operation, dmaAnswer);
  if (answer === Status.OK) {
    self.registers.ebx = dmaAnswer.address;
  }
  return answer;
}

/** DMA_DESTROY, which waits until the RAM under the window is free. */
export function dropWindow(self: Task): Status {
  return waitForFrames(self, destroyDma(self.registers.ebx, self.identity));
}

/** The status, at once or when the frames that the call gives back are free. */
function waitForFrames(self: Task, status: Status): Status {
  if (framesComeBack()) {
    stateOperation(operationOf(self), OperationKind.FRAMES_BACK, 0, 0, 0, status);
    self.flags |= TASK_OPERATION;
  }
  return status;
}
