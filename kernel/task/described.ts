/**
 * The system as it is described: the manifest, and the modules that its tasks are loaded from. Both stay
 * in the kernel's part of the map, so that a task can be started again.
 *
 * Numbers of tasks are those of the manifest; they are checked when the boot reads it.
 */
import { TaskKind } from "../../lib/abi/information.ts";
import {
  MANIFEST_TASK_FINAL,
  MANIFEST_TASK_RESTART,
  type MANIFEST_TASKS_MAX,
  type ManifestTask,
} from "../../lib/abi/manifest.ts";
import { kernelBytes } from "../arch/kernel-memory.ts";
import type { BootInformation } from "../boot/boot-information.ts";
import { hasOption } from "../boot/command-line.ts";
import { type Manifest, parseManifest } from "../boot/manifest.ts";
import { ManifestError, manifestErrorText } from "../boot/manifest-error.ts";
import type { MemoryPlan } from "../boot/memory-plan.ts";
import { endLine, say, sayName } from "../debug/console.ts";
import { refuseBoot } from "../debug/panic.ts";
import { limitAccount } from "../memory/accounts.ts";
import type { Space } from "../memory/space.ts";
import { accountOf, slotNumber, type Task, taskInSlot } from "./task.ts";
import { chooseManagers } from "./vmm-parameter.ts";

const MANIFEST_MODULE: u32 = 0;
/** Module of task number 0. */
const FIRST_TASK_MODULE: u32 = 1;
export const NOBODY_RETURNS: u32 = 0xffff_ffff;

class Module {
  address: u32 = 0;
  /** 0: the boot loader has not brought it. */
  bytes: u32 = 0;
}

const manifest: Manifest = zeroed();
const manifestModule: Module = zeroed();
const modules: FixedArray<Module, typeof MANIFEST_TASKS_MAX> = zeroed();
let aclNumber: u32 = 0;
let returning: u32 = NOBODY_RETURNS;

/** Reads the manifest and remembers where the modules lie; refuses the boot without a good one. */
export function readDescription(boot: BootInformation, plan: MemoryPlan): void {
  if (boot.moduleCount === 0) {
    refuseBoot("no modules: load the manifest and the servers with the kernel (make run does)");
  }
  manifestModule.address = plan.moduleStart[MANIFEST_MODULE];
  const bytes = boot.modules[MANIFEST_MODULE].bytes;
  const error = parseManifest(kernelBytes(manifestModule.address, bytes), manifest);
  if (error !== ManifestError.NONE) {
    say("kernel: manifest: ");
    say(manifestErrorText(error));
    endLine();
    refuseBoot("the first module is not a manifest that can be read: build the image again");
  }
  chooseManagers(boot, manifest);
  manifestModule.bytes = manifest.bytes;
  for (let i: u32 = 0; i < manifest.taskCount && i + FIRST_TASK_MODULE < boot.moduleCount; i++) {
    modules[i].address = plan.moduleStart[i + FIRST_TASK_MODULE];
    modules[i].bytes = boot.modules[i + FIRST_TASK_MODULE].bytes;
  }
  // A person ends the machine.
  const isAttended = hasOption(boot, "shell");
  for (let i: u32 = 0; i < manifest.taskCount; i++) {
    const task = manifest.tasks[i];
    if (isAttended) {
      task.flags &= ~MANIFEST_TASK_FINAL;
    }
    limitAccount(i, task.quotaFrames, task.quotaTables, task.quotaTasks, task.quotaSpaces);
    if (task.kind === TaskKind.ACL) {
      aclNumber = i;
    }
  }
}

/** The manifest as it was read. */
export function description(): Manifest {
  return manifest;
}

/** How many tasks are described. */
export function describedCount(): u32 {
  return manifest.taskCount;
}

/** What the description says of a task. */
export function descriptionOf(taskNumber: u32): ManifestTask {
  return manifest.tasks[taskNumber];
}

/** Where the manifest lies, identity-mapped. */
export function manifestAddress(): u32 {
  return manifestModule.address;
}

/** The module that a task is loaded from; empty where the boot loader has brought none. */
export function moduleBytesOf(taskNumber: u32): Span<u8> {
  return kernelBytes(modules[taskNumber].address, modules[taskNumber].bytes);
}

/** Where that module lies, identity-mapped. */
export function moduleAddressOf(taskNumber: u32): u32 {
  return modules[taskNumber].address;
}

/** The number of the ACL server. */
export function aclTaskNumber(): u32 {
  return aclNumber;
}

/** Whether a task is part of the guard: the ACL server, the IPC cache server. */
export function isGuard(taskNumber: u32): bool {
  const kind: u32 = manifest.tasks[taskNumber].kind;
  return kind === TaskKind.ACL || kind === TaskKind.IPC_CACHE;
}

/** Whether the ACL server or the IPC cache server lives in this space. */
export function isGuardSpace(space: Space): bool {
  for (let i: u32 = 0; i < manifest.taskCount; i++) {
    const task = isGuard(i) ? taskInSlot(i) : null;
    if (task !== null && task.space === space) {
      return true;
    }
  }
  return false;
}

/** The kind of the task of an identity that is or was one; of one that nobody described PROGRAM. */
export function kindOf(identity: u32): u32 {
  const slot: u32 = slotNumber(identity);
  return slot < manifest.taskCount ? manifest.tasks[slot].kind : TaskKind.PROGRAM;
}

/** The supervisor, while it runs; null in a system without one. */
export function supervisor(): Task | null {
  for (let i: u32 = 0; i < manifest.taskCount; i++) {
    if (manifest.tasks[i].kind === TaskKind.SUPERVISOR) {
      return taskInSlot(i);
    }
  }
  return null;
}

/** Whether a task that ends comes back: a supervisor that runs starts it again by its description, or is doing it. */
export function isRestarted(taskNumber: u32): bool {
  if (taskNumber === returning) {
    return true;
  }
  return (manifest.tasks[taskNumber].flags & MANIFEST_TASK_RESTART) !== 0 && supervisor() !== null;
}

/** The supervisor is starting this task again, whatever its description says; NOBODY_RETURNS when it has. */
export function setReturning(taskNumber: u32): void {
  returning = taskNumber;
}

/** Ticks that the task's manager has for a fault, as the description says of the task that pays for it; 0 for no deadline. */
export function faultDeadlineOf(task: Task): u32 {
  const account: u32 = accountOf(task);
  return account < manifest.taskCount ? manifest.tasks[account].faultDeadlineTicks : 0;
}

/** One line: a task is not started, and why. */
export function sayNotStarted(taskNumber: u32, reason: string): void {
  say("kernel: task ");
  sayName(spanOf(manifest.tasks[taskNumber].name));
  say(" not started: ");
  say(reason);
  endLine();
}
