/** A small correct manifest, for tests to break. */
import { TaskKind } from "../../../lib/abi/information.ts";
import {
  DeviceKind,
  MANIFEST_MAGIC,
  MANIFEST_NONE,
  MANIFEST_TASK_FINAL,
  MANIFEST_UNLIMITED,
  MANIFEST_VERSION,
  Right,
} from "../../../lib/abi/manifest.ts";
import { PUBLISHED_START } from "../../../lib/abi/memory-map.ts";
import { putText, putWord } from "./bytes.ts";

export const HEADER_BYTES: u32 = 36;
export const TASK_BYTES: u32 = 92;
export const REGION_BYTES: u32 = 16;
export const DEVICE_BYTES: u32 = 16;
export const LABEL_BYTES: u32 = 16;
export const RULE_BYTES: u32 = 24;
/** What the manifest that putManifest writes has. */
export const TASKS: u32 = 4;
export const REGIONS: u32 = 2;
export const DEVICES: u32 = 1;
export const LABELS: u32 = 1;
export const RULES: u32 = 2;
/** Where its parts lie. */
export const REGION_AT: u32 = 36 + 4 * 92;
export const DEVICE_AT: u32 = 36 + 4 * 92 + 2 * 16;
export const LABEL_AT: u32 = 36 + 4 * 92 + 2 * 16 + 16;
export const RULE_AT: u32 = 36 + 4 * 92 + 2 * 16 + 16 + 16;
export const MANIFEST_BYTES: u32 = 36 + 4 * 92 + 2 * 16 + 16 + 16 + 2 * 24;

/** Writes the manifest into cleared bytes: acl, ipc-cache, vmm, and a program under the vmm. */
export function putManifest(bytes: Span<u8>): void {
  putHeader(bytes, TASKS, REGIONS, DEVICES, LABELS, RULES);
  putTask(bytes, 0, "acl", TaskKind.ACL, 20, MANIFEST_NONE, 0, 0);
  putTask(bytes, 1, "ipc-cache", TaskKind.IPC_CACHE, 19, MANIFEST_NONE, 1, 0);
  putTask(bytes, 2, "vmm-demand", TaskKind.VMM, 18, MANIFEST_NONE, 2, 0);
  putTask(bytes, 3, "figure-1", TaskKind.PROGRAM, 10, 2, 4, MANIFEST_TASK_FINAL);
  putRegion(bytes, 0, PUBLISHED_START, 8, 0, 0b0110);
  putRegion(bytes, 1, PUBLISHED_START + 0x8000, 1, 1, 0b0100);
  putWord(bytes, DEVICE_AT, 2);
  putWord(bytes, DEVICE_AT + 4, DeviceKind.MEMORY);
  putWord(bytes, DEVICE_AT + 8, 0xf_d000);
  putWord(bytes, DEVICE_AT + 12, 0x1000);
  putText(bytes, LABEL_AT, "guests");
  putRule(bytes, RULE_AT, 0, 3, Right.MEMORY, 1);
  putRule(bytes, RULE_AT, 1, MANIFEST_NONE, Right.MEMORY, 0);
}

export function putHeader(
  bytes: Span<u8>,
  tasks: u32,
  regions: u32,
  devices: u32,
  labels: u32,
  rules: u32,
): void {
  const fixed: u32 = HEADER_BYTES + tasks * TASK_BYTES + regions * REGION_BYTES + devices * DEVICE_BYTES;
  putWord(bytes, 0, MANIFEST_MAGIC);
  putWord(bytes, 4, MANIFEST_VERSION);
  putWord(bytes, 8, fixed + labels * LABEL_BYTES + rules * RULE_BYTES);
  putWord(bytes, 12, tasks);
  putWord(bytes, 16, regions);
  putWord(bytes, 20, devices);
  putWord(bytes, 24, labels);
  putWord(bytes, 28, rules);
  putWord(bytes, 32, 0);
}

export function putTask(
  bytes: Span<u8>,
  index: u32,
  name: string,
  kind: u32,
  priority: u32,
  manager: u32,
  peers: u32,
  flags: u32,
): void {
  const at = HEADER_BYTES + index * TASK_BYTES;
  putText(bytes, at, name);
  putWord(bytes, at + 16, kind);
  putWord(bytes, at + 20, priority);
  putWord(bytes, at + 24, manager);
  putWord(bytes, at + 28, peers);
  putWord(bytes, at + 32, flags);
  putWord(bytes, at + 36, MANIFEST_NONE);
  putWord(bytes, at + 40, 0);
  putWord(bytes, at + 44, MANIFEST_UNLIMITED);
  putWord(bytes, at + 48, MANIFEST_UNLIMITED);
  putWord(bytes, at + 52, MANIFEST_UNLIMITED);
  putWord(bytes, at + 56, MANIFEST_UNLIMITED);
}

/** Writes region number `index` behind the tasks of the manifest of putManifest. */
export function putRegion(
  bytes: Span<u8>,
  index: u32,
  address: u32,
  pages: u32,
  writer: u32,
  readers: u32,
): void {
  const at = REGION_AT + index * REGION_BYTES;
  putWord(bytes, at, address);
  putWord(bytes, at + 4, pages);
  putWord(bytes, at + 8, writer);
  putWord(bytes, at + 12, readers);
}

/** Writes rule number `index` of those that begin at `start`. */
export function putRule(bytes: Span<u8>, start: u32, index: u32, subject: u32, right: u32, allow: u32): void {
  const at = start + index * RULE_BYTES;
  putWord(bytes, at, subject);
  putWord(bytes, at + 4, right);
  putWord(bytes, at + 8, MANIFEST_NONE);
  putWord(bytes, at + 12, allow);
  putWord(bytes, at + 16, 0x4_0000);
  putWord(bytes, at + 20, 30 + index);
}
