/**
 * Children: spaces and tasks that a test makes, watches and buries. The test's task is the manager
 * of a child's space, so the child's faults come to it. A child runs machine code that the test
 * wrote (code.ts), or a function of the test's own program, with which it then shares all memory.
 */
import { ATTRIBUTE_BACKED, ATTRIBUTE_READ, ATTRIBUTE_WRITE } from "../../../lib/abi/attributes.ts";
import { IDENTITY_NUMBER_MASK } from "../../../lib/abi/identity.ts";
import { PAGE_SHIFT, USER_START } from "../../../lib/abi/memory-map.ts";
import { FaultAction, MessageKind } from "../../../lib/abi/message.ts";
import { Status } from "../../../lib/abi/status.ts";
import {
  addressSpaceAlloc,
  addressSpaceGet,
  addressSpaceRelease,
  newAddressSpace,
  type PageState,
  replyWait,
  taskStart,
} from "../../../lib/user/kernel-calls.ts";
import { selfIdentity } from "../../../lib/user/self.ts";

/** Where a child's stack lies. */
export const CHILD_STACK: u32 = 0x4f00_0000;
export const CHILD_STACK_PAGES: u32 = 4;

export class Child {
  space: u32 = 0;
  task: u32 = 0;
  /** Faults of the child that were answered with END. */
  faults: u32 = 0;
  /** Of the last one: the words of lib/abi/message.ts. */
  faultAddress: u32 = 0;
  faultBits: u32 = 0;
  faultInstruction: u32 = 0;
}

/** Makes an empty space. */
export function makeChildSpace(child: Child): Status {
  const words: SystemWords = zeroed();
  const status: Status = newAddressSpace(words);
  child.space = status === Status.OK ? words.word0 : 0;
  child.task = 0;
  child.faults = 0;
  child.faultAddress = 0;
  child.faultBits = 0;
  return status;
}

/** Gives the child's space a stack and starts a task in it. */
export function startChild(child: Child, entry: u32): Status {
  const rights: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE | ATTRIBUTE_BACKED;
  const status: Status = addressSpaceAlloc(child.space, CHILD_STACK, CHILD_STACK_PAGES, rights);
  if (status !== Status.OK) {
    return status;
  }
  const words: SystemWords = zeroed();
  const stackEnd: u32 = CHILD_STACK + (CHILD_STACK_PAGES << PAGE_SHIFT);
  const started: Status = taskStart(selfIdentity(), child.space, entry, stackEnd, words);
  child.task = started === Status.OK ? words.word0 : 0;
  return started;
}

/** True when the child's space does not exist any more. */
export function isGone(child: Child): bool {
  const state: PageState = zeroed();
  return addressSpaceGet(child.space, USER_START, state) === Status.DEAD;
}

/**
 * Waits until the child has ended. Its faults are noted and end it; requests of it, if any, are
 * answered with their own words.
 */
export function waitForEnd(child: Child): void {
  const words: SystemWords = zeroed();
  let answerTo: u32 = 0;
  while (!isGone(child)) {
    const head: u32 = replyWait(answerTo, words);
    const kind: u32 = head & IDENTITY_NUMBER_MASK;
    answerTo = 0;
    if ((head & ~IDENTITY_NUMBER_MASK) === child.task && kind === MessageKind.REQUEST) {
      answerTo = child.task;
    } else if ((head & ~IDENTITY_NUMBER_MASK) === child.task && kind === MessageKind.FAULT) {
      child.faults += 1;
      child.faultAddress = words.word0;
      child.faultBits = words.word1;
      child.faultInstruction = words.word2;
      answerTo = child.task;
      words.word0 = FaultAction.END;
      words.word1 = 0;
    }
  }
}

/** Ends the child's space with whatever is in it. */
export function buryChild(child: Child): Status {
  return addressSpaceRelease(child.space, 0, 0);
}
