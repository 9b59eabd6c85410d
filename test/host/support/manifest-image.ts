/** A small correct manifest, for tests to break. */
import { TaskKind } from "../../../lib/abi/information.ts";
import {
  MANIFEST_MAGIC,
  MANIFEST_NONE,
  MANIFEST_TASK_FINAL,
  MANIFEST_VERSION,
  Right,
} from "../../../lib/abi/manifest.ts";
import { putText, putWord } from "./bytes.ts";

export const HEADER_BYTES: u32 = 24;
export const TASK_BYTES: u32 = 36;
export const RULE_BYTES: u32 = 20;
/** Tasks and rules of the manifest that putManifest writes. */
export const TASKS: u32 = 4;
export const RULES: u32 = 2;
export const DEVICES: u32 = 1;
/** Where its device range lies. */
export const DEVICE_AT: u32 = 24 + 4 * 36 + 2 * 20;
export const DEVICE_BYTES: u32 = 12;
export const MANIFEST_BYTES: u32 = 24 + 4 * 36 + 2 * 20 + 12;

/** Writes the manifest into cleared bytes: acl, ipc-cache, vmm, and a program under the vmm. */
export function putManifest(bytes: Span<u8>): void {
  putHeader(bytes, TASKS, RULES, DEVICES);
  putTask(bytes, 0, "acl", TaskKind.ACL, 20, MANIFEST_NONE, 0, 0);
  putTask(bytes, 1, "ipc-cache", TaskKind.IPC_CACHE, 19, MANIFEST_NONE, 1, 0);
  putTask(bytes, 2, "vmm-demand", TaskKind.VMM, 18, MANIFEST_NONE, 2, 0);
  putTask(bytes, 3, "figure-1", TaskKind.PROGRAM, 10, 2, 4, MANIFEST_TASK_FINAL);
  putRule(bytes, TASKS, 0, 3, Right.MEMORY, 1);
  putRule(bytes, TASKS, 1, MANIFEST_NONE, Right.MEMORY, 0);
  putWord(bytes, DEVICE_AT, 2);
  putWord(bytes, DEVICE_AT + 4, 0xf_d000);
  putWord(bytes, DEVICE_AT + 8, 0x1000);
}

export function putHeader(bytes: Span<u8>, tasks: u32, rules: u32, devices: u32): void {
  putWord(bytes, 0, MANIFEST_MAGIC);
  putWord(bytes, 4, MANIFEST_VERSION);
  putWord(bytes, 8, HEADER_BYTES + tasks * TASK_BYTES + rules * RULE_BYTES + devices * DEVICE_BYTES);
  putWord(bytes, 12, tasks);
  putWord(bytes, 16, rules);
  putWord(bytes, 20, devices);
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
}

/** Writes rule number `index` behind `tasks` tasks. */
export function putRule(bytes: Span<u8>, tasks: u32, index: u32, subject: u32, right: u32, allow: u32): void {
  const at = HEADER_BYTES + tasks * TASK_BYTES + index * RULE_BYTES;
  putWord(bytes, at, subject);
  putWord(bytes, at + 4, right);
  putWord(bytes, at + 8, allow);
  putWord(bytes, at + 12, 0x4_0000);
  putWord(bytes, at + 16, 30 + index);
}
