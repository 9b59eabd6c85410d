/**
 * What a system description must fulfil beyond its types. Descriptions are trusted input, yet a
 * mistake in one should be told here, by name, and not by a kernel that refuses to boot.
 */
import { existsSync } from "node:fs";
import { INFORMATION_TASKS_MAX } from "../../lib/abi/information.ts";
import {
  MANIFEST_DEVICES_MAX,
  MANIFEST_INTERRUPT_LINES,
  MANIFEST_LABELS_MAX,
  MANIFEST_NAME_BYTES,
  MANIFEST_PORTS_END,
  MANIFEST_TASKS_MAX,
  PRIORITY_COUNT,
} from "../../lib/abi/manifest.ts";
import { KERNEL_HEAP_MIN_BYTES, PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { inRoot } from "../paths.ts";
import { type DeviceRange, MIB, type PortRange, type System, type Task } from "../system.ts";
import { policyMistakes } from "./check-policy.ts";
import { wordMistakes } from "./check-words.ts";
import { effectiveRules, grantedDevices, grantedNumbers, lineOf, screenTasks } from "./effective-policy.ts";

const TASKS_MAX = Math.min(MANIFEST_TASKS_MAX, INFORMATION_TASKS_MAX);
const PHYSICAL_END = 2 ** 44;
/** All regions together have at most MANIFEST_REGION_PAGES_MAX pages; some are for what the guard publishes. */
const STORE_PAGES_MAX = 4000;
const TICKS_MAX = 0x7fff_ffff;
/** What the emulator has (tools/emulator.ts). */
const DEFAULT_RAM_BYTES = 128 * MIB;
/** The kernel's heap, and what it, the modules and the first megabyte take at most beside it. */
const KERNEL_SHARE_BYTES = KERNEL_HEAP_MIN_BYTES + 6 * MIB;

/** A mistake and the line of the description where it stands; 0 where that is not known. */
export interface Mistake {
  line: number;
  text: string;
}

/** All mistakes in a description; empty when there are none. */
export function systemMistakes(system: System): Mistake[] {
  const words = wordMistakes(system);
  if (words.length > 0) return words;
  const tasks = Object.entries(system.tasks);
  const whole = (text: string): Mistake => ({ line: lineOf(system, "tasks"), text });
  const mistakes = [
    ...(tasks.length === 0 ? [whole("it has no tasks")] : []),
    ...(tasks.length > TASKS_MAX ? [whole(`it has ${tasks.length} tasks, at most ${TASKS_MAX} fit`)] : []),
    ...tasks.flatMap(([name, task]) => taskMistakes(name, task, system)),
    ...kindMistakes(tasks).map(whole),
    ...storeMistakes(system, tasks),
    ...labelMistakes(system),
    ...quotaMistakes(system),
    ...deviceMistakes(system),
  ];
  return mistakes.length > 0 ? mistakes : policyMistakes(system);
}

function taskMistakes(name: string, task: Task<string>, system: System): Mistake[] {
  const mistakes: Mistake[] = [];
  const say = (text: string, part = "") =>
    mistakes.push({ line: lineOf(system, `tasks.${name}${part}`), text: `task ${name}: ${text}` });
  if (!/^[a-z][a-z0-9-]*$/.test(name))
    say("a name is lower-case letters, digits and hyphens, a letter first");
  if (name.length >= MANIFEST_NAME_BYTES) say(`a name has at most ${MANIFEST_NAME_BYTES - 1} characters`);
  if (!existsSync(inRoot(task.program))) say(`its program ${task.program} does not exist`, ".program");
  if (!Number.isInteger(task.priority) || task.priority < 0 || task.priority >= PRIORITY_COUNT) {
    say(`its priority ${task.priority} is not one of 0 to ${PRIORITY_COUNT - 1}`, ".priority");
  }
  for (const [part, others] of [
    [".peers", task.peers],
    [".notifies", task.notifies],
  ] as const) {
    for (const peer of others ?? []) {
      if (!(peer in system.tasks)) say(`its peer ${peer} is no task of this system`, part);
      if (peer === name) say("it is its own peer", part);
      if (system.tasks[peer]?.kind === "flat")
        say(`its peer ${peer} is flat: flat tasks receive no messages`, part);
    }
  }
  for (const device of task.devices ?? []) {
    if (!isRange(device))
      say(
        `its device range ${device.start}, ${device.bytes} bytes, is not whole pages below 2^44`,
        ".devices",
      );
  }
  for (const range of task.ports ?? []) {
    if (!isPortRange(range)) say(`there are no ports ${range.first} + ${range.count}`, ".ports");
  }
  for (const interrupt of task.interrupts ?? []) {
    if (!isInterruptLine(interrupt)) say(`there is no interrupt line ${interrupt}`, ".interrupts");
  }
  const driven = [task.ports, task.interrupts, task.screen, task.power].some((part) => part !== undefined);
  if (task.kind === "flat" && driven)
    say("it is flat: it needs no ports, interrupts, screen or power by call");
  if (task.kind !== "flat" && task.vm86 !== undefined)
    say("it is not flat: 16-bit code runs in the flat domain alone", ".vm86");
  const speaks = (task.peers ?? []).length + (task.notifies ?? []).length > 0;
  if (task.kind === "flat" && speaks) say("it is flat: flat tasks send no messages", ".peers");
  if (task.kind === "flat" && task.manager !== undefined)
    say("it is flat: nobody manages its memory", ".manager");
  if (task.restart === true) restartMistakes(task, system).forEach((text) => void say(text, ".restart"));
  if (task.label !== undefined && !(system.labels ?? []).includes(task.label))
    say(`its label ${task.label} is none of this system`, ".label");
  if (!isTicks(task.faultDeadlineTicks))
    say(`${task.faultDeadlineTicks} is no deadline`, ".faultDeadlineTicks");
  if (task.manager !== undefined)
    managerMistakes(name, task.manager, system).forEach((text) => void say(text, ".manager"));
  return mistakes;
}

function isTicks(ticks = 0): boolean {
  return Number.isInteger(ticks) && ticks >= 0 && ticks <= TICKS_MAX;
}

function isRange({ start, bytes }: DeviceRange): boolean {
  return isPages(start) && isPages(bytes) && bytes !== 0;
}

function isPortRange({ first, count }: PortRange): boolean {
  const whole = Number.isInteger(first) && Number.isInteger(count);
  return whole && first >= 0 && count > 0 && first + count <= MANIFEST_PORTS_END;
}

/** Line 2 leads to the second controller, line 0 is the kernel's. */
function isInterruptLine(line: number): boolean {
  return Number.isInteger(line) && line > 0 && line !== 2 && line < MANIFEST_INTERRUPT_LINES;
}

function restartMistakes(task: Task<string>, system: System): string[] {
  const kinds = Object.values(system.tasks).map(({ kind }) => kind);
  if (task.kind === "flat") return ["it is flat: it cannot be started again"];
  if (task.final === true) return ["the machine stops when it ends: it cannot be started again"];
  return kinds.includes("supervisor") ? [] : ["there is no task of kind supervisor to start it again"];
}

function labelMistakes(system: System): Mistake[] {
  const labels = system.labels ?? [];
  const say = (text: string): Mistake => ({ line: lineOf(system, "labels"), text });
  return [
    ...(labels.length > MANIFEST_LABELS_MAX
      ? [say(`it has ${labels.length} labels, at most ${MANIFEST_LABELS_MAX} fit`)]
      : []),
    ...labels.flatMap((label, index) => {
      if (!/^[a-z][a-z0-9-]*$/.test(label) || label.length >= MANIFEST_NAME_BYTES)
        return [say(`label ${label}: a label is named like a task`)];
      if (labels.indexOf(label) !== index) return [say(`label ${label}: it is there twice`)];
      const carried = Object.values(system.tasks).some((task) => task.label === label);
      return carried ? [] : [say(`label ${label}: no task carries it`)];
    }),
  ];
}

/** What tasks are promised must be there in the smallest machine. */
function quotaMistakes(system: System): Mistake[] {
  const memory = (system.ram ?? DEFAULT_RAM_BYTES) - KERNEL_SHARE_BYTES;
  let sum = 0;
  for (const [name, { quota = {} }] of Object.entries(system.tasks)) {
    const line = lineOf(system, `tasks.${name}.quota`);
    const say = (text: string): Mistake[] => [{ line, text: `task ${name}: ${text}` }];
    if (quota.memory !== undefined && !isPages(quota.memory))
      return say(`its quota of ${quota.memory} bytes is not whole pages`);
    for (const count of [quota.pageTables, quota.tasks, quota.spaces]) {
      if (count !== undefined && (!Number.isInteger(count) || count < 0))
        return say(`a quota of ${count} is none`);
    }
    sum += quota.memory ?? 0;
    if (sum > memory)
      return say(
        `the quotas up to here, ${sum} bytes, are more than the ${memory} bytes that tasks can have`,
      );
  }
  return [];
}

function isPages(bytes: number): boolean {
  return Number.isInteger(bytes) && bytes >= 0 && bytes < PHYSICAL_END && bytes % PAGE_SIZE_BYTES === 0;
}

function managerMistakes(name: string, manager: string, system: System): string[] {
  const kind = system.tasks[manager]?.kind ?? "program";
  if (!(manager in system.tasks)) return [`its manager ${manager} is no task of this system`];
  if (manager === name) return ["it is its own manager"];
  if (kind !== "vmm" && kind !== "server")
    return [`its manager ${manager} is of kind ${kind}, not vmm or server`];
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
    ...(count("supervisor") <= 1
      ? []
      : [`it has ${count("supervisor")} tasks of kind supervisor, at most one may be`]),
    ...(finals <= 1 ? [] : [`it has ${finals} final tasks, at most one may be`]),
  ];
}

function storeMistakes(system: System, tasks: [string, Task<string>][]): Mistake[] {
  const say = (name: string, text: string): Mistake => ({
    line: lineOf(system, `tasks.${name}.store`),
    text: `task ${name}: ${text}`,
  });
  let total = 0;
  return tasks.flatMap(([name, { store = 0, kind }]) => {
    if (!Number.isInteger(store) || store < 0) return [say(name, "its store is not a whole number of pages")];
    if (store !== 0 && kind !== "vmm") return [say(name, "only tasks of kind vmm have a store")];
    total += store;
    return total > STORE_PAGES_MAX && store !== 0
      ? [say(name, `with its store the stores have ${total} pages, at most ${STORE_PAGES_MAX} fit`)]
      : [];
  });
}

function deviceMistakes(system: System): Mistake[] {
  const numbers = grantedNumbers(effectiveRules(system), system);
  const count = grantedDevices(system).length + screenTasks(system).length + numbers.length;
  const odd = Object.entries(system.devices ?? {}).filter(([, range]) => !isRange(range));
  return [
    ...odd.map(([name, { start, bytes }]) => ({
      line: lineOf(system, `devices.${name}`),
      text: `device ${name}: the range ${start}, ${bytes} bytes, is not whole pages below 2^44`,
    })),
    ...(count > MANIFEST_DEVICES_MAX
      ? [
          {
            line: 0,
            text: `it has ${count} devices, ports and interrupts, at most ${MANIFEST_DEVICES_MAX} fit`,
          },
        ]
      : []),
  ];
}
