/**
 * What the described tasks hold of the machine: frames of devices, I/O ports, interrupt lines. Filled from the manifest at boot,
 * changed by the ACL server alone (kernel/syscall/entitle-task.ts); a task that is started again holds it too.
 *
 * The entries of the manifest come first and keep their places, so that the object of a rule about a device is its place.
 * A port and a line belong to one task; frames to one task for each object.
 */
import { IDENTITY_INDEX_MASK, IDENTITY_INDEX_SHIFT } from "../../lib/abi/identity.ts";
import { DeviceKind } from "../../lib/abi/manifest.ts";
import { Status } from "../../lib/abi/status.ts";

/** MANIFEST_DEVICES_MAX, and as many that come at run time. */
const HOLDINGS_MAX = 128;
/** Holder of what nobody has; the number of no task. */
const NO_TASK: u32 = 0xffff_ffff;

export class Holding {
  /** Number of the task, which is that of its slot, or NO_TASK. */
  holder: u32 = 0;
  kind: DeviceKind = DeviceKind.MEMORY;
  /** Of MEMORY and SCREEN in frames. */
  first: u32 = 0;
  count: u32 = 0;
}

const holdings: FixedArray<Holding, typeof HOLDINGS_MAX> = zeroed();
let used: u32 = 0;

/** The next entry of the manifest; it holds no more than there is room for. */
export function addHolding(holder: u32, kind: DeviceKind, first: u32, count: u32): void {
  if (used === HOLDINGS_MAX) {
    panic("holdings: more than the manifest can hold");
  }
  state(holdings[used], holder, kind, first, count);
  used++;
}

function state(holding: Holding, holder: u32, kind: DeviceKind, first: u32, count: u32): void {
  holding.holder = holder;
  holding.kind = kind;
  holding.first = first;
  holding.count = count;
}

function isFrames(kind: DeviceKind): bool {
  return kind === DeviceKind.MEMORY || kind === DeviceKind.SCREEN;
}

function covers(holding: Holding, first: u32, count: u32): bool {
  return (
    first >= holding.first &&
    first - holding.first < holding.count &&
    count <= holding.count - (first - holding.first)
  );
}

function meets(holding: Holding, first: u32, count: u32): bool {
  return holding.first < first + count && first < holding.first + holding.count;
}

/** Whether one range of ports or lines that a task holds covers `[first, first + count)`, which does not wrap. */
export function holdsNumbers(taskNumber: u32, kind: DeviceKind, first: u32, count: u32): bool {
  for (let i: u32 = 0; i < used; i++) {
    const holding = holdings[i];
    if (holding.holder === taskNumber && holding.kind === kind && covers(holding, first, count)) {
      return true;
    }
  }
  return false;
}

/** Whether one range of frames that the running task of this identity holds covers `[first, first + count)`. */
export function holdsFrames(identity: u32, first: u32, count: u32): bool {
  const holder: u32 = (identity >>> IDENTITY_INDEX_SHIFT) & IDENTITY_INDEX_MASK;
  for (let i: u32 = 0; i < used; i++) {
    const holding = holdings[i];
    if (holding.holder === holder && isFrames(holding.kind) && covers(holding, first, count)) {
      return true;
    }
  }
  return false;
}

/** Whether a task holds the screen. */
export function holdsScreen(taskNumber: u32): bool {
  for (let i: u32 = 0; i < used; i++) {
    if (holdings[i].holder === taskNumber && holdings[i].kind === DeviceKind.SCREEN) {
      return true;
    }
  }
  return false;
}

/** The frames that a rule's object means, or null where it means none. */
export function deviceOf(object: u32): Holding | null {
  return object < used && isFrames(holdings[object].kind) ? holdings[object] : null;
}

/** Gives a device to a task. Answers OVERLAP while another one has it, BAD_ARGUMENT, or OK. */
export function giveDevice(taskNumber: u32, object: u32): Status {
  const device = deviceOf(object);
  if (device === null) {
    return Status.BAD_ARGUMENT;
  }
  if (device.holder !== taskNumber && device.holder !== NO_TASK) {
    return Status.OVERLAP;
  }
  device.holder = taskNumber;
  return Status.OK;
}

/** Takes a device from a task. False when it did not hold it. */
export function dropDevice(taskNumber: u32, object: u32): bool {
  const device = deviceOf(object);
  if (device === null || device.holder !== taskNumber) {
    return false;
  }
  device.holder = NO_TASK;
  return true;
}

/**
 * Gives a range of ports or lines, which does not wrap, to a task, in place of the one that it has from the same first number
 * on. Answers OVERLAP while another task has some of it, NO_MEMORY without a place, or OK.
 */
export function giveNumbers(taskNumber: u32, kind: DeviceKind, first: u32, count: u32): Status {
  let place: u32 = used;
  for (let i: u32 = 0; i < used; i++) {
    const holding = holdings[i];
    if (holding.kind === kind && holding.holder !== NO_TASK) {
      if (holding.holder !== taskNumber && meets(holding, first, count)) {
        return Status.OVERLAP;
      }
      if (holding.holder === taskNumber && holding.first === first) {
        place = i;
      }
    } else if (holding.holder === NO_TASK && !isFrames(holding.kind) && place === used) {
      place = i;
    }
  }
  if (place === HOLDINGS_MAX) {
    return Status.NO_MEMORY;
  }
  state(holdings[place], taskNumber, kind, first, count);
  used += place === used ? 1 : 0;
  return Status.OK;
}

/** Takes all ranges of ports or lines from a task that have a number in `[first, first + count)`. */
export function dropNumbers(taskNumber: u32, kind: DeviceKind, first: u32, count: u32): void {
  for (let i: u32 = 0; i < used; i++) {
    const holding = holdings[i];
    if (holding.holder === taskNumber && holding.kind === kind && meets(holding, first, count)) {
      holding.holder = NO_TASK;
    }
  }
}
