/**
 * What a system description must fulfil beyond its types. Descriptions are trusted input, yet a
 * mistake in one should be told here, by name, and not by a kernel that refuses to boot.
 */
import { existsSync } from "node:fs";
import { INFORMATION_TASKS_MAX } from "../../lib/abi/information.ts";
import {
  MANIFEST_DEVICES_MAX,
  MANIFEST_NAME_BYTES,
  MANIFEST_RULES_MAX,
  MANIFEST_TASKS_MAX,
  PRIORITY_COUNT,
} from "../../lib/abi/manifest.ts";
import { PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { inRoot } from "../paths.ts";
import { EVERYONE, type System, type Task } from "../system.ts";
import { effectiveRules } from "./effective-policy.ts";

const TASKS_MAX = Math.min(MANIFEST_TASKS_MAX, INFORMATION_TASKS_MAX);
const PHYSICAL_END = 2 ** 44;
const AMOUNT_MAX = 0xffff_ffff;

/** All mistakes in a description, one line each; empty when there are none. */
export function systemMistakes(system: System): string[] {
  const tasks = Object.entries(system.tasks);
  const known = new Set(Object.keys(system.tasks));
  return [
    ...(tasks.length === 0 ? ["it has no tasks"] : []),
    ...(tasks.length > TASKS_MAX ? [`it has ${tasks.length} tasks, at most ${TASKS_MAX} fit`] : []),
    ...tasks.flatMap(([name, task]) => taskMistakes(name, task, system)),
    ...kindMistakes(tasks),
    ...ruleMistakes(system, known),
    ...deviceMistakes(tasks),
    ...storeMistakes(tasks),
  ];
}

function taskMistakes(name: string, task: Task<string>, system: System): string[] {
  const mistakes: string[] = [];
  const say = (text: string) => mistakes.push(`task ${name}: ${text}`);
  if (!/^[a-z][a-z0-9-]*$/.test(name))
    say("a name is lower-case letters, digits and hyphens, a letter first");
  if (name.length >= MANIFEST_NAME_BYTES) say(`a name has at most ${MANIFEST_NAME_BYTES - 1} characters`);
  if (!existsSync(inRoot(task.program))) say(`its program ${task.program} does not exist`);
  if (!Number.isInteger(task.priority) || task.priority < 0 || task.priority >= PRIORITY_COUNT) {
    say(`its priority ${task.priority} is not one of 0 to ${PRIORITY_COUNT - 1}`);
  }
  for (const peer of task.peers ?? []) {
    if (!(peer in system.tasks)) say(`its peer ${peer} is no task of this system`);
    if (peer === name) say("it is its own peer");
    if (system.tasks[peer]?.kind === "flat") say(`its peer ${peer} is flat: flat tasks receive no messages`);
  }
  for (const device of task.devices ?? []) {
    if (!isPages(device.start) || !isPages(device.bytes) || device.bytes === 0)
      say(`its device range ${device.start}, ${device.bytes} bytes, is not whole pages below 2^44`);
  }
  if (task.kind === "flat" && (task.peers ?? []).length > 0) say("it is flat: flat tasks send no messages");
  if (task.kind === "flat" && task.manager !== undefined) say("it is flat: nobody manages its memory");
  if (task.manager !== undefined) mistakes.push(...managerMistakes(name, task.manager, system));
  return mistakes;
}

function isPages(bytes: number): boolean {
  return Number.isInteger(bytes) && bytes >= 0 && bytes < PHYSICAL_END && bytes % PAGE_SIZE_BYTES === 0;
}

function managerMistakes(name: string, manager: string, system: System): string[] {
  const kind = system.tasks[manager]?.kind ?? "program";
  if (!(manager in system.tasks)) return [`task ${name}: its manager ${manager} is no task of this system`];
  if (manager === name) return [`task ${name}: it is its own manager`];
  if (kind !== "vmm" && kind !== "server")
    return [`task ${name}: its manager ${manager} is of kind ${kind}, not vmm or server`];
  return [];
}

function kindMistakes(tasks: [string, Task<string>][]): string[] {
  const count = (kind: string) => tasks.filter(([, task]) => task.kind === kind).length;
  const finals = tasks.filter(([, task]) => task.final === true).length;
  return [
    ...(count("acl") === 1 ? [] : [`it has ${count("acl")} tasks of kind acl, exactly one is needed`]),
    ...(count("ipc-cache") <= 1
      ? []
      : [`it has ${count("ipc-cache")} tasks of kind ipc-cache, at most one may be`]),
    ...(finals <= 1 ? [] : [`it has ${finals} final tasks, at most one may be`]),
  ];
}

/** Room for the policy's and the verdicts' regions is kept. */
const STORE_PAGES_MAX = 4000;

function storeMistakes(tasks: [string, Task<string>][]): string[] {
  const pages = (task: Task<string>) => task.store ?? 0;
  const total = tasks.reduce((sum, [, task]) => sum + pages(task), 0);
  return [
    ...tasks
      .filter(([, task]) => !Number.isInteger(pages(task)) || pages(task) < 0)
      .map(([name]) => `task ${name}: its store is not a whole number of pages`),
    ...tasks
      .filter(([, task]) => pages(task) !== 0 && task.kind !== "vmm")
      .map(([name]) => `task ${name}: only tasks of kind vmm have a store`),
    ...(total > STORE_PAGES_MAX ? [`its stores have ${total} pages, at most ${STORE_PAGES_MAX} fit`] : []),
  ];
}

function deviceMistakes(tasks: [string, Task<string>][]): string[] {
  const count = tasks.reduce((sum, [, task]) => sum + (task.devices?.length ?? 0), 0);
  return count > MANIFEST_DEVICES_MAX
    ? [`it has ${count} device ranges, at most ${MANIFEST_DEVICES_MAX} fit`]
    : [];
}

function ruleMistakes(system: System, known: Set<string>): string[] {
  const rules = effectiveRules(system);
  const mistakes = rules.flatMap((rule, index) => {
    const say = `rule ${index + 1} (line ${rule.line})`;
    const unknown = !rule.subject.startsWith("@") && rule.subject !== EVERYONE && !known.has(rule.subject);
    const badLimit = !Number.isInteger(rule.limit) || rule.limit < 0 || rule.limit > AMOUNT_MAX;
    return [
      ...(unknown ? [`${say}: ${rule.subject} is no task of this system`] : []),
      ...(badLimit ? [`${say}: the limit ${rule.limit} is not a whole number of bytes below 4 GiB`] : []),
    ];
  });
  if (rules.length > MANIFEST_RULES_MAX) {
    mistakes.push(`it has ${rules.length} rules, at most ${MANIFEST_RULES_MAX} fit`);
  }
  return mistakes;
}
