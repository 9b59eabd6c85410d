/**
 * Starts a described task from its module: at boot, and again whenever the supervisor says so.
 *
 * In two steps, so that whoever starts a task again can end the one before in between: what can fail is
 * in the first (load-described.ts), and leaves nothing behind when it does.
 */
import { IDENTITY_NOBODY } from "../../lib/abi/identity.ts";
import { MANIFEST_NONE, MANIFEST_TASK_FINAL } from "../../lib/abi/manifest.ts";
import { FLAT_PROGRAM_BYTES, STACK_END } from "../../lib/abi/memory-map.ts";
import type { ElfImage } from "../boot/elf.ts";
import { startFlatHeap } from "../memory/flat-heap.ts";
import { flatProgramStart, loadFlatProgram, unloadFlatProgram } from "../memory/flat-program.ts";
import type { Space } from "../memory/space.ts";
import { descriptionOf, isGuard, isRestarted, moduleAddressOf, sayNotStarted } from "./described.ts";
import { createFlatTask } from "./flat-task.ts";
import { lastIdentity, lastManager } from "./information-page.ts";
import { beginLoad, LoadAnswer, loadedEntry, loadSome, readProgram } from "./load-described.ts";
import { endSpaceAtOnce } from "./space-end.ts";
import { placeTask } from "./start.ts";
import { createDescribedTask, findTask, TASK_FINAL, TASK_PROTECTED, type Task, taskInSlot } from "./task.ts";

/** More than any part has. */
const ALL_PAGES: u32 = 0x10_0000;

const image: ElfImage = zeroed();

/** A space with all that the task begins with, or null, with a line that says why: for the boot, in one go. */
export function loadDescribed(taskNumber: u32): Space | null {
  const space = beginLoad(taskNumber, IDENTITY_NOBODY);
  if (space === null) {
    return null;
  }
  let answer: LoadAnswer = LoadAnswer.GOES_ON;
  while (answer === LoadAnswer.GOES_ON) {
    answer = loadSome(space, ALL_PAGES);
  }
  if (answer === LoadAnswer.FAILED) {
    endSpaceAtOnce(space);
    return null;
  }
  return space;
}

/** The task that begins in the space that was loaded last (load-described.ts), not ready yet; its slot is free. */
export function beginDescribed(taskNumber: u32, space: Space): Task {
  const task = createDescribedTask(taskNumber);
  if (task === null) {
    panic("beginDescribed: the slot was said to be free");
  }
  placeTask(task, space, loadedEntry(), STACK_END);
  takeDescription(task, taskNumber);
  return task;
}

/** A flat task, which runs in ring 0 in a program linked for its place and begins with `argument`; null, with a line, if it cannot start. */
export function startFlatDescribed(taskNumber: u32, argument: u32): Task | null {
  const start: u32 = flatProgramStart(taskNumber);
  if (!readProgram(taskNumber, start, start + FLAT_PROGRAM_BYTES, image)) {
    return null;
  }
  if (!startFlatHeap() || !loadFlatProgram(taskNumber, image, moduleAddressOf(taskNumber))) {
    sayNotStarted(taskNumber, "memory has run out");
    return null;
  }
  const task = createFlatTask(taskNumber, image.entry, argument, true, taskNumber);
  if (task === null) {
    unloadFlatProgram(taskNumber);
    sayNotStarted(taskNumber, "there is no memory for its stack");
    return null;
  }
  takeDescription(task, taskNumber);
  return task;
}

/** Who manages a described task's space: whoever did last, then whom the description names. */
export function managerFor(task: Task, taskNumber: u32): u32 {
  const said = descriptionOf(taskNumber);
  if (isGuard(taskNumber)) {
    return IDENTITY_NOBODY;
  }
  if (said.manager === MANIFEST_NONE) {
    // A task that nobody pages manages its own space: that is what VMM servers need.
    return task.identity;
  }
  if (findTask(lastManager(taskNumber)) !== null) {
    return lastManager(taskNumber);
  }
  const manager = taskInSlot(said.manager);
  if (manager !== null) {
    return manager.identity;
  }
  return isRestarted(said.manager) ? lastIdentity(said.manager) : IDENTITY_NOBODY;
}

function takeDescription(task: Task, taskNumber: u32): void {
  const said = descriptionOf(taskNumber);
  task.priority = said.priority;
  task.peers = said.peers;
  if (isGuard(taskNumber)) {
    task.flags |= TASK_PROTECTED;
  }
  if ((said.flags & MANIFEST_TASK_FINAL) !== 0) {
    task.flags |= TASK_FINAL;
  }
}
