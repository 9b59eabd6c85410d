/** The effective policy of a system as rows of text: for each task what the first rule about it says. */
import { MANIFEST_NONE, MANIFEST_UNLIMITED } from "../lib/abi/manifest.ts";
import {
  type EffectiveRule,
  effectiveRules,
  grantedDevices,
  POLICY_USE_NUMBERS,
  tasksOf,
} from "./image/effective-policy.ts";
import { EVERYONE, type RightName } from "./rule.ts";
import { KIB, MIB, type System } from "./system.ts";

/** What a task may or, said expressly, may not. */
export interface Permission {
  task: string;
  right: RightName;
  /** What the right is about, by name. */
  object: string;
  /** "no", "yes", or the largest amount. */
  amount: string;
  /** Number of the rule, and its line in the description. */
  rule: number;
  line: number;
}

/** All permissions in the order of tasks and rules. What is not among them is denied. */
export function permissions(system: System): Permission[] {
  const rules = effectiveRules(system);
  return Object.keys(system.tasks).flatMap((task) => {
    const decided = new Set<string>();
    return rules.flatMap((rule, index): Permission[] => {
      const about = (object: number) => `${rule.right} ${object}`;
      if (!tasksOf(system, rule.subject).includes(task)) return [];
      if (decided.has(about(MANIFEST_NONE)) || decided.has(about(rule.object))) return [];
      decided.add(about(rule.object));
      const object = objectName(rule, system);
      return [{ task, right: rule.right, object, amount: amountOf(rule), rule: index + 1, line: rule.line }];
    });
  });
}

function objectName({ right, object }: EffectiveRule, system: System): string {
  if (right === "memory") return "";
  if (object === MANIFEST_NONE) return EVERYONE;
  switch (right) {
    case "device": {
      const device = grantedDevices(system)[object];
      if (device === undefined) return "screen";
      return device.name ?? `0x${device.start.toString(16)}`;
    }
    case "io-ports":
      return `0x${object.toString(16)}`;
    case "interrupt":
      return String(object);
    case "policy":
      return Object.entries(POLICY_USE_NUMBERS).find(([, number]) => number === object)![0];
    default:
      return Object.keys(system.tasks)[object]!;
  }
}

function amountOf({ right, allow, limit }: EffectiveRule): string {
  if (!allow) return "no";
  if (limit === MANIFEST_UNLIMITED) return "yes";
  if (right === "io-ports") return `${limit} ports`;
  if (limit !== 0 && limit % MIB === 0) return `${limit / MIB} MiB`;
  return limit !== 0 && limit % KIB === 0 ? `${limit / KIB} KiB` : `${limit} bytes`;
}

const HEADINGS = ["task", "right", "about", "how much", "rule"];

/** The table; `path` is the description that the lines are in. */
export function policyTable(list: Permission[], path: string): string {
  const cells = (one: Permission) => [
    one.task,
    one.right,
    one.object,
    one.amount,
    `${one.rule} (${path}:${one.line})`,
  ];
  const rows = [HEADINGS, ...list.map(cells)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
  return `${lines.join("\n")}\n\nEverything else is denied.\n`;
}

/** What is new, gone or different, one line each; lines and rule numbers alone make no difference. */
export function permissionChanges(before: Permission[], now: Permission[]): string {
  const key = ({ task, right, object }: Permission) =>
    `${task}: ${right}${object === "" ? "" : ` ${object}`}`;
  const old = new Map(before.map((one) => [key(one), one.amount]));
  const current = new Map(now.map((one) => [key(one), one.amount]));
  const lines = [
    ...[...old].filter(([name]) => !current.has(name)).map(([name, amount]) => `- ${name}: ${amount}`),
    ...[...current].flatMap(([name, amount]) => {
      const was = old.get(name);
      if (was === amount) return [];
      return was === undefined ? [`+ ${name}: ${amount}`] : [`~ ${name}: ${was} -> ${amount}`];
    }),
  ];
  if (lines.length === 0) return "No change against the last commit.\n";
  return `Changes against the last commit:\n${lines.map((line) => `  ${line}\n`).join("")}`;
}
