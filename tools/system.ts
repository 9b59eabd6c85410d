/**
 * The words of a system description: which tasks a system has, who may talk to whom, which rules
 * the access control server starts with. iso/system.ts is the one that everybody changes first.
 *
 * A name of a task that the description does not have is a compile error (the names are the keys
 * of `tasks`), and is refused again at build time for descriptions that were never type-checked.
 * A description only states: it must never read files, the clock or the environment.
 */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const KIB = 1024;
export const MIB = 1024 * KIB;

/**
 * What a task is to the system. A `program` has no place on the way of a decision. A `flat` task runs
 * in ring 0, in the one shared address space, and is built with lib/flat: it has no peers, no manager.
 */
export type Kind = "program" | "acl" | "ipc-cache" | "vmm" | "server" | "flat";

export interface Task<Name extends string> {
  /** Its main file, from the project's root. */
  program: string;
  /** Default: program. */
  kind?: Kind;
  /** 0 (lowest) to 31. */
  priority: number;
  /** The task that manages its memory: its faults go there. Without one it gets no memory beyond its image. */
  manager?: Name;
  /** The tasks it may call and notify. Without them: none. */
  peers?: Name[];
  /** Physical address ranges, whole pages, that it may map as a driver. Without them: none. */
  devices?: { start: number; bytes: number }[];
  /** The machine is switched off, with this task's exit status, when it ends. */
  final?: boolean;
}

export interface Rule<Name extends string> {
  readonly subject: Name | typeof EVERYONE;
  readonly right: RightName;
  readonly allow: boolean;
  /** Largest amount in all, in bytes. */
  readonly limit: number;
  /** Line of the description that states the rule: refusals on the console name it. */
  readonly line: number;
}

/** Use of memory: an amount in bytes, summed over all that the subject holds. */
export type RightName = "memory";

/** A rule's subject that stands for every task. */
export const EVERYONE = "*";

export interface System<Name extends string = string> {
  readonly tasks: { readonly [Key in Name]: Task<Name> };
  /** In order: the first rule about the subject and the right decides. What no rule allows is denied. */
  readonly rules: readonly Rule<Name>[];
}

/** States a system. `export default defineSystem({ tasks: {…}, rules: […] })` is a whole description. */
export function defineSystem<Name extends string>(system: {
  tasks: { [Key in Name]: Task<NoInfer<Name>> };
  rules: Rule<NoInfer<Name>>[];
}): System<Name> {
  return system;
}

/** The subject may have up to `upTo` bytes of the right. */
export function allow<Name extends string>(
  subject: Name | typeof EVERYONE,
  right: RightName,
  amount: { upTo: number },
): Rule<Name> {
  return { subject, right, allow: true, limit: amount.upTo, line: callerLine() };
}

/** The subject may have none of the right. */
export function deny<Name extends string>(subject: Name | typeof EVERYONE, right: RightName): Rule<Name> {
  return { subject, right, allow: false, limit: 0, line: callerLine() };
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
