/** `map`, `why`, `trace`: what a task has of its VMM server, by which rule, and what the last request cost. */
import { IDENTITY_NOBODY } from "../../lib/abi/identity.ts";
import { ServerStatus, serverStatusText } from "../../lib/proto/server-status.ts";
import {
  REGION_IS_REVOKED,
  REGION_IS_SHARED,
  type Reason,
  TraceKind,
  TraceRecord,
  type TraceStep,
  type VmmRegion,
  vmmPolicyName,
  WHY_BACKED,
  WHY_CACHED,
  WHY_REVOKED,
  WHY_STORED,
} from "../../lib/proto/vmm.ts";
import { TASK_NUMBER_NONE, taskEntry } from "../../lib/user/information.ts";
import { vmmRegionOf, vmmTraceOf, vmmWhyOf } from "../../lib/user/vmm-client.ts";
import type { CommandLine } from "./command-line.ts";
import {
  beginRow,
  beginTable,
  bytesText,
  endLine,
  endTitles,
  hexText,
  numberColumn,
  rowNumber,
  rowText,
  say,
  sayDecimal,
  sayHex,
  sayLine,
  sayTo,
  textColumn,
} from "./output.ts";
import { placeText } from "./places.ts";
import { identityName, NO_NUMBER, readAddress, readTask, taskName } from "./words.ts";

/** However many a server claims to have. */
const REGIONS_MAX: u32 = 128;
const STEPS_MAX: u32 = 8;
const COLUMN_WHAT: u32 = 34;
const COLUMN_COST: u32 = 70;

/** The server that manages the task's memory, or IDENTITY_NOBODY. */
function serverOf(taskNumber: u32): u32 {
  const manager: u32 = taskEntry(taskNumber).manager;
  return manager === taskEntry(taskNumber).identity ? IDENTITY_NOBODY : manager;
}

/** The same, after a line that says so if nobody does. */
function managerOfTask(taskNumber: u32): u32 {
  const manager: u32 = serverOf(taskNumber);
  if (manager !== IDENTITY_NOBODY) {
    return manager;
  }
  say("no VMM server manages ");
  say(taskName(taskNumber));
  sayLine(": it has its image and its stack, and nothing more");
  return IDENTITY_NOBODY;
}

function sayFailed(status: ServerStatus): void {
  say("the VMM server says: ");
  sayLine(serverStatusText(status));
}

export function commandMap(line: CommandLine): void {
  const taskNumber: u32 = readTask(line.word(1));
  const manager: u32 = taskNumber === TASK_NUMBER_NONE ? IDENTITY_NOBODY : managerOfTask(taskNumber);
  if (manager === IDENTITY_NOBODY) {
    return;
  }
  const region: VmmRegion = zeroed();
  vmmRegionOf(manager, taskNumber, 0, region);
  if (region.status === ServerStatus.BAD_ARGUMENT) {
    say(taskName(taskNumber));
    sayLine(" holds no memory of its VMM server");
    return;
  }
  if (region.status !== ServerStatus.OK) {
    sayFailed(region.status);
    return;
  }
  beginTable();
  textColumn("from", 8);
  textColumn("to", 8);
  numberColumn("size", 10);
  numberColumn("rule", 8);
  numberColumn("line", 5);
  textColumn("", 10);
  endTitles();
  for (let i: u32 = 0; i < REGIONS_MAX && region.status === ServerStatus.OK; i++) {
    beginRow();
    rowText(hexText(region.address));
    rowText(hexText(region.address + region.bytes - 1));
    rowText(bytesText(region.bytes));
    rowNumber(region.rule);
    rowNumber(region.line);
    rowText(
      (region.flags & REGION_IS_REVOKED) !== 0
        ? "revoked"
        : (region.flags & REGION_IS_SHARED) !== 0
          ? "shared"
          : "own",
    );
    endLine();
    vmmRegionOf(manager, taskNumber, i + 1, region);
  }
}

function pageText(flags: u32): string {
  if ((flags & WHY_REVOKED) !== 0) {
    return "revoked: a touch is refused";
  }
  if ((flags & WHY_BACKED) !== 0) {
    return "a frame is behind it";
  }
  return (flags & WHY_STORED) !== 0 ? "its contents are in the VMM's store" : "reserved, not touched yet";
}

export function commandWhy(line: CommandLine): void {
  const taskNumber: u32 = readTask(line.word(1));
  const address: u64 = taskNumber === TASK_NUMBER_NONE ? NO_NUMBER : readAddress(line.word(2));
  if (address === NO_NUMBER) {
    return;
  }
  const manager: u32 = serverOf(taskNumber);
  const reason: Reason = zeroed();
  reason.status = ServerStatus.NOT_FOUND;
  if (manager !== IDENTITY_NOBODY) {
    vmmWhyOf(manager, taskNumber, u32(address), reason);
  }
  if (reason.status === ServerStatus.NOT_FOUND) {
    sayHex(u32(address));
    say(": ");
    sayLine(placeText(u32(address)));
    return;
  }
  if (reason.status !== ServerStatus.OK) {
    sayFailed(reason.status);
    return;
  }
  sayHex(u32(address));
  say(": ");
  sayLine(pageText(reason.flags));
  say("  rule ");
  sayDecimal(reason.rule);
  say(", line ");
  sayDecimal(reason.line);
  say(", policy epoch ");
  sayDecimal(reason.epoch);
  say((reason.flags & WHY_CACHED) !== 0 ? ", from the cache" : ", asked for");
  endLine();
  say("  given at tick ");
  sayDecimal(reason.tick);
  say(" by ");
  say(identityName(manager));
  say(", policy ");
  sayLine(vmmPolicyName(reason.policy));
}

function stepText(step: TraceStep): string {
  switch (step.kind) {
    case TraceKind.REQUEST:
      return "asks for, or gives back, memory";
    case TraceKind.CHECK:
      return step.hit ? "is it allowed? a hit" : "is it allowed? a miss";
    case TraceKind.DECIDE:
      return "decide by the rules";
    case TraceKind.KERNEL:
      return "a memory call";
    case TraceKind.FAULT:
      return "page fault";
    default:
      return "?";
  }
}

function stepDepth(kind: TraceKind): u32 {
  if (kind === TraceKind.DECIDE) {
    return 4;
  }
  return kind === TraceKind.CHECK || kind === TraceKind.KERNEL ? 2 : 0;
}

/** The steps of one record, each under the one that asked for it. */
function showRecord(manager: u32, taskNumber: u32, record: TraceRecord): u32 {
  const step: TraceStep = zeroed();
  for (let i: u32 = 0; i < STEPS_MAX; i++) {
    vmmTraceOf(manager, taskNumber, record, i, step);
    if (step.status !== ServerStatus.OK) {
      return i;
    }
    sayTo(stepDepth(step.kind));
    say(step.asker === IDENTITY_NOBODY ? "kernel" : identityName(step.asker));
    say(" -> ");
    say(step.asked === IDENTITY_NOBODY ? "kernel" : identityName(step.asked));
    sayTo(COLUMN_WHAT);
    say(stepText(step));
    sayTo(COLUMN_COST);
    sayDecimal(step.cost);
    endLine();
  }
  return STEPS_MAX;
}

export function commandTrace(line: CommandLine): void {
  const taskNumber: u32 = readTask(line.word(1));
  const manager: u32 = taskNumber === TASK_NUMBER_NONE ? IDENTITY_NOBODY : managerOfTask(taskNumber);
  if (manager === IDENTITY_NOBODY) {
    return;
  }
  say("who asked whom");
  sayTo(COLUMN_WHAT);
  say("what");
  sayTo(COLUMN_COST);
  sayLine("units");
  const requests: u32 = showRecord(manager, taskNumber, TraceRecord.REQUEST);
  const faults: u32 = showRecord(manager, taskNumber, TraceRecord.FAULT);
  if (requests + faults === 0) {
    sayLine("nothing yet, or the VMM server does not tell");
  }
}
