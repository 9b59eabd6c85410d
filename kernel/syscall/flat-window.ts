/**
 * The calls of flat tasks about windows of the DMA AREA (kernel/memory/dma.ts), which may move RAM or look for it. They are done in slices, like
 * the memory calls of isolated tasks: the task has TASK_OPERATION meanwhile, and its registers are left as the call had them.
 */
import { FlatCall } from "../../lib/abi/flat.ts";
import { Status } from "../../lib/abi/status.ts";
import { createDma, type DmaAnswer, destroyDma } from "../memory/dma.ts";
import { createDmaBuffer } from "../memory/dma-buffer.ts";
import { somethingComesBack, workOnGiveBack } from "../memory/give-back.ts";
import {
  OPERATION_GOES_ON,
  type Operation,
  OperationKind,
  stateOperation,
  WINDOW_UNITS,
} from "../memory/operation.ts";
import { TASK_OPERATION, type Task } from "../task/task.ts";
import { operationOf } from "../task/task-operation.ts";

const dmaAnswer: DmaAnswer = zeroed();

/** DMA_CREATE, DMA_BUFFER: the first slice; the others follow before the kernel is left. */
export function makeWindow(self: Task): Status {
  const operation = operationOf(self);
  stateOperation(operation, OperationKind.FLAT_CALL, 0, 0, 0, 0);
  operation.budget = WINDOW_UNITS;
  const answer = makeSlice(self, operation);
  if (answer === OPERATION_GOES_ON) {
    self.flags |= TASK_OPERATION;
    return Status.OK;
  }
  return waitUntilBack(self, answer as Status);
}

/** A further slice. Answers OPERATION_GOES_ON, or the call's status. */
export function goOnWithWindow(self: Task, operation: Operation): u32 {
  const answer = makeSlice(self, operation);
  if (answer === OPERATION_GOES_ON) {
    return answer;
  }
  const status = waitUntilBack(self, answer as Status);
  return operation.kind === OperationKind.GIVE_BACK ? OPERATION_GOES_ON : u32(status);
}

function makeSlice(self: Task, operation: Operation): u32 {
  const words = self.registers;
  if (words.eax === FlatCall.DMA_BUFFER) {
    return makeBuffer(self, operation);
  }
  const physical: u64 = u64(words.ebx) | (u64(words.esi) << 32n);
  const answer = createDma(physical, words.edi, words.ebp, self.identity, operation, dmaAnswer);
  if (answer === Status.OK) {
    words.ebx = dmaAnswer.address;
  }
  return answer;
}

function makeBuffer(self: Task, operation: Operation): u32 {
  const words = self.registers;
  const answer = createDmaBuffer(
    words.ebx,
    words.esi,
    words.edi,
    words.ebp,
    self.identity,
    operation,
    dmaAnswer,
  );
  if (answer === Status.OK) {
    words.ebx = dmaAnswer.address;
    words.esi = u32(dmaAnswer.physical);
    words.edi = u32(dmaAnswer.physical >> 32n);
  }
  return answer;
}

/** DMA_DESTROY, which waits until the window is gone and the RAM under it free. */
export function dropWindow(self: Task): Status {
  const operation = operationOf(self);
  const status = destroyDma(self.registers.ebx, self.identity);
  operation.budget = WINDOW_UNITS;
  while (operation.budget !== 0 && somethingComesBack()) {
    workOnGiveBack(operation);
  }
  return waitUntilBack(self, status);
}

/** The status, at once or when all that the call gives back has gone. */
function waitUntilBack(self: Task, status: Status): Status {
  if (somethingComesBack()) {
    stateOperation(operationOf(self), OperationKind.GIVE_BACK, 0, 0, 0, status);
    self.flags |= TASK_OPERATION;
  }
  return status;
}
