/**
 * The rules of a system as the ACL server gets them: those that the description states, in its order, and
 * after them those that its tasks imply: peers, devices, ports, interrupts of a task alone, and what a revocation needs
 * (the ACL server notifies the VMM servers and itself, they acknowledge; docs/decisions/0021).
 */
import { DeviceKind, MANIFEST_NONE, MANIFEST_UNLIMITED, PolicyUse, Right } from "../../lib/abi/manifest.ts";
import { PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { EVERYONE, type PolicyUseName, type RightName, type Rule } from "../rule.ts";
import type { DeviceRange, System } from "../system.ts";

export const RIGHT_NUMBERS: Record<RightName, Right> = {
  memory: Right.MEMORY,
  "shared-memory": Right.SHARED_MEMORY,
  device: Right.DEVICE,
  "io-ports": Right.IO_PORT,
  interrupt: Right.INTERRUPT,
  peer: Right.PEER,
  "vmm-exchange": Right.VMM_EXCHANGE,
  policy: Right.POLICY,
};

export const POLICY_USE_NUMBERS: Record<PolicyUseName, PolicyUse> = {
  query: PolicyUse.QUERY,
  grant: PolicyUse.GRANT,
  revoke: PolicyUse.REVOKE,
  mode: PolicyUse.MODE,
};

/** A rule with its object as a number. */
export interface EffectiveRule {
  /** A task's name, "@" and a label, or "*". */
  subject: string;
  right: RightName;
  /** MANIFEST_NONE: whatever it is. -1: something that the description does not have. */
  object: number;
  allow: boolean;
  limit: number;
  line: number;
  /** Part of the description that implies it; a stated rule has none. */
  impliedBy?: string;
}

/** A device range that one task may map; its place in the list is the object of the rule about it. */
export interface GrantedDevice extends DeviceRange {
  task: string;
  /** Its name in `devices`; a range of the task alone has none. */
  name?: string;
}

/** All device ranges that tasks get: their own, then those that rules give them. */
export function grantedDevices(system: System): GrantedDevice[] {
  const own = Object.entries(system.tasks).flatMap(([task, { devices = [] }]) =>
    devices.map((device) => ({ ...device, task })),
  );
  const named = system.rules.flatMap((rule): GrantedDevice[] => {
    const range = system.devices?.[rule.about.of ?? ""];
    if (rule.right !== "device" || !rule.allow || range === undefined) return [];
    return [{ ...range, task: rule.subject, name: rule.about.of! }];
  });
  return [...own, ...named];
}

/** Tasks that may map the screen; their rules' objects follow those of the device ranges. */
export function screenTasks(system: System): string[] {
  return Object.keys(system.tasks).filter((name) => system.tasks[name]!.screen === true);
}

/** Something that the kernel lets a task use by its rules. */
export interface GrantedNumbers {
  task: string;
  kind: DeviceKind.PORTS | DeviceKind.INTERRUPT;
  first: number;
  count: number;
}

/** The ports and interrupts that the rules leave to one task: those whose first rule allows them. */
export function grantedNumbers(rules: EffectiveRule[], system: System): GrantedNumbers[] {
  return rules.flatMap((rule, index): GrantedNumbers[] => {
    const { subject, right, object: first, limit } = rule;
    if ((right !== "io-ports" && right !== "interrupt") || !rule.allow) return [];
    const [task, ...others] = tasksOf(system, subject);
    if (task === undefined || others.length > 0) return [];
    if (decidingRule(rules, system, task, right, first) !== index + 1) return [];
    return right === "io-ports"
      ? [{ task, kind: DeviceKind.PORTS, first, count: limit }]
      : [{ task, kind: DeviceKind.INTERRUPT, first, count: 1 }];
  });
}

/** The rules of the manifest, in its order; rule number n is the n-th, from 1. */
export function effectiveRules(system: System): EffectiveRule[] {
  const devices = grantedDevices(system);
  return [
    ...system.rules.map((rule) => statedRule(rule, system, devices)),
    ...impliedPeers(system),
    ...impliedDevices(system, devices),
    ...impliedNumbers(system),
  ];
}

function statedRule(rule: Rule, system: System, devices: GrantedDevice[]): EffectiveRule {
  const { subject, right, allow, line } = rule;
  const limit = allow ? statedLimit(rule, system) : 0;
  return { subject, right, object: objectOf(rule, system, devices), allow, limit, line };
}

function statedLimit({ right, about }: Rule, system: System): number {
  if (about.upTo !== undefined) return about.upTo;
  if (about.pages !== undefined) return about.pages * PAGE_SIZE_BYTES;
  if (about.count !== undefined) return about.count;
  const device = right === "device" ? system.devices?.[about.of ?? ""] : undefined;
  return device === undefined ? MANIFEST_UNLIMITED : device.bytes;
}

function objectOf({ subject, right, about }: Rule, system: System, devices: GrantedDevice[]): number {
  const name = about.of ?? about.to ?? about.use;
  if (name === EVERYONE) return MANIFEST_NONE;
  if (right === "device" && name !== undefined)
    return devices.findIndex((device) => device.task === subject && device.name === name);
  if (right === "policy" && name !== undefined) return POLICY_USE_NUMBERS[name as PolicyUseName] ?? -1;
  if (name !== undefined) return Object.keys(system.tasks).indexOf(name);
  return about.from ?? about.line ?? MANIFEST_NONE;
}

function impliedPeers(system: System): EffectiveRule[] {
  const names = Object.keys(system.tasks);
  const peer = (subject: string, to: string, part: string): EffectiveRule => ({
    subject,
    right: "peer",
    object: names.indexOf(to),
    allow: true,
    limit: MANIFEST_UNLIMITED,
    line: lineOf(system, part),
    impliedBy: part,
  });
  const listed = names.flatMap((name) => {
    const { peers = [], notifies = [] } = system.tasks[name]!;
    return [
      ...peers.map((to) => peer(name, to, `tasks.${name}.peers`)),
      ...notifies.map((to) => peer(name, to, `tasks.${name}.notifies`)),
    ];
  });
  const acls = names.filter((name) => system.tasks[name]!.kind === "acl");
  const vmms = names.filter((name) => system.tasks[name]!.kind === "vmm");
  const revocation = acls.flatMap((acl) => [
    peer(acl, acl, `tasks.${acl}`),
    ...vmms.flatMap((vmm) => [peer(acl, vmm, `tasks.${vmm}`), peer(vmm, acl, `tasks.${vmm}`)]),
  ]);
  const isNew = (rule: EffectiveRule) =>
    !listed.some((other) => other.subject === rule.subject && other.object === rule.object);
  return [...listed, ...revocation.filter(isNew)];
}

function impliedDevices(system: System, devices: GrantedDevice[]): EffectiveRule[] {
  return devices.flatMap(({ task, name, bytes }, object): EffectiveRule[] => {
    if (name !== undefined) return [];
    const part = `tasks.${task}.devices`;
    const line = lineOf(system, part);
    const limit = Math.min(bytes, MANIFEST_UNLIMITED);
    return [{ subject: task, right: "device", object, allow: true, limit, line, impliedBy: part }];
  });
}

/** Screens, whose size is found at boot, ports and interrupts. */
function impliedNumbers(system: System): EffectiveRule[] {
  const rule = (
    task: string,
    right: RightName,
    part: string,
    object: number,
    limit: number,
  ): EffectiveRule => {
    const impliedBy = `tasks.${task}.${part}`;
    return { subject: task, right, object, allow: true, limit, line: lineOf(system, impliedBy), impliedBy };
  };
  const firstScreen = grantedDevices(system).length;
  return [
    ...screenTasks(system).map((task, n) =>
      rule(task, "device", "screen", firstScreen + n, MANIFEST_UNLIMITED),
    ),
    ...Object.entries(system.tasks).flatMap(([task, { ports = [], interrupts = [] }]) => [
      ...ports.map(({ first, count }) => rule(task, "io-ports", "ports", first, count)),
      ...interrupts.map((line) => rule(task, "interrupt", "interrupts", line, MANIFEST_UNLIMITED)),
    ]),
  ];
}

/** Line of a part of the description, or of the nearest part around it; 0 where its text does not show it. */
export function lineOf(system: System, part: string): number {
  for (let name = part; name !== ""; name = name.slice(0, Math.max(0, name.lastIndexOf(".")))) {
    const line = system.lines?.[name];
    if (line !== undefined) return line;
  }
  return 0;
}

/** Tasks that a subject stands for. */
export function tasksOf(system: System, subject: string): string[] {
  const names = Object.keys(system.tasks);
  if (subject === EVERYONE) return names;
  if (subject.startsWith("@")) return names.filter((name) => system.tasks[name]!.label === subject.slice(1));
  return names.filter((name) => name === subject);
}

/** The number of the rule, from 1, that decides for a task, a right and an object; 0: none does, so no. */
export function decidingRule(
  rules: EffectiveRule[],
  system: System,
  task: string,
  right: RightName,
  object: number,
): number {
  const label = system.tasks[task]?.label;
  const subjects = [task, EVERYONE, ...(label === undefined ? [] : [`@${label}`])];
  const decides = (rule: EffectiveRule) =>
    rule.right === right &&
    (rule.object === object || rule.object === MANIFEST_NONE) &&
    subjects.includes(rule.subject);
  return rules.findIndex(decides) + 1;
}

/** Bit n: the rules let the task call and notify task number n. */
export function peerBits(rules: EffectiveRule[], system: System, task: string): number {
  const bits = Object.keys(system.tasks).map((_, number) => {
    const rule = decidingRule(rules, system, task, "peer", number);
    return rule !== 0 && rules[rule - 1]!.allow ? 2 ** number : 0;
  });
  return bits.reduce((sum, bit) => sum + bit, 0);
}
