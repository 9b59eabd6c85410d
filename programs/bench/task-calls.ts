/** The pager's rows about tasks that it starts and stops, in spaces that it manages and does not live in. */
import { PROGRAM_START, STACK_END } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { addressSpaceRelease, newAddressSpace, taskStart, taskStop } from "../../lib/user/kernel-calls.ts";
import { selfIdentity } from "../../lib/user/self.ts";
import { Measurement } from "./pager-protocol.ts";
import { addSample, mustWork, ROUNDS } from "./samples.ts";

const words: SystemWords = zeroed();

/** Starts a task where nothing is mapped. Returns its identity. */
export function startIn(space: u32): u32 {
  mustWork(taskStart(selfIdentity(), space, PROGRAM_START, STACK_END, words) === Status.OK, "bench: start");
  return words.word0;
}

/** An empty space. Returns its identity. */
export function newSpace(): u32 {
  mustWork(newAddressSpace(words) === Status.OK, "bench: space");
  return words.word0;
}

/** Nothing is mapped in the spaces. The tasks have the pager's priority, so that they do not run before they end. */
export function measureTasks(which: Measurement): void {
  const withSpace: bool = which === Measurement.TASK_SPACE_CREATE || which === Measurement.TASK_SPACE_END;
  const creates: bool = which === Measurement.TASK_CREATE || which === Measurement.TASK_SPACE_CREATE;
  const kept: u32 = newSpace();
  startIn(kept);
  for (let i: u32 = 0; i < ROUNDS; i++) {
    const before: u32 = readTimeStampLow();
    const task: u32 = startIn(withSpace ? newSpace() : kept);
    const between: u32 = readTimeStampLow();
    const status: Status = taskStop(task);
    const after: u32 = readTimeStampLow();
    addSample(creates ? between - before : after - between);
    mustWork(status === Status.OK, "bench: stop");
  }
  mustWork(addressSpaceRelease(kept, 0, 0) === Status.OK, "bench: space goes");
}
