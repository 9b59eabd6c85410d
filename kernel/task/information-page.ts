/**
 * The system information page (lib/abi/information.ts): the kernel's own copy, and the one frame that
 * every described task sees.
 *
 * Each change is written at once, between an odd and an even version: a task that was interrupted while it
 * read sees that the version has moved on.
 */
import { IDENTITY_NOBODY } from "../../lib/abi/identity.ts";
import {
  INFORMATION_MAGIC,
  type Information,
  type InformationScreen,
  type InformationTask,
  type ScreenChannel,
  ScreenKind,
  TaskEnd,
  TaskKind,
} from "../../lib/abi/information.ts";
import { INFORMATION_VIEW, PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import { copyIntoFrame } from "../arch/frame-window.ts";
import { informationAddress } from "../arch/kernel-memory.ts";
import { framesEnd } from "../arch/processor.ts";
import { describeProcessor } from "../arch/processor-name.ts";
import {
  type BootFramebuffer,
  type BootInformation,
  FRAMEBUFFER_INDEXED,
  FRAMEBUFFER_TEXT,
  screenBytes,
} from "../boot/boot-information.ts";
import { NO_FRAME } from "../memory/frame-table.ts";
import { takeKeptFrame } from "../memory/frames.ts";
import { KEPT_READABLE, keptMemoryIsThere, mapKept } from "../memory/kept-frames.ts";
import type { Space } from "../memory/space.ts";
import { describedCount, descriptionOf, isRestarted } from "./described.ts";
import { findTask, isDescribed, slotNumber, type Task, taskSlot } from "./task.ts";

const information: Information = zeroed({ align: 4 });
/** The one frame. */
const frames: FixedArray<u32, 1> = arrayOf(NO_FRAME);

/** Fills in what the description says; writeInformation is still to come. False when there is no frame for the page. */
export function startInformation(boot: BootInformation): bool {
  frames[0] = takeKeptFrame();
  if (frames[0] === NO_FRAME) {
    return false;
  }
  information.magic = INFORMATION_MAGIC;
  information.taskCount = describedCount();
  copy(information.commandLine, boot.commandLine);
  describeScreen(information.screen, boot.framebuffer);
  describeProcessor(information.processor);
  for (let i: u32 = 0; i < describedCount(); i++) {
    const entry = information.tasks[i];
    copy(entry.name, descriptionOf(i).name);
    entry.kind = descriptionOf(i).kind as TaskKind;
    entry.priority = descriptionOf(i).priority;
    entry.flags = descriptionOf(i).flags;
    entry.end = TaskEnd.NOT_STARTED;
  }
  return true;
}

/** One that lies where the processor cannot reach is none. */
function describeScreen(screen: InformationScreen, found: BootFramebuffer): void {
  const end: u64 = u64(framesEnd()) << u64(PAGE_SHIFT);
  if (found.width === 0 || found.address + u64(screenBytes(found)) > end) {
    return;
  }
  screen.kind = screenKind(found.kind);
  screen.addressLow = u32(found.address);
  screen.addressHigh = u32(found.address >> 32n);
  screen.pitch = found.pitch;
  screen.width = found.width;
  screen.height = found.height;
  screen.depth = found.depth;
  describeChannel(screen.red, found.channels);
  describeChannel(screen.green, found.channels >> 16n);
  describeChannel(screen.blue, found.channels >> 32n);
}

function screenKind(kind: u32): ScreenKind {
  if (kind === FRAMEBUFFER_TEXT) {
    return ScreenKind.TEXT;
  }
  return kind === FRAMEBUFFER_INDEXED ? ScreenKind.INDEXED : ScreenKind.COLOUR;
}

function describeChannel(channel: ScreenChannel, bytes: u64): void {
  channel.position = u32(bytes) & 0xff;
  channel.bits = (u32(bytes) >>> 8) & 0xff;
}

/** Maps the page into the space of a described task. False when memory runs out. */
export function mapInformation(space: Space): bool {
  if (!keptMemoryIsThere(1, 1)) {
    return false;
  }
  return mapKept(space, INFORMATION_VIEW, spanOf(frames), KEPT_READABLE);
}

/** Writes the whole page, before anybody reads it. */
export function writeInformation(): void {
  copyIntoFrame(frames[0], 0, informationAddress(information), sizeOf<Information>());
}

/** A described task begins; it has an identity and, unless it is flat, a space and its manager. */
export function noteStart(task: Task, restarts: u32): void {
  nextVersion();
  recordStart(task, restarts);
  writeEntry(taskSlot(task));
  nextVersion();
}

/** The same, before writeInformation. */
export function recordStart(task: Task, restarts: u32): void {
  const entry = information.tasks[taskSlot(task)];
  entry.identity = task.identity;
  entry.restarts = restarts;
  entry.end = TaskEnd.NONE;
  entry.endDetail = 0;
  if (task.space !== null) {
    entry.space = task.space.identity;
    entry.manager = task.space.manager;
  }
  if (entry.kind === TaskKind.ACL) {
    information.acl = task.identity;
  } else if (entry.kind === TaskKind.IPC_CACHE) {
    information.ipcCache = task.identity;
  }
}

/** A task has ended; of a described one the page says why. */
export function noteEnd(task: Task, end: TaskEnd, detail: u32): void {
  if (!isDescribed(task)) {
    return;
  }
  const taskNumber: u32 = taskSlot(task);
  nextVersion();
  information.tasks[taskNumber].end = end;
  information.tasks[taskNumber].endDetail = detail;
  writeEntry(taskNumber);
  nextVersion();
}

/** A described task's space has another manager. */
export function noteManager(taskNumber: u32, manager: u32): void {
  nextVersion();
  information.tasks[taskNumber].manager = manager;
  writeEntry(taskNumber);
  nextVersion();
}

/** The last identity of a described task, and of its manager; IDENTITY_NOBODY for none. */
export function lastIdentity(taskNumber: u32): u32 {
  return information.tasks[taskNumber].identity;
}

export function lastManager(taskNumber: u32): u32 {
  return information.tasks[taskNumber].manager;
}

/** Whether the manager of this identity has ended, was the last of its task, and is to be started again. */
export function managerReturns(identity: u32): bool {
  return wasDescribed(identity) && isRestarted(slotNumber(identity));
}

// A symbol of its own: the way of a fault asks it only when there is no manager.
symbol(managerReturns, "managerReturns");

/** Whether the identity is the last of a described task that has ended. */
export function wasDescribed(identity: u32): bool {
  const taskNumber: u32 = slotNumber(identity);
  return (
    identity !== IDENTITY_NOBODY &&
    taskNumber < describedCount() &&
    lastIdentity(taskNumber) === identity &&
    findTask(identity) === null
  );
}

/** How often a described task was started again. */
export function restartCount(taskNumber: u32): u32 {
  return information.tasks[taskNumber].restarts;
}

/** Odd while a change is being written. */
function nextVersion(): void {
  information.version++;
  copyIntoFrame(frames[0], 0, informationAddress(information), offsetOf<Information>("tasks"));
}

function writeEntry(taskNumber: u32): void {
  const bytes: u32 = sizeOf<InformationTask>();
  const offset: u32 = offsetOf<Information>("tasks") + taskNumber * bytes;
  copyIntoFrame(frames[0], offset, informationAddress(information) + offset, bytes);
}
