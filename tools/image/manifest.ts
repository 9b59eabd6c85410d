/**
 * Makes the manifest module (lib/abi/manifest.ts) from a system description. Order of the tasks in
 * the description = task numbers. Encodes what it is given: the checks are in check-system.ts.
 */
import { TaskKind } from "../../lib/abi/information.ts";
import {
  MANIFEST_MAGIC,
  MANIFEST_NAME_BYTES,
  MANIFEST_NONE,
  MANIFEST_TASK_FINAL,
  MANIFEST_VERSION,
  ManifestDevice,
  ManifestHeader,
  ManifestRule,
  ManifestTask,
  Right,
} from "../../lib/abi/manifest.ts";
import { PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { EVERYONE, type Kind, type RightName, type Rule, type System, type Task } from "../system.ts";
import { encodeLayout, encodeName } from "./encode.ts";

const KIND_NUMBERS: Record<Kind, TaskKind> = {
  program: TaskKind.PROGRAM,
  acl: TaskKind.ACL,
  "ipc-cache": TaskKind.IPC_CACHE,
  vmm: TaskKind.VMM,
  server: TaskKind.SERVER,
  flat: TaskKind.FLAT,
};

const RIGHT_NUMBERS: Record<RightName, Right> = { memory: Right.MEMORY };

/** The manifest's bytes. */
export function encodeManifest(system: System): Buffer {
  const names = Object.keys(system.tasks);
  const tasks = names.map((name) => encodeTask(name, system.tasks[name]!, names));
  const rules = system.rules.map((rule) => encodeRule(rule, names));
  const devices = names.flatMap((name, number) => encodeDevices(number, system.tasks[name]!));
  const parts = Buffer.concat([...tasks, ...rules, ...devices]);
  const header = (bytes: number) =>
    encodeLayout(ManifestHeader, {
      magic: MANIFEST_MAGIC,
      version: MANIFEST_VERSION,
      bytes,
      taskCount: tasks.length,
      ruleCount: rules.length,
      deviceCount: devices.length,
    });
  return Buffer.concat([header(header(0).length + parts.length), parts]);
}

function encodeTask(name: string, task: Task<string>, names: string[]): Buffer {
  const peers = (task.peers ?? []).reduce((bits, peer) => bits | (1 << names.indexOf(peer)), 0);
  return encodeLayout(ManifestTask, {
    name: encodeName(name, MANIFEST_NAME_BYTES),
    kind: KIND_NUMBERS[task.kind ?? "program"],
    priority: task.priority,
    manager: task.manager === undefined ? MANIFEST_NONE : names.indexOf(task.manager),
    peers: peers >>> 0,
    flags: task.final === true ? MANIFEST_TASK_FINAL : 0,
  });
}

function encodeDevices(task: number, { devices = [] }: Task<string>): Buffer[] {
  return devices.map(({ start, bytes }) =>
    encodeLayout(ManifestDevice, {
      task,
      firstFrame: start / PAGE_SIZE_BYTES,
      frames: bytes / PAGE_SIZE_BYTES,
    }),
  );
}

function encodeRule(rule: Rule<string>, names: string[]): Buffer {
  return encodeLayout(ManifestRule, {
    subject: rule.subject === EVERYONE ? MANIFEST_NONE : names.indexOf(rule.subject),
    right: RIGHT_NUMBERS[rule.right],
    allow: rule.allow ? 1 : 0,
    limit: rule.limit,
    line: rule.line,
  });
}
