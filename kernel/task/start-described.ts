/**
 * Starts a described task from its module: at boot, and again whenever the supervisor says so. It gets a space,
 * its image, a stack, the information page, the regions that it sees, and as the ACL server the manifest.
 *
 * In two steps, so that whoever starts a task again can end the one before in between: what can fail is
 * in the first, and leaves nothing behind when it does.
 */
import { ATTRIBUTE_BACKED, ATTRIBUTE_READ, ATTRIBUTE_WRITE } from "../../lib/abi/attributes.ts";
import { IDENTITY_NOBODY } from "../../lib/abi/identity.ts";
import { TaskKind } from "../../lib/abi/information.ts";
import { MANIFEST_NONE, MANIFEST_TASK_FINAL, type ManifestTask } from "../../lib/abi/manifest.ts";
import {
  FLAT_PROGRAM_BYTES,
  MANIFEST_VIEW,
  PAGE_SHIFT,
  STACK_END,
  STACK_SIZE_BYTES,
} from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { ElfError, type ElfImage, elfErrorText, parseElf, parseElfBetween } from "../boot/elf.ts";
import { endLine, say, sayName } from "../debug/console.ts";
import { chargeWithoutLimits } from "../memory/accounts.ts";
import { startFlatHeap } from "../memory/flat-heap.ts";
import { flatProgramStart, loadFlatProgram, unloadFlatProgram } from "../memory/flat-program.ts";
import { markAtOnce } from "../memory/run-operation.ts";
import { createSpace, type Space } from "../memory/space.ts";
import {
  description,
  descriptionOf,
  isGuard,
  isRestarted,
  manifestAddress,
  moduleAddressOf,
  moduleBytesOf,
} from "./described.ts";
import { createFlatTask } from "./flat-task.ts";
import { lastIdentity, lastManager, mapInformation } from "./information-page.ts";
import { loadImage, loadRange, type RangeContents } from "./load-image.ts";
import { mapRegions } from "./published.ts";
import { endSpaceAtOnce } from "./space-end.ts";
import { placeTask } from "./start.ts";
import { createDescribedTask, findTask, TASK_FINAL, TASK_PROTECTED, type Task, taskInSlot } from "./task.ts";

const image: ElfImage = zeroed();
const manifestRange: RangeContents = zeroed();

/** A space with all that the task begins with, or null, with a line that says why. */
export function loadDescribed(taskNumber: u32): Space | null {
  chargeWithoutLimits(true);
  const space = loadSpace(taskNumber);
  chargeWithoutLimits(false);
  return space;
}

function loadSpace(taskNumber: u32): Space | null {
  const said = descriptionOf(taskNumber);
  const module = moduleBytesOf(taskNumber);
  if (module.length === 0) {
    sayNotStarted(said, "its module is missing");
    return null;
  }
  const error = parseElf(module, image);
  if (error !== ElfError.NONE) {
    sayNotStarted(said, elfErrorText(error));
    return null;
  }
  const space = createSpace(IDENTITY_NOBODY, taskNumber);
  if (space === null) {
    sayNotStarted(said, "there is no room for its address space");
    return null;
  }
  if (!loadImage(space, image, moduleAddressOf(taskNumber)) || !addSystemPages(space, taskNumber)) {
    endSpaceAtOnce(space);
    sayNotStarted(said, "memory has run out");
    return null;
  }
  return space;
}

/** The task that begins in the space that loadDescribed has answered last, not ready yet; its slot is free. */
export function beginDescribed(taskNumber: u32, space: Space): Task {
  const task = createDescribedTask(taskNumber);
  if (task === null) {
    panic("beginDescribed: the slot was said to be free");
  }
  placeTask(task, space, image.entry, STACK_END);
  takeDescription(task, taskNumber);
  return task;
}

/** A flat task, which runs in ring 0 in a program linked for its place and begins with `argument`; null, with a line, if it cannot start. */
export function startFlatDescribed(taskNumber: u32, argument: u32): Task | null {
  const said = descriptionOf(taskNumber);
  const module = moduleBytesOf(taskNumber);
  const start: u32 = flatProgramStart(taskNumber);
  if (module.length === 0) {
    sayNotStarted(said, "its module is missing");
    return null;
  }
  const error = parseElfBetween(module, start, start + FLAT_PROGRAM_BYTES, image);
  if (error !== ElfError.NONE) {
    sayNotStarted(said, elfErrorText(error));
    return null;
  }
  if (!startFlatHeap() || !loadFlatProgram(taskNumber, image, moduleAddressOf(taskNumber))) {
    sayNotStarted(said, "memory has run out");
    return null;
  }
  const task = createFlatTask(taskNumber, image.entry, argument, true, taskNumber);
  if (task === null) {
    unloadFlatProgram(taskNumber);
    sayNotStarted(said, "there is no memory for its stack");
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

function sayNotStarted(said: ManifestTask, reason: string): void {
  say("kernel: task ");
  sayName(spanOf(said.name));
  say(" not started: ");
  say(reason);
  endLine();
}

/** Stack, information page, regions, and for the ACL server the manifest. */
function addSystemPages(space: Space, taskNumber: u32): bool {
  const stack: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE | ATTRIBUTE_BACKED;
  const pages: u32 = STACK_SIZE_BYTES >>> PAGE_SHIFT;
  if (markAtOnce(space, STACK_END - STACK_SIZE_BYTES, pages, stack) !== Status.OK) {
    return false;
  }
  if (!mapInformation(space) || !mapRegions(space, taskNumber)) {
    return false;
  }
  if (descriptionOf(taskNumber).kind !== TaskKind.ACL) {
    return true;
  }
  manifestRange.address = MANIFEST_VIEW;
  manifestRange.memoryBytes = description().bytes;
  manifestRange.source = manifestAddress();
  manifestRange.sourceBytes = description().bytes;
  manifestRange.rights = ATTRIBUTE_READ;
  return loadRange(space, manifestRange);
}
