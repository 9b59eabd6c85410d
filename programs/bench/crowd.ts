/** Two thousand tasks in a thousand spaces, for rows that must not grow with either. They wait for an answer of the pager. */
import { IDENTITY_NUMBER_MASK } from "../../lib/abi/identity.ts";
import { MessageKind } from "../../lib/abi/message.ts";
import { Status } from "../../lib/abi/status.ts";
import { addressSpaceRelease, waitForMessage } from "../../lib/user/kernel-calls.ts";
import { mustWork } from "./samples.ts";
import { newSpace, startIn } from "./task-calls.ts";

const SPACES = 1000;
const TASKS_OF_SPACE: u32 = 2;

const spaces: FixedArray<u32, typeof SPACES> = zeroed();

/** Each task faults at its first instruction, and nobody answers. Returns when all have. */
export function gather(): void {
  const words: SystemWords = zeroed();
  for (let i: u32 = 0; i < SPACES; i++) {
    spaces[i] = newSpace();
    for (let task: u32 = 0; task < TASKS_OF_SPACE; task++) {
      startIn(spaces[i]);
    }
  }
  let faults: u32 = 0;
  while (faults < SPACES * TASKS_OF_SPACE) {
    const kind: u32 = waitForMessage(words) & IDENTITY_NUMBER_MASK;
    faults += kind === MessageKind.FAULT ? 1 : 0;
  }
}

/** Ends them all, with their spaces. */
export function disperse(): void {
  for (const space of spaces) {
    mustWork(addressSpaceRelease(space, 0, 0) === Status.OK, "bench: space goes");
  }
}
