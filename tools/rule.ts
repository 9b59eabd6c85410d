/**
 * The rules of a system description: who may have how much of what.
 *
 *     allow("figure-1", "memory", { upTo: 256 * KIB })      deny("@guests", "shared-memory")
 *     allow("viewer", "shared-memory", { of: "painter", pages: 4 })
 *     allow("@drivers", "policy", { use: "query" })         allow("*", "peer", { to: "console" })
 *
 * A subject is a task, "@" and a label, or "*" for everyone. Each right has an object of its own kind,
 * so a rule about an unknown task, label, device or right is a type error at its line.
 */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** As a rule's subject every task, as its object everything that the right is about. */
export const EVERYONE = "*";
export type Everyone = typeof EVERYONE;

/** The largest amount; what is left out is not limited. */
export type Amount = { readonly upTo: number } | { readonly pages: number };

export type PolicyUseName = "query" | "grant" | "revoke" | "mode";

/** For each right what a rule says beside its subject. */
export interface RightWords<TaskName extends string = string, DeviceName extends string = string> {
  /** Use of memory, summed over all that the subject holds. */
  memory: Amount;
  /** Map memory of another task. */
  "shared-memory": { readonly of: TaskName | Everyone } & Amount;
  /** Map the memory of a device of `devices`. */
  device: { readonly of: DeviceName };
  /** Use I/O ports. */
  "io-ports": { readonly from: number; readonly count: number };
  /** Be told of an interrupt. */
  interrupt: { readonly line: number };
  /** Call and notify a task; a task's `peers` say the same. */
  peer: { readonly to: TaskName | Everyone };
  /** Give a task's memory to another VMM server. */
  "vmm-exchange": { readonly to: TaskName | Everyone };
  /** Use the policy itself. */
  policy: { readonly use: PolicyUseName | Everyone };
}

export type RightName = keyof RightWords;

/** All fields that the words of a right can have. */
interface Words {
  readonly of?: string;
  readonly to?: string;
  readonly use?: string;
  readonly line?: number;
  readonly from?: number;
  readonly count?: number;
  readonly upTo?: number;
  readonly pages?: number;
}

export interface Rule<
  Subject extends string = string,
  Right extends RightName = RightName,
  About extends Words = Words,
> {
  readonly subject: Subject;
  readonly right: Right;
  readonly allow: boolean;
  /** What the right is about and how much; empty: everything, however much. */
  readonly about: About;
  /** Line of the description that states the rule: refusals on the console name it. */
  readonly line: number;
}

/** Every rule that a system with these names can have. Device ranges go to tasks, not to labels. */
export type RuleAmong<Name extends string, Label extends string, Device extends string> = {
  [Right in RightName]: Rule<
    Right extends "device" ? Name : Name | `@${Label}` | Everyone,
    Right,
    Partial<RightWords<Name, Device>[Right]>
  >;
}[RightName];

/** The subject may have up to so much of the right. */
export function allow<
  const Subject extends string,
  const Right extends RightName,
  const About extends RightWords[Right],
>(subject: Subject, right: Right, about: About): Rule<Subject, Right, About> {
  return { subject, right, allow: true, about, line: callerLine() };
}

/** The subject may have none of the right; without `about`, whatever it is about. */
export function deny<
  const Subject extends string,
  const Right extends RightName,
  const About extends Partial<RightWords[Right]> = Record<never, never>,
>(subject: Subject, right: Right, about?: About): Rule<Subject, Right, About> {
  return { subject, right, allow: false, about: about ?? ({} as About), line: callerLine() };
}

/** Line of the nearest caller outside this file; the runner maps it back to the TypeScript source. */
function callerLine(): number {
  const own = resolve(fileURLToPath(import.meta.url));
  for (const frame of (new Error().stack ?? "").split("\n").slice(1)) {
    const place = /\(?((?:file:\/\/)?\/[^()]*?):(\d+):\d+\)?$/.exec(frame.trim());
    if (place === null) continue;
    const file = place[1]!.startsWith("file:") ? fileURLToPath(place[1]!) : place[1]!;
    if (resolve(file.replace(/\?.*$/, "")) !== own) return Number(place[2]);
  }
  return 0;
}
