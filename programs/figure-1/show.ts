/** How the demonstration looks on a terminal of 80 columns. It prints and decides nothing. */
import { IDENTITY_NOBODY } from "../../lib/abi/identity.ts";
import { decimalWidth } from "../../lib/core/text.ts";
import { ServerStatus, serverStatusText } from "../../lib/proto/server-status.ts";
import { type Allocation, TraceKind, type TraceRecord, type TraceStep } from "../../lib/proto/vmm.ts";
import { printTaskName } from "../../lib/user/names.ts";
import {
  print,
  printDecimal,
  printDecimalColumn,
  printHex,
  printLine,
  printPadding,
} from "../../lib/user/print.ts";
import { selfIdentity } from "../../lib/user/self.ts";
import { vmmTrace } from "../../lib/user/vmm-client.ts";

const COLUMN_WHAT: u32 = 32;
const COLUMN_COST: u32 = 68;
const COST_WIDTH: u32 = 10;
const KIB_BYTES: u32 = 1024;
const MIB_BYTES: u32 = 1024 * KIB_BYTES;

/** Appends an amount in the largest unit that it is a whole number of. */
export function printBytes(bytes: u32): void {
  if (bytes !== 0 && bytes % MIB_BYTES === 0) {
    printDecimal(bytes / MIB_BYTES);
    print(" MiB");
  } else if (bytes !== 0 && bytes % KIB_BYTES === 0) {
    printDecimal(bytes / KIB_BYTES);
    print(" KiB");
  } else {
    printDecimal(bytes);
    print(" bytes");
  }
}

/** The two lines above the first step. */
export function showTitle(): void {
  printLine("");
  print("Figure 1: a task asks for memory, servers decide.");
  printPadding(COLUMN_COST + COST_WIDTH - 12);
  printLine("instructions");
}

/** The line that opens a step. */
export function showStep(number: u32, title: string): void {
  printLine("");
  printDecimal(number);
  print(". ");
  printLine(title);
}

function printName(identity: u32): void {
  if (identity === IDENTITY_NOBODY) {
    print("kernel");
  } else {
    printTaskName(identity);
  }
}

function depthOf(kind: TraceKind): u32 {
  switch (kind) {
    case TraceKind.CHECK:
    case TraceKind.KERNEL:
      return 1;
    case TraceKind.DECIDE:
      return 2;
    default:
      return 0;
  }
}

function describe(step: TraceStep, what: string, bytes: u32, kernelCall: string): void {
  switch (step.kind) {
    case TraceKind.REQUEST:
      print(what);
      printBytes(bytes);
      break;
    case TraceKind.CHECK:
      print(step.hit ? "is it allowed? known: a hit" : "is it allowed? not known: a miss");
      break;
    case TraceKind.DECIDE:
      print("decide by the rules");
      break;
    case TraceKind.KERNEL:
      print(kernelCall);
      break;
    case TraceKind.FAULT:
      print(what);
      break;
    default:
      print("something else");
  }
}

/** Ends the line with a cost in its column. */
export function endWithCost(cost: u32): void {
  printPadding(COLUMN_COST);
  printDecimalColumn(cost, COST_WIDTH);
  printLine("");
}

/** One line: this task asked a server. */
export function showCall(asked: u32, what: string, cost: u32): void {
  print("   ");
  printName(selfIdentity());
  print(" -> ");
  printName(asked);
  printPadding(COLUMN_WHAT);
  print(what);
  endWithCost(cost);
}

function showTraceStep(step: TraceStep, what: string, bytes: u32, kernelCall: string): void {
  print("   ");
  for (let i: u32 = 0; i < depthOf(step.kind); i++) {
    print("  ");
  }
  printName(step.asker);
  print(" -> ");
  printName(step.asked);
  printPadding(COLUMN_WHAT);
  describe(step, what, bytes, kernelCall);
  endWithCost(step.cost);
}

/**
 * Shows who asked whom for the last request or fault, one line each.
 * @param what the first line's words; a request's amount follows them
 * @param bytes that amount
 * @param kernelCall the name of the kernel call in it
 * @param cost what the first step cost as this task saw it
 * @returns which kinds of steps there were: bit n for TraceKind n, bit 8 for a hit
 */
export function showTrace(record: TraceRecord, what: string, bytes: u32, kernelCall: string, cost: u32): u32 {
  const step: TraceStep = zeroed();
  let seen: u32 = 0;
  for (let i: u32 = 0; i < 8; i++) {
    vmmTrace(record, i, step);
    if (step.status !== ServerStatus.OK) {
      return seen;
    }
    if (i === 0) {
      step.cost = cost;
    }
    seen |= (1 << (step.kind & 7)) | (step.hit ? SEEN_HIT : 0);
    showTraceStep(step, what, bytes, kernelCall);
  }
  return seen;
}

/** Bits of what `showTrace` returns. */
export const SEEN_REQUEST: u32 = 0x01;
export const SEEN_CHECK: u32 = 0x02;
export const SEEN_DECIDE: u32 = 0x04;
export const SEEN_KERNEL: u32 = 0x08;
export const SEEN_FAULT: u32 = 0x10;
export const SEEN_HIT: u32 = 0x100;

/** Appends which rule decided and what it allows this task. */
function printRule(allocation: Allocation): void {
  if (allocation.rule === 0) {
    print("no rule allows ");
    printTaskName(selfIdentity());
    print(" any memory");
    return;
  }
  print("rule ");
  printDecimal(allocation.rule);
  print(" (iso/system.ts:");
  printDecimal(allocation.line);
  print(") allows ");
  printTaskName(selfIdentity());
  print(" ");
  if (allocation.limit === 0) {
    print("no memory");
  } else {
    printBytes(allocation.limit);
  }
}

/** One line: what was granted and why, or why not. */
export function showVerdict(allocation: Allocation): void {
  print("   = ");
  if (allocation.status === ServerStatus.OK) {
    print("granted at ");
    printHex(allocation.address);
    print(": ");
    printRule(allocation);
  } else if (allocation.status === ServerStatus.REFUSED) {
    print("REFUSED: ");
    printRule(allocation);
  } else {
    print("not granted: ");
    print(serverStatusText(allocation.status));
  }
  printLine("");
}

/** One line of a number with its meaning. */
export function showFigure(what: string, value: u32): void {
  print("   = ");
  print(what);
  printPadding(COLUMN_COST + COST_WIDTH - decimalWidth(value));
  printDecimal(value);
  printLine("");
}
