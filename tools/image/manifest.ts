/**
 * Makes the manifest module (lib/abi/manifest.ts) from a system description. Order of the tasks in
 * the description = task numbers. Encodes what it is given: the checks are in check-system.ts.
 */
import { TaskKind } from "../../lib/abi/information.ts";
import {
  DeviceKind,
  MANIFEST_HASH_BYTES,
  MANIFEST_MAGIC,
  MANIFEST_NAME_BYTES,
  MANIFEST_NONE,
  MANIFEST_SUBJECT_LABEL,
  MANIFEST_TASK_FINAL,
  MANIFEST_TASK_POWER,
  MANIFEST_TASK_RESTART,
  MANIFEST_TASK_VM86,
  MANIFEST_UNLIMITED,
  MANIFEST_VERSION,
  ManifestDevice,
  ManifestHeader,
  ManifestLabel,
  ManifestRegion,
  ManifestRule,
  ManifestTask,
} from "../../lib/abi/manifest.ts";
import {
  PAGE_SIZE_BYTES,
  POLICY_VIEW,
  POLICY_VIEW_PAGES,
  STORE_VIEW,
  VERDICTS_VIEW,
  VERDICTS_VIEW_PAGES,
} from "../../lib/abi/memory-map.ts";
import { EVERYONE } from "../rule.ts";
import type { Kind, System, Task } from "../system.ts";
import { blake3 } from "./blake3.ts";
import {
  type EffectiveRule,
  effectiveRules,
  grantedDevices,
  grantedNumbers,
  peerBits,
  RIGHT_NUMBERS,
  screenTasks,
} from "./effective-policy.ts";
import { encodeLayout, encodeName } from "./encode.ts";

const KIND_NUMBERS: Record<Kind, TaskKind> = {
  program: TaskKind.PROGRAM,
  acl: TaskKind.ACL,
  "ipc-cache": TaskKind.IPC_CACHE,
  vmm: TaskKind.VMM,
  server: TaskKind.SERVER,
  flat: TaskKind.FLAT,
  supervisor: TaskKind.SUPERVISOR,
};

/** Tasks whose modules the kernel compares with the manifest (docs/decisions/0024). */
const GUARDS: Kind[] = ["acl", "ipc-cache"];
/** Tasks that see what the policy publishes (docs/decisions/0020). */
const READERS: Kind[] = ["acl", "ipc-cache", "vmm", "server", "supervisor"];

/**
 * The manifest's bytes.
 * @param modules bytes of the tasks' modules by their names; the guards' hashes come from there
 */
export function encodeManifest(system: System, modules: ReadonlyMap<string, Uint8Array> = new Map()): Buffer {
  const names = Object.keys(system.tasks);
  const effective = effectiveRules(system);
  const tasks = names.map((name) => encodeTask(name, system, effective, modules.get(name)));
  const regions = encodeRegions(system);
  const devices = encodeDevices(system, effective, names);
  const labels = (system.labels ?? []).map((label) =>
    encodeLayout(ManifestLabel, { name: encodeName(label, MANIFEST_NAME_BYTES) }),
  );
  const rules = effective.map((rule) => encodeRule(rule, system, names));
  const parts = Buffer.concat([...tasks, ...regions, ...devices, ...labels, ...rules]);
  const header = (bytes: number) =>
    encodeLayout(ManifestHeader, {
      magic: MANIFEST_MAGIC,
      version: MANIFEST_VERSION,
      bytes,
      taskCount: tasks.length,
      regionCount: regions.length,
      deviceCount: devices.length,
      labelCount: labels.length,
      ruleCount: rules.length,
      permissive: system.permissive === true ? 1 : 0,
    });
  return Buffer.concat([header(header(0).length + parts.length), parts]);
}

function encodeTask(
  name: string,
  system: System,
  rules: EffectiveRule[],
  module: Uint8Array | undefined,
): Buffer {
  const task: Task<string> = system.tasks[name]!;
  const { quota = {}, kind = "program" } = task;
  const names = Object.keys(system.tasks);
  const most = (count: number | undefined) => count ?? MANIFEST_UNLIMITED;
  const final = task.final === true ? MANIFEST_TASK_FINAL : 0;
  const restart = task.restart === true ? MANIFEST_TASK_RESTART : 0;
  const power = task.power === true ? MANIFEST_TASK_POWER : 0;
  const vm86 = task.vm86 === true ? MANIFEST_TASK_VM86 : 0;
  return encodeLayout(ManifestTask, {
    name: encodeName(name, MANIFEST_NAME_BYTES),
    kind: KIND_NUMBERS[kind],
    priority: task.priority,
    manager: task.manager === undefined ? MANIFEST_NONE : names.indexOf(task.manager),
    peers: peerBits(rules, system, name),
    flags: final | restart | power | vm86,
    label: task.label === undefined ? MANIFEST_NONE : (system.labels ?? []).indexOf(task.label),
    faultDeadlineTicks: task.faultDeadlineTicks ?? 0,
    quotaFrames: quota.memory === undefined ? MANIFEST_UNLIMITED : quota.memory / PAGE_SIZE_BYTES,
    quotaTables: most(quota.pageTables),
    quotaTasks: most(quota.tasks),
    quotaSpaces: most(quota.spaces),
    hash: GUARDS.includes(kind) && module !== undefined ? moduleHash(module) : noHash(),
  });
}

function noHash(): Uint8Array {
  return new Uint8Array(MANIFEST_HASH_BYTES);
}

/** BLAKE3 of a module. */
export function moduleHash(module: Uint8Array): Buffer {
  return blake3(module);
}

/**
 * The policy's publication and the verdict table. Without an IPC cache server the table is there all the same, and
 * stays empty: who looks into it finds no verdict, not a fault.
 */
function encodeRegions(system: System): Buffer[] {
  const kinds = Object.values(system.tasks).map((task) => task.kind ?? "program");
  const readers = kinds.reduce((bits, kind, n) => bits + (READERS.includes(kind) ? 2 ** n : 0), 0);
  const acl = kinds.indexOf("acl");
  const cache = kinds.indexOf("ipc-cache");
  const region = (writer: number, address: number, pages: number) => {
    if (writer === -1) return [];
    return [encodeLayout(ManifestRegion, { address, pages, writer, readers: readers - 2 ** writer })];
  };
  return [
    ...region(acl, POLICY_VIEW, POLICY_VIEW_PAGES),
    ...region(cache === -1 ? acl : cache, VERDICTS_VIEW, VERDICTS_VIEW_PAGES),
    ...encodeStores(system),
  ];
}

/** One behind the other, each seen by its server alone. */
function encodeStores(system: System): Buffer[] {
  let address = STORE_VIEW;
  return Object.values(system.tasks).flatMap((task, writer) => {
    const pages = task.store ?? 0;
    if (pages === 0) return [];
    const store = encodeLayout(ManifestRegion, { address, pages, writer, readers: 0 });
    address += pages * PAGE_SIZE_BYTES;
    return [store];
  });
}

/** Those of the right "device" first, so that a rule's object is the place in the list. */
function encodeDevices(system: System, rules: EffectiveRule[], names: string[]): Buffer[] {
  const encode = (task: string, kind: DeviceKind, first: number, count: number) =>
    encodeLayout(ManifestDevice, { task: names.indexOf(task), kind, first, count });
  return [
    ...grantedDevices(system).map(({ task, start, bytes }) =>
      encode(task, DeviceKind.MEMORY, start / PAGE_SIZE_BYTES, bytes / PAGE_SIZE_BYTES),
    ),
    ...screenTasks(system).map((task) => encode(task, DeviceKind.SCREEN, 0, 0)),
    ...grantedNumbers(rules, system).map(({ task, kind, first, count }) => encode(task, kind, first, count)),
  ];
}

function encodeRule(rule: EffectiveRule, system: System, names: string[]): Buffer {
  return encodeLayout(ManifestRule, {
    subject: subjectCode(rule.subject, system, names),
    right: RIGHT_NUMBERS[rule.right],
    object: rule.object,
    allow: rule.allow ? 1 : 0,
    limit: rule.limit,
    line: rule.line,
  });
}

function subjectCode(subject: string, system: System, names: string[]): number {
  if (subject === EVERYONE) return MANIFEST_NONE;
  if (!subject.startsWith("@")) return names.indexOf(subject);
  return MANIFEST_SUBJECT_LABEL + (system.labels ?? []).indexOf(subject.slice(1));
}
