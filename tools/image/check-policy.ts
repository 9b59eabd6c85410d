/**
 * Mistakes in the policy of a system description that types cannot show: rules that never decide or contradict what
 * a task says, devices for two, circles of calls.
 */
import { MANIFEST_INTERRUPT_LINES, MANIFEST_NONE, MANIFEST_RULES_MAX } from "../../lib/abi/manifest.ts";
import { PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { EVERYONE } from "../rule.ts";
import type { System } from "../system.ts";
import type { Mistake } from "./check-system.ts";
import {
  decidingRule,
  type EffectiveRule,
  effectiveRules,
  type GrantedDevice,
  grantedDevices,
  lineOf,
  tasksOf,
} from "./effective-policy.ts";

const AMOUNT_MAX = 0xffff_ffff;
const PORT_MAX = 0xffff;

export function policyMistakes(system: System): Mistake[] {
  const rules = effectiveRules(system);
  const sound = rules.every((rule) => rule.object !== -1);
  return [
    ...rules.flatMap((rule) => ruleMistakes(rule, system)),
    ...amountMistakes(system),
    ...(sound ? [...unreachableRules(rules, system), ...peersWithoutRule(rules, system)] : []),
    ...sharedDevices(system),
    ...sharedNumbers(rules, system),
    ...circles(rules, system),
    ...(rules.length > MANIFEST_RULES_MAX
      ? [
          {
            line: lineOf(system, "rules"),
            text: `it has ${rules.length} rules, at most ${MANIFEST_RULES_MAX} fit`,
          },
        ]
      : []),
  ];
}

function ruleMistakes(rule: EffectiveRule, system: System): Mistake[] {
  const say = (text: string): Mistake[] => [{ line: rule.line, text: `rule about ${rule.subject}: ${text}` }];
  const { subject } = rule;
  if (subject.startsWith("@") && !(system.labels ?? []).includes(subject.slice(1)))
    return say(`${subject} is no label of this system`);
  if (subject.startsWith("@") && tasksOf(system, subject).length === 0)
    return say("no task carries this label");
  if (!subject.startsWith("@") && subject !== EVERYONE && !(subject in system.tasks))
    return say(`${subject} is no task of this system`);
  if (rule.object === -1)
    return say(`its right ${rule.right} is about something that this system does not have`);
  if (rule.right === "device" && (subject === EVERYONE || subject.startsWith("@")) && rule.allow)
    return say("a device goes to a task, not to several");
  return [];
}

/** Numbers that the words of a rule carry. */
function amountMistakes(system: System): Mistake[] {
  return system.rules.flatMap(({ subject, about, line, right }) => {
    const say = (text: string): Mistake[] => [{ line, text: `rule about ${subject}: ${text}` }];
    const isCount = (value: number | undefined, most: number) =>
      value === undefined || (Number.isInteger(value) && value >= 0 && value <= most);
    if (!isCount(about.upTo, AMOUNT_MAX))
      return say(`the limit ${about.upTo} is not a whole number of bytes below 4 GiB`);
    if (!isCount(about.pages, AMOUNT_MAX / PAGE_SIZE_BYTES)) return say(`${about.pages} pages are no limit`);
    if (!isCount(about.line, MANIFEST_INTERRUPT_LINES - 1) || about.line === 0 || about.line === 2)
      return say(`there is no interrupt ${about.line}`);
    const { from = 0, count = 1 } = about;
    const ports = isCount(from, PORT_MAX) && isCount(count, PORT_MAX + 1) && from + count <= PORT_MAX + 1;
    if (right === "io-ports" && (!ports || count === 0)) return say(`there are no ports ${from} + ${count}`);
    return [];
  });
}

/** A rule never decides when earlier ones decide for each of its tasks. */
function unreachableRules(rules: EffectiveRule[], system: System): Mistake[] {
  const decided = new Map<string, Set<string>>();
  const about = (rule: EffectiveRule, object: number) => decided.get(`${rule.right} ${object}`) ?? new Set();
  return rules.flatMap((rule) => {
    const tasks = tasksOf(system, rule.subject);
    const [always, here] = [about(rule, MANIFEST_NONE), about(rule, rule.object)];
    const isReached = tasks.some((task) => !always.has(task) && !here.has(task));
    decided.set(`${rule.right} ${rule.object}`, new Set([...here, ...tasks]));
    if (isReached || tasks.length === 0 || rule.impliedBy !== undefined) return [];
    return [
      {
        line: rule.line,
        text: `rule about ${rule.subject}: it is never reached, earlier rules decide for all it is about`,
      },
    ];
  });
}

/** A task's list says that it may call another one, and a rule says no. */
function peersWithoutRule(rules: EffectiveRule[], system: System): Mistake[] {
  return rules.flatMap((rule) => {
    if (rule.right !== "peer" || rule.impliedBy === undefined) return [];
    const number = decidingRule(rules, system, rule.subject, "peer", rule.object);
    const decides = rules[number - 1]!;
    if (decides.allow) return [];
    const peer = Object.keys(system.tasks)[rule.object];
    return [
      {
        line: rule.line,
        text: `task ${rule.subject}: its peer ${peer} is denied to it by the rule of line ${decides.line}`,
      },
    ];
  });
}

function sharedDevices(system: System): Mistake[] {
  const devices = grantedDevices(system);
  const overlap = (left: GrantedDevice, right: GrantedDevice) =>
    left.task !== right.task &&
    left.start < right.start + right.bytes &&
    right.start < left.start + left.bytes &&
    !(left.shared === true && right.shared === true);
  return devices.flatMap((device, index) => {
    const other = devices.slice(0, index).find((earlier) => overlap(earlier, device));
    if (other === undefined) return [];
    const what = device.name ?? `the range at 0x${device.start.toString(16)}`;
    const stated = system.rules.find((rule) => rule.subject === device.task && rule.about.of === device.name);
    const line =
      device.name === undefined ? lineOf(system, `tasks.${device.task}.devices`) : (stated?.line ?? 0);
    return [
      {
        line,
        text: `task ${device.task}: ${other.task} has ${what} already, and not all of it is said to be shared`,
      },
    ];
  });
}

/** Ports and interrupts that two tasks get. */
function sharedNumbers(rules: EffectiveRule[], system: System): Mistake[] {
  const owners = new Map<string, EffectiveRule>();
  return rules.flatMap((rule) => {
    if (!rule.allow || (rule.right !== "io-ports" && rule.right !== "interrupt") || rule.object < 0)
      return [];
    const one = tasksOf(system, rule.subject).length === 1;
    const numbers = rule.right === "interrupt" ? 1 : Math.min(rule.limit, PORT_MAX + 1);
    const mistakes: Mistake[] = one
      ? []
      : [{ line: rule.line, text: `rule about ${rule.subject}: ${rule.right} go to one task` }];
    for (let number = rule.object; number < rule.object + numbers && mistakes.length === 0; number++) {
      const other = owners.get(`${rule.right} ${number}`);
      if (other !== undefined && other.subject !== rule.subject)
        mistakes.push({
          line: rule.line,
          text: `rule about ${rule.subject}: ${other.subject} has ${rule.right} ${number} already (line ${other.line})`,
        });
      owners.set(`${rule.right} ${number}`, rule);
    }
    return mistakes;
  });
}

/** Tasks that call, or wait for their manager, in a circle: each could wait for itself for ever. */
function circles(rules: EffectiveRule[], system: System): Mistake[] {
  const names = Object.keys(system.tasks);
  const calls = new Map(names.map((name) => [name, calledBy(name, rules, system)]));
  const reaches = (from: string): Set<string> => {
    const seen = new Set<string>();
    const open = [...(calls.get(from) ?? [])];
    while (open.length > 0) {
      const next = open.pop()!;
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...(calls.get(next) ?? []));
    }
    return seen;
  };
  const reached = new Map(names.map((name) => [name, reaches(name)]));
  const inCircle = names.filter((name) => reached.get(name)!.has(name));
  const first = inCircle.find((name) => {
    const circle = inCircle.filter((other) => reached.get(name)!.has(other) && reached.get(other)!.has(name));
    return !circle.some((other) => system.tasks[other]!.mayDeadlock !== undefined);
  });
  if (first === undefined) return [];
  const circle = inCircle.filter((other) => reached.get(first)!.has(other) && reached.get(other)!.has(first));
  return [
    {
      line: lineOf(system, `tasks.${first}.peers`),
      text: `task ${first}: it can wait for itself, by way of ${circle.join(", ")}; use notifies, or say mayDeadlock and why`,
    },
  ];
}

/** Whom a task waits for: peers that it may call, and its manager. What it only notifies does not count. */
function calledBy(name: string, rules: EffectiveRule[], system: System): string[] {
  const names = Object.keys(system.tasks);
  const { peers = [], manager } = system.tasks[name]!;
  const stated = rules.filter(
    (rule) =>
      rule.right === "peer" &&
      rule.subject === name &&
      rule.allow &&
      rule.impliedBy === undefined &&
      rule.object >= 0,
  );
  const byRule = stated.flatMap((rule) => names[rule.object] ?? []);
  return [...peers, ...byRule, ...(manager === undefined ? [] : [manager])].filter(
    (other) => other in system.tasks,
  );
}
