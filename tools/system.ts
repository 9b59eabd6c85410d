/**
 * The words of a system description: which tasks a system has, who may talk to whom, what each may
 * use, which rules the access control server starts with. iso/system.ts is the one that everybody changes first.
 *
 * A name of a task, label or device that the description does not have is a compile error (the names are
 * keys), and is refused again at build time for descriptions that were never type-checked.
 * A description only states: it must never read files, the clock or the environment.
 */
import type { Rule, RuleAmong } from "./rule.ts";

export { allow, deny, EVERYONE, type RightName, type Rule } from "./rule.ts";

export const KIB = 1024;
export const MIB = 1024 * KIB;

/**
 * What a task is to the system. A `program` has no place on the way of a decision. A `flat` task runs
 * in ring 0, in the one shared address space, and is built with lib/flat: it has no peers, no manager.
 */
export type Kind = "program" | "acl" | "ipc-cache" | "vmm" | "server" | "flat" | "supervisor";

/** A range of physical addresses in bytes, whole pages. */
export interface DeviceRange {
  start: number;
  bytes: number;
  /** Several tasks may have it; without this one alone. */
  shared?: boolean;
}

/** I/O ports one after the other. */
export interface PortRange {
  first: number;
  count: number;
}

/** What the kernel lets a task use at most. What is left out is not limited. */
export interface Quota {
  /** Bytes of memory behind its spaces, its own and those it makes. */
  memory?: number;
  /** Pages of the kernel heap: page tables and directories of these spaces, lists of who shares their frames, stacks of flat tasks (five each). */
  pageTables?: number;
  /** Tasks that it starts. */
  tasks?: number;
  /** Spaces that it makes. */
  spaces?: number;
}

export interface Task<Name extends string, Label extends string = string> {
  /** Its main file, from the project's root. */
  program: string;
  /** Default: program. */
  kind?: Kind;
  /** 0 (lowest) to 31. */
  priority: number;
  /** The task that manages its memory: its faults go there. Without one it gets no memory beyond its image. */
  manager?: Name;
  /** The tasks it may call and notify. Without them: none. Each of them is a rule. */
  peers?: readonly Name[];
  /** The tasks it may notify but promises not to call: they cannot be waited for in a circle. */
  notifies?: readonly Name[];
  /** One of `labels`: rules about "@label" are about this task too. */
  label?: Label;
  /** Physical address ranges, whole pages, that it alone may map as a driver. Without them: none. */
  devices?: readonly DeviceRange[];
  /** I/O ports that it alone may use, by kernel call. Without them: none. */
  ports?: readonly PortRange[];
  /** Interrupt lines, 0 to 15, that it alone may bind. The timer is on line 0. Without them: none. */
  interrupts?: readonly number[];
  /** It may map the screen that the boot loader left, wherever that lies: frame buffer or VGA text. */
  screen?: boolean;
  /** It may switch the machine off and start it again. */
  power?: boolean;
  /** A flat task: it may run 16-bit code of the BIOS, in virtual-8086 mode. */
  vm86?: boolean;
  quota?: Quota;
  /** Pages that outlive a VMM server, for what it takes from its clients (vmm-preemptive). Without it: none. */
  store?: number;
  /** Timer ticks that its manager may take to answer a fault. Without it as long as it likes. */
  faultDeadlineTicks?: number;
  /** The supervisor starts it again when it fails. */
  restart?: boolean;
  /** The machine is switched off, with this task's exit status, when it ends. */
  final?: boolean;
  /** Why this task may wait for itself in a circle of peers; without a reason that is refused. */
  mayDeadlock?: string;
}

export interface System<Name extends string = string> {
  readonly tasks: { readonly [Key in Name]: Task<Name> };
  /** In order: the first rule about the subject, the right and its object decides. What no rule allows is denied. */
  readonly rules: readonly Rule[];
  readonly labels?: readonly string[];
  readonly devices?: { readonly [name: string]: DeviceRange };
  readonly permissive?: boolean;
  readonly ram?: number;
  /** Lines of the parts of the description ("tasks.acl.peers"), found in its text when it is read. */
  readonly lines?: { readonly [part: string]: number };
}

/** States a system. `export default defineSystem({ tasks: {…}, rules: […] })` is a whole description. */
export function defineSystem<
  const Name extends string,
  const Label extends string = never,
  const Device extends string = never,
>(system: {
  /** Names for several tasks at once; a task carries at most one. */
  labels?: readonly Label[];
  /** Memory of devices, which rules give to tasks. */
  devices?: { [Key in Device]: DeviceRange };
  tasks: { [Key in Name]: Task<NoInfer<Name>, NoInfer<Label>> };
  rules: readonly RuleAmong<NoInfer<Name>, NoInfer<Label>, NoInfer<Device>>[];
  /** The ACL server logs what it would deny, and allows it: for finding out which rules a system needs. */
  permissive?: boolean;
  /** Bytes of memory in the smallest machine it is for; the quotas must fit. Default: 128 MiB. */
  ram?: number;
}): System<Name> {
  return system as System<Name>;
}
