/**
 * Carries to the kernel what the rules say of the rights that the kernel itself checks: peers, devices, I/O ports, interrupts
 * (docs/decisions/0062). The kernel starts with what the manifest says, and hears of every change from here, before GRANT or
 * REVOKE is answered.
 *
 * A device, port or interrupt goes to one task: a rule about several gives none of them any. The guard keeps its peers, whatever
 * rules say: without them no revocation would return. Permissive mode does not reach the kernel.
 */
import { ENTITLE_GIVE, ENTITLE_RIGHT_SHIFT } from "../../lib/abi/call.ts";
import { TaskKind } from "../../lib/abi/information.ts";
import {
  MANIFEST_INTERRUPT_LINES,
  MANIFEST_NONE,
  type ManifestDevice,
  type ManifestRule,
  Right,
} from "../../lib/abi/manifest.ts";
import { PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import { taskCount, taskEntry } from "../../lib/user/information.ts";
import { taskEntitle } from "../../lib/user/kernel-calls.ts";
import { manifestView } from "../../lib/user/manifest-view.ts";
import { policyPublication } from "../../lib/user/policy-view.ts";
import { selfIdentity } from "../../lib/user/self.ts";
import { manifestBytes, manifestDevice, manifestDeviceCount, rightOfDevice } from "./manifest-rules.ts";
import { decidingSlot } from "./policy.ts";
import { ruleInSlot, SLOT_NONE } from "./rule-table.ts";
import { policy } from "./state.ts";

const HEADER_BYTES: u32 = 4096;
/** Frames of the largest range whose bytes an amount can state. */
const FRAMES_MAX: u32 = 0xf_ffff;

/** Whether the kernel itself checks the right. */
export function isKernels(right: u32): bool {
  return (
    right === Right.PEER || right === Right.DEVICE || right === Right.IO_PORT || right === Right.INTERRUPT
  );
}

/** The whole manifest. */
export function wholeManifest(): Span<u8> {
  return manifestView(manifestBytes(manifestView(HEADER_BYTES)));
}

/** Whether a subject code is about the task. */
export function isAbout(subject: u32, task: u32): bool {
  return subject === MANIFEST_NONE || subject === task || subject === policy.described.labels[task];
}

/** Whether a subject code is about this task and no other. */
function isAboutAlone(subject: u32, task: u32): bool {
  for (let other: u32 = 0; other < taskCount(); other++) {
    if (isAbout(subject, other) !== (other === task)) {
      return false;
    }
  }
  return true;
}

/** Bytes of a device, as a rule's amount states them; a screen, more than can be stated, and what is no device have no limit. */
function deviceBytes(object: u32): u32 {
  const device: ManifestDevice = zeroed();
  if (object >= manifestDeviceCount(wholeManifest())) {
    return MANIFEST_NONE;
  }
  manifestDevice(wholeManifest(), object, device);
  return device.count === 0 || device.count > FRAMES_MAX ? MANIFEST_NONE : device.count << PAGE_SHIFT;
}

/** How much the rules let the task have of what the kernel checks; 0 for nothing. */
export function entitledAmount(task: u32, right: u32, object: u32): u32 {
  const slot: u32 = decidingSlot(policy, task, right, object);
  if (slot === SLOT_NONE) {
    return 0;
  }
  const rule: ManifestRule = ruleInSlot(policy.table, slot);
  if (rule.allow !== 1 || (right !== Right.PEER && !isAboutAlone(rule.subject, task))) {
    return 0;
  }
  return right === Right.DEVICE && rule.limit < deviceBytes(object) ? 0 : rule.limit;
}

/** Tells the kernel. Returns its answer; `words.word0` says how many pages were taken. */
export function tellKernel(
  task: u32,
  right: u32,
  gives: bool,
  object: u32,
  count: u32,
  words: SystemWords,
): Status {
  const what: u32 = task | (right << ENTITLE_RIGHT_SHIFT) | (gives ? ENTITLE_GIVE : 0);
  return taskEntitle(selfIdentity(), what, object, count, words);
}

function isGuard(task: u32): bool {
  return taskEntry(task).kind === TaskKind.ACL || taskEntry(task).kind === TaskKind.IPC_CACHE;
}

/** Tells the kernel whom the task may call by the rules. */
export function applyPeers(task: u32): void {
  const words: SystemWords = zeroed();
  let peers: u32 = 0;
  for (let peer: u32 = 0; peer < taskCount(); peer++) {
    if (entitledAmount(task, Right.PEER, peer) !== 0) {
      peers |= 1 << (peer & 31);
    }
  }
  if (!isGuard(task)) {
    tellKernel(task, Right.PEER, true, peers, 0, words);
  }
}

/** Tells the kernel whether the task has one device, range of ports or line. Returns how many pages were taken. */
export function applyObject(task: u32, right: u32, object: u32): u32 {
  const words: SystemWords = zeroed();
  const amount: u32 = entitledAmount(task, right, object);
  const status: Status = tellKernel(task, right, amount !== 0, object, amount === 0 ? 1 : amount, words);
  return status === Status.OK ? words.word0 : 0;
}

/** The same for all that the manifest or a rule of run time has named. */
function applyEveryObject(task: u32, right: u32): u32 {
  const device: ManifestDevice = zeroed();
  let pages: u32 = 0;
  for (let index: u32 = 0; index < manifestDeviceCount(wholeManifest()); index++) {
    manifestDevice(wholeManifest(), index, device);
    if (right === Right.DEVICE && rightOfDevice(device) === right) {
      pages += applyObject(task, right, index);
    } else if (right === Right.IO_PORT && rightOfDevice(device) === right && device.task === task) {
      applyObject(task, right, device.first);
    }
  }
  for (let line: u32 = 0; line < MANIFEST_INTERRUPT_LINES && right === Right.INTERRUPT; line++) {
    applyObject(task, right, line);
  }
  for (const kept of policyPublication().rules) {
    const named: bool = kept.number !== 0 && kept.right === right && right === Right.IO_PORT;
    if (named && kept.object !== MANIFEST_NONE && isAbout(kept.subject, task)) {
      applyObject(task, right, kept.object);
    }
  }
  return pages;
}

/** A rule about these words was made or taken away: tells the kernel what holds now. Returns how many pages were taken. */
export function applyChange(subject: u32, right: u32, object: u32): u32 {
  let pages: u32 = 0;
  for (let task: u32 = 0; task < taskCount(); task++) {
    if (isAbout(subject, task)) {
      if (right === Right.PEER) {
        applyPeers(task);
      } else if (object === MANIFEST_NONE) {
        pages += applyEveryObject(task, right);
      } else {
        pages += applyObject(task, right, object);
      }
    }
  }
  return pages;
}

/**
 * Asks the kernel for what a rule that is to be made would give, before it is made: what another task has, or nobody can have, is
 * refused. Whatever the answer, `applyChange` puts right what the rules do not say in the end.
 */
export function offer(rule: ManifestRule): ServerStatus {
  if (!isKernels(rule.right) || rule.right === Right.PEER) {
    return ServerStatus.OK;
  }
  const words: SystemWords = zeroed();
  const whole: bool = rule.right !== Right.DEVICE || rule.limit >= deviceBytes(rule.object);
  if (rule.object === MANIFEST_NONE || rule.limit === 0 || !whole) {
    return ServerStatus.BAD_ARGUMENT;
  }
  for (let task: u32 = 0; task < taskCount(); task++) {
    if (isAboutAlone(rule.subject, task)) {
      return statusOf(tellKernel(task, rule.right, true, rule.object, rule.limit, words));
    }
  }
  return ServerStatus.OK;
}

function statusOf(status: Status): ServerStatus {
  switch (status) {
    case Status.OK:
      return ServerStatus.OK;
    case Status.OVERLAP:
      return ServerStatus.IN_USE;
    case Status.NO_MEMORY:
      return ServerStatus.NO_SPACE;
    default:
      return ServerStatus.BAD_ARGUMENT;
  }
}
