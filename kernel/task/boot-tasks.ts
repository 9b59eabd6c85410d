/**
 * Starts the tasks of the manifest, and makes them ready to run. A module that cannot be started costs
 * that task alone, with a line that says why; only without an ACL server there is nothing to go on with.
 */
import { TaskKind } from "../../lib/abi/information.ts";
import { DeviceKind, MANIFEST_TASK_FINAL } from "../../lib/abi/manifest.ts";
import { PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import { type BootFramebuffer, type BootInformation, screenBytes } from "../boot/boot-information.ts";
import { ElfError, elfErrorText } from "../boot/elf.ts";
import type { MemoryPlan } from "../boot/memory-plan.ts";
import { refuseBoot } from "../debug/panic.ts";
import { addHolding } from "../memory/holdings.ts";
import { keptMemoryIsThere } from "../memory/kept-frames.ts";
import { setManager } from "../memory/space.ts";
import { checkSeal } from "./check-seal.ts";
import {
  aclTaskNumber,
  describedCount,
  description,
  descriptionOf,
  readDescription,
  sayNotStarted,
} from "./described.ts";
import { recordStart, startInformation, writeInformation } from "./information-page.ts";
import { takeRefusal } from "./load-described.ts";
import { hasNotes, mapNotes, startPublished } from "./published.ts";
import { makeReady } from "./scheduler.ts";
import { beginDescribed, loadDescribed, managerFor, startFlatDescribed } from "./start-described.ts";
import { findTask, startTaskSlots, type Task, taskInSlot } from "./task.ts";

const NO_MEMORY_FOR_TASKS = "there is not enough memory for what the tasks of the manifest share";

/** Reads the manifest, checks the seal, starts the tasks, while vectors are in use. */
export function startTasks(boot: BootInformation, plan: MemoryPlan): void {
  readDescription(boot, plan);
  startTaskSlots();
  checkSeal();
  if (!startInformation(boot) || !startPublished()) {
    refuseBoot(NO_MEMORY_FOR_TASKS);
  }
  for (let i: u32 = 0; i < describedCount(); i++) {
    startTask(i);
  }
  for (let i: u32 = 0; i < describedCount(); i++) {
    connectTask(i);
  }
  writeInformation();
  checkNeeded();
  grantDevices(boot.framebuffer);
  for (let i: u32 = 0; i < describedCount(); i++) {
    const task = taskInSlot(i);
    if (task !== null) {
      makeReady(task);
    }
  }
}

/** The task is in its slot then, not connected yet; or it is not, and a line says why. */
function startTask(taskNumber: u32): void {
  if (descriptionOf(taskNumber).kind === TaskKind.FLAT) {
    startFlatDescribed(taskNumber, 0);
  } else {
    const space = loadDescribed(taskNumber);
    if (space !== null) {
      beginDescribed(taskNumber, space);
    }
  }
  const error = takeRefusal();
  if (error !== ElfError.NONE) {
    sayNotStarted(taskNumber, elfErrorText(error));
  }
}

/** Gives a task's space a manager, and that one its notes, now that every task has an identity. */
function connectTask(taskNumber: u32): void {
  const task = taskInSlot(taskNumber);
  if (task === null) {
    return;
  }
  if (task.space !== null) {
    setManager(task.space, managerFor(task, taskNumber));
    const manager = findTask(task.space.manager);
    if (manager !== null && hasNotes(taskNumber)) {
      giveNotes(manager, taskNumber);
    }
  }
  recordStart(task, 0);
}

function giveNotes(manager: Task, taskNumber: u32): void {
  if (!keptMemoryIsThere(1, 2) || manager.space === null) {
    refuseBoot(NO_MEMORY_FOR_TASKS);
  }
  mapNotes(manager.space, taskNumber);
}

/** Gives the drivers what the manifest says. */
function grantDevices(screen: BootFramebuffer): void {
  for (let i: u32 = 0; i < description().deviceCount; i++) {
    const device = description().devices[i];
    const kind = device.kind as DeviceKind;
    if (kind === DeviceKind.SCREEN && screen.width !== 0) {
      const first: u32 = u32(screen.address >> u64(PAGE_SHIFT));
      const last: u32 = u32((screen.address + u64(screenBytes(screen)) - 1n) >> u64(PAGE_SHIFT));
      addHolding(device.task, kind, first, last - first + 1);
    } else {
      addHolding(device.task, kind, device.first, device.count);
    }
  }
}

/** Without the ACL server nothing may be allowed; without the final task nothing would ever end. */
function checkNeeded(): void {
  if (taskInSlot(aclTaskNumber()) === null) {
    refuseBoot("the ACL server could not be started, and nothing may be allowed without it");
  }
  for (let i: u32 = 0; i < describedCount(); i++) {
    if ((descriptionOf(i).flags & MANIFEST_TASK_FINAL) !== 0 && taskInSlot(i) === null) {
      refuseBoot("the task that the machine is to end with could not be started");
    }
  }
}
