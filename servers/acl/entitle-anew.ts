/**
 * What the kernel hears from an ACL server that was started again: the one before may have ended between a rule and the kernel.
 * With rules that are whole it is told anew what each task has. With rules that are not, what came at run time goes, and nothing comes
 * back that was revoked: only what the manifest gives stays, as far as it is there still.
 */
import {
  MANIFEST_INTERRUPT_LINES,
  MANIFEST_PORTS_END,
  type ManifestDevice,
  Right,
} from "../../lib/abi/manifest.ts";
import { taskCount } from "../../lib/user/information.ts";
import { policyPublication } from "../../lib/user/policy-view.ts";
import { applyObject, applyPeers, entitledAmount, tellKernel, wholeManifest } from "./entitle.ts";
import { manifestDevice, manifestDeviceCount, manifestPeers, rightOfDevice } from "./manifest-rules.ts";

const words: SystemWords = zeroed();
const device: ManifestDevice = zeroed();

/** The range of ports that stays with a task; the first one of those that begin at or after some port. */
class Ports {
  first: u32 = 0;
  count: u32 = 0;
}

function choose(found: Ports, from: u32, first: u32, count: u32): void {
  if (count !== 0 && first + count > from && first < found.first) {
    found.first = first;
    found.count = count;
  }
}

/** The first range that reaches beyond `from`; begins at MANIFEST_PORTS_END where there is none. */
function findPorts(task: u32, byRules: bool, from: u32, found: Ports): void {
  found.first = MANIFEST_PORTS_END;
  found.count = 0;
  for (let index: u32 = 0; index < manifestDeviceCount(wholeManifest()); index++) {
    manifestDevice(wholeManifest(), index, device);
    if (device.task === task && rightOfDevice(device) === Right.IO_PORT) {
      const ruled: u32 = byRules ? entitledAmount(task, Right.IO_PORT, device.first) : device.count;
      choose(found, from, device.first, ruled);
    }
  }
  for (const kept of policyPublication().rules) {
    if (byRules && kept.number !== 0 && kept.right === Right.IO_PORT && kept.object < MANIFEST_PORTS_END) {
      choose(found, from, kept.object, entitledAmount(task, Right.IO_PORT, kept.object));
    }
  }
}

/** Takes all ports from a task but those that stay; with rules these are given again. */
function applyPorts(task: u32, byRules: bool): void {
  const ports: Ports = zeroed();
  let from: u32 = 0;
  while (from < MANIFEST_PORTS_END) {
    findPorts(task, byRules, from, ports);
    if (ports.first > from) {
      tellKernel(task, Right.IO_PORT, false, from, ports.first - from, words);
    }
    if (byRules && ports.count !== 0) {
      applyObject(task, Right.IO_PORT, ports.first);
    }
    from = ports.first + (ports.count === 0 ? 1 : ports.count);
  }
}

/** Tells the kernel all that the rules say. */
export function applyAll(): void {
  for (let task: u32 = 0; task < taskCount(); task++) {
    applyPeers(task);
    for (let index: u32 = 0; index < manifestDeviceCount(wholeManifest()); index++) {
      manifestDevice(wholeManifest(), index, device);
      if (rightOfDevice(device) === Right.DEVICE) {
        applyObject(task, Right.DEVICE, index);
      }
    }
    for (let line: u32 = 0; line < MANIFEST_INTERRUPT_LINES; line++) {
      applyObject(task, Right.INTERRUPT, line);
    }
    applyPorts(task, true);
  }
}

/** Whether the manifest gives the task the line, or, with Right.DEVICE, the device. */
function isGiven(task: u32, right: u32, object: u32): bool {
  for (let index: u32 = 0; index < manifestDeviceCount(wholeManifest()); index++) {
    manifestDevice(wholeManifest(), index, device);
    const named: u32 = right === Right.DEVICE ? index : device.first;
    if (device.task === task && rightOfDevice(device) === right && named === object) {
      return true;
    }
  }
  return false;
}

/** Takes what the manifest does not give. */
export function takeAllOfRunTime(): void {
  const numbers: u32 = manifestDeviceCount(wholeManifest()) + MANIFEST_INTERRUPT_LINES;
  for (let task: u32 = 0; task < taskCount(); task++) {
    tellKernel(task, Right.PEER, false, manifestPeers(wholeManifest(), task), 0, words);
    for (let number: u32 = 0; number < numbers; number++) {
      if (!isGiven(task, Right.DEVICE, number)) {
        tellKernel(task, Right.DEVICE, false, number, 1, words);
      }
      if (!isGiven(task, Right.INTERRUPT, number)) {
        tellKernel(task, Right.INTERRUPT, false, number, 1, words);
      }
    }
    applyPorts(task, false);
  }
}
