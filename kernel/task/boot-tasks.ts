/**
 * Starts the tasks of the manifest: each gets a space, its image, a stack, the information page. A
 * module that cannot be started costs that task alone, with a line that says why; only without an
 * ACL server there is nothing to go on with.
 */
import { ATTRIBUTE_BACKED, ATTRIBUTE_READ, ATTRIBUTE_WRITE } from "../../lib/abi/attributes.ts";
import { IDENTITY_NOBODY } from "../../lib/abi/identity.ts";
import { INFORMATION_MAGIC, type Information, TaskKind } from "../../lib/abi/information.ts";
import {
  MANIFEST_NONE,
  MANIFEST_TASK_FINAL,
  MANIFEST_TASKS_MAX,
  type ManifestTask,
} from "../../lib/abi/manifest.ts";
import {
  FLAT_PROGRAM_BYTES,
  INFORMATION_VIEW,
  MANIFEST_VIEW,
  PAGE_SHIFT,
  PAGE_SIZE_BYTES,
  STACK_END,
  STACK_SIZE_BYTES,
} from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { informationAddress, kernelBytes } from "../arch/kernel-memory.ts";
import type { BootInformation } from "../boot/boot-information.ts";
import { ElfError, type ElfImage, elfErrorText, parseElf, parseElfBetween } from "../boot/elf.ts";
import { type Manifest, parseManifest } from "../boot/manifest.ts";
import { ManifestError, manifestErrorText } from "../boot/manifest-error.ts";
import type { MemoryPlan } from "../boot/memory-plan.ts";
import { endLine, say, sayName } from "../debug/console.ts";
import { refuseBoot } from "../debug/panic.ts";
import { addDeviceRange } from "../memory/device-ranges.ts";
import { startFlatHeap } from "../memory/flat-heap.ts";
import { flatProgramStart, loadFlatProgram, unloadFlatProgram } from "../memory/flat-program.ts";
import { markAtOnce } from "../memory/run-operation.ts";
import { createSpace, type Space } from "../memory/space.ts";
import { nameTask } from "./boot-names.ts";
import { createFlatTask } from "./flat-task.ts";
import { fillRange, loadImage } from "./load-image.ts";
import { makeReady } from "./scheduler.ts";
import { endSpaceAtOnce } from "./space-end.ts";
import { startInSpace } from "./start.ts";
import { closeBootSlots, TASK_FINAL, TASK_PROTECTED, type Task, taskSlot } from "./task.ts";

const MANIFEST_MODULE: u32 = 0;

const manifest: Manifest = zeroed();
const image: ElfImage = zeroed();
const information: Information = zeroed({ align: 4 });

class StartedTask {
  task: Task | null = null;
}

const started: FixedArray<StartedTask, typeof MANIFEST_TASKS_MAX> = zeroed();

/** Reads the manifest, starts its tasks, and makes them ready to run. */
export function startTasks(boot: BootInformation, plan: MemoryPlan): void {
  readManifest(boot, plan);
  for (let i: u32 = 0; i < manifest.taskCount; i++) {
    started[i].task = startTask(boot, plan, i);
  }
  closeBootSlots();
  let final: bool = false;
  for (let i: u32 = 0; i < manifest.taskCount; i++) {
    connectTask(i);
    const task = started[i].task;
    final = final || (task !== null && (task.flags & TASK_FINAL) !== 0);
  }
  checkGuards();
  grantDevices();
  fillInformation();
  if (declaresFinal() && !final) {
    refuseBoot("the task that the machine is to end with could not be started");
  }
  for (let i: u32 = 0; i < manifest.taskCount; i++) {
    const task = started[i].task;
    if (task !== null) {
      makeReady(task);
    }
  }
}

function readManifest(boot: BootInformation, plan: MemoryPlan): void {
  if (boot.moduleCount === 0) {
    refuseBoot("no modules: load the manifest and the servers with the kernel (make run does)");
  }
  const bytes = boot.modules[MANIFEST_MODULE].bytes;
  const error = parseManifest(kernelBytes(plan.moduleStart[MANIFEST_MODULE], bytes), manifest);
  if (error !== ManifestError.NONE) {
    say("kernel: manifest: ");
    say(manifestErrorText(error));
    endLine();
    refuseBoot("the first module is not a manifest that can be read: build the image again");
  }
}

/** The task of manifest entry `index`, not connected yet; null, with a line, if it cannot start. */
function startTask(boot: BootInformation, plan: MemoryPlan, index: u32): Task | null {
  const description = manifest.tasks[index];
  const module: u32 = index + 1;
  if (module >= boot.moduleCount) {
    return refuse(description, "its module is missing");
  }
  if (description.kind === TaskKind.FLAT) {
    return startFlatTask(description, plan.moduleStart[module], boot.modules[module].bytes, index);
  }
  const address: u32 = plan.moduleStart[module];
  const error = parseElf(kernelBytes(address, boot.modules[module].bytes), image);
  if (error !== ElfError.NONE) {
    return refuse(description, elfErrorText(error));
  }
  const space = createSpace(IDENTITY_NOBODY);
  if (space === null) {
    return refuse(description, "there is no room for its address space");
  }
  if (!loadImage(space, image, address) || !addSystemPages(space, description, plan)) {
    endSpaceAtOnce(space);
    return refuse(description, "memory has run out");
  }
  const task = startInSpace(space, image.entry, STACK_END);
  if (task === null) {
    endSpaceAtOnce(space);
    return refuse(description, "there are too many tasks");
  }
  task.priority = description.priority;
  if (isGuard(description)) {
    task.flags |= TASK_PROTECTED;
  }
  if ((description.flags & MANIFEST_TASK_FINAL) !== 0) {
    task.flags |= TASK_FINAL;
  }
  nameTask(task.identity, description.name);
  return task;
}

/** A task in ring 0, of a program that is linked for place number `index`. */
function startFlatTask(description: ManifestTask, address: u32, bytes: u32, index: u32): Task | null {
  const start: u32 = flatProgramStart(index);
  const error = parseElfBetween(kernelBytes(address, bytes), start, start + FLAT_PROGRAM_BYTES, image);
  if (error !== ElfError.NONE) {
    return refuse(description, elfErrorText(error));
  }
  if (!startFlatHeap() || !loadFlatProgram(index, image, address)) {
    return refuse(description, "memory has run out");
  }
  const task = createFlatTask(index, image.entry, 0);
  if (task === null) {
    unloadFlatProgram(index);
    return refuse(description, "there is no memory for its stack, or there are too many tasks");
  }
  task.priority = description.priority;
  if ((description.flags & MANIFEST_TASK_FINAL) !== 0) {
    task.flags |= TASK_FINAL;
  }
  nameTask(task.identity, description.name);
  return task;
}

function refuse(description: ManifestTask, reason: string): Task | null {
  say("kernel: task ");
  sayName(spanOf(description.name));
  say(" not started: ");
  say(reason);
  endLine();
  return null;
}

function isGuard(description: ManifestTask): bool {
  return description.kind === TaskKind.ACL || description.kind === TaskKind.IPC_CACHE;
}

/** Stack, information page, and for the ACL server the manifest. */
function addSystemPages(space: Space, description: ManifestTask, plan: MemoryPlan): bool {
  const stack: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE | ATTRIBUTE_BACKED;
  const view: u32 = ATTRIBUTE_READ | ATTRIBUTE_BACKED;
  if (
    markAtOnce(space, STACK_END - STACK_SIZE_BYTES, STACK_SIZE_BYTES >>> PAGE_SHIFT, stack) !== Status.OK ||
    markAtOnce(space, INFORMATION_VIEW, 1, view) !== Status.OK
  ) {
    return false;
  }
  if (description.kind !== TaskKind.ACL) {
    return true;
  }
  const pages: u32 = (manifest.bytes + PAGE_SIZE_BYTES - 1) >>> PAGE_SHIFT;
  if (markAtOnce(space, MANIFEST_VIEW, pages, view) !== Status.OK) {
    return false;
  }
  fillRange(space, MANIFEST_VIEW, plan.moduleStart[MANIFEST_MODULE], manifest.bytes);
  return true;
}

/** Gives a task its peers and its space a manager, now that every task has an identity. */
function connectTask(index: u32): void {
  const description = manifest.tasks[index];
  const task = started[index].task;
  if (task === null) {
    return;
  }
  for (let peer: u32 = 0; peer < manifest.taskCount; peer++) {
    const other = started[peer].task;
    if (((description.peers >>> (peer & 31)) & 1) !== 0 && other !== null) {
      task.peers |= 1 << (taskSlot(other) & 31);
    }
  }
  const space = task.space;
  if (space === null || isGuard(description)) {
    return;
  }
  if (description.manager === MANIFEST_NONE) {
    // A task that nobody pages manages its own space: that is what VMM servers need.
    space.manager = task.identity;
    return;
  }
  const manager = description.manager < MANIFEST_TASKS_MAX ? started[description.manager].task : null;
  space.manager = manager === null ? IDENTITY_NOBODY : manager.identity;
}

/** Gives the drivers their ranges. */
function grantDevices(): void {
  for (let i: u32 = 0; i < manifest.deviceCount; i++) {
    const device = manifest.devices[i];
    const task = started[device.task].task;
    if (task !== null) {
      addDeviceRange(task.identity, device.firstFrame, device.frames);
    }
  }
}

function checkGuards(): void {
  for (let i: u32 = 0; i < manifest.taskCount; i++) {
    if (manifest.tasks[i].kind === TaskKind.ACL && started[i].task === null) {
      refuseBoot("the ACL server could not be started, and nothing may be allowed without it");
    }
  }
}

function declaresFinal(): bool {
  for (let i: u32 = 0; i < manifest.taskCount; i++) {
    if ((manifest.tasks[i].flags & MANIFEST_TASK_FINAL) !== 0) {
      return true;
    }
  }
  return false;
}

/** Writes the information page of every task. */
function fillInformation(): void {
  information.magic = INFORMATION_MAGIC;
  information.taskCount = manifest.taskCount;
  for (let i: u32 = 0; i < manifest.taskCount; i++) {
    const description = manifest.tasks[i];
    const entry = information.tasks[i];
    const task = started[i].task;
    copy(entry.name, description.name);
    entry.kind = description.kind as TaskKind;
    if (task === null) {
      continue;
    }
    entry.identity = task.identity;
    if (description.kind === TaskKind.ACL) {
      information.acl = task.identity;
    } else if (description.kind === TaskKind.IPC_CACHE) {
      information.ipcCache = task.identity;
    }
    if (task.space !== null) {
      entry.space = task.space.identity;
      entry.manager = task.space.manager;
    }
  }
  for (let i: u32 = 0; i < manifest.taskCount; i++) {
    const task = started[i].task;
    if (task !== null && task.space !== null) {
      fillRange(task.space, INFORMATION_VIEW, informationAddress(information), sizeOf<Information>());
    }
  }
}
