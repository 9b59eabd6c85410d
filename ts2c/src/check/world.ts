/**
 * What is known about the whole program while it is lowered.
 *
 * Invariants: every declaration is resolved once, on first use; a circle is reported, never followed for ever.
 */
import type { CExpression, CStatement, CUsage } from "../c/tree.ts";
import type { Sink } from "../diagnostics.ts";
import type { Layers } from "../layers.ts";
import type { AliasTree, ClassTree, EnumTree, FunctionTree, ModuleTree, Variable } from "../tree.ts";
import { SpanTypes } from "./ctypes.ts";
import type { Flows } from "./escape.ts";
import { isReserved } from "./names.ts";
import { InstanceMap, NO_SCOPE, type Scope } from "./scope.ts";
import type { ClassInfo, EnumInfo, Type, UnionInfo } from "./types.ts";
import type { Value } from "./value.ts";

export type Target = "freestanding" | "host";

/** A module variable: a constant without storage, or storage. */
export interface GlobalInfo {
  readonly kind: "global";
  readonly tree: Variable;
  readonly cName: string;
  readonly type: Type;
  readonly volatile: boolean;
  /** Set for constants, which have no storage. */
  readonly constant: Value | null;
  readonly initializer: CExpression | null;
  readonly attributes: string;
  readonly references: Set<GlobalInfo | FunctionInfo>;
  /** The object lies here, rather than a pointer to it. */
  readonly place: boolean;
}

export interface FunctionInfo {
  readonly kind: "function";
  readonly tree: FunctionTree;
  readonly cName: string;
  /** What type parameters stand for in it. */
  readonly scope: Scope;
  readonly type: Type & { kind: "function" };
  parameters: string[];
  /** How often each parameter is read. */
  readonly usages: CUsage[];
  body: CStatement[] | null;
  readonly references: Set<GlobalInfo | FunctionInfo>;
  /** What it calls by name, and the types of the function values it calls. */
  readonly calls: Set<FunctionInfo>;
  readonly indirectCalls: Set<string>;
  /** What it does with references that it is given. */
  flows: Flows;
}

export class World {
  readonly spans = new SpanTypes();
  readonly classes = new InstanceMap<ClassTree, ClassInfo>();
  readonly unions = new Map<string, UnionInfo>();
  readonly enums = new Map<EnumTree, EnumInfo>();
  readonly globals = new Map<Variable, GlobalInfo>();
  readonly functions = new InstanceMap<FunctionTree, FunctionInfo>();
  /** Functions found on the way, still to be lowered: arrow functions and instances of generic ones. */
  readonly pending: FunctionInfo[] = [];
  arrows = 0;
  /** Set when anything needs ts2c-float.h. */
  usesFloats = false;
  /** Set when a class is bits of a word. */
  hasBits = false;
  /** Functions that are used as values. */
  readonly values = new Set<FunctionInfo>();
  /** What type parameters stand for where the compiler is just now. */
  scope: Scope = NO_SCOPE;
  /** What is being resolved just now, to notice circles. */
  readonly resolving = new Set<object>();
  /** The aliases being resolved just now, since the class around. */
  aliases = new Set<AliasTree>();
  names = new Map<object, string>();
  globalNames = new Set<string>();
  /** Exact symbols asked for by `symbol(…)` and by ambient declarations. */
  readonly symbols = new Map<object, string>();
  /** Functions that run often, by file; null when that is not said. */
  often: Readonly<Record<string, readonly string[] | "*">> | null = null;
  /** Source files that a check names, by module. */
  readonly files = new Map<ModuleTree, string>();

  constructor(
    readonly sink: Sink,
    readonly target: Target,
    readonly modules: readonly ModuleTree[],
    readonly entry: ModuleTree,
    readonly layers: Layers,
  ) {}

  /** The C name of a function, module variable or class. */
  nameOf(declaration: { name: string }): string {
    return this.symbols.get(declaration) ?? this.names.get(declaration) ?? declaration.name;
  }

  /** Does something with type parameters standing for what `scope` says. */
  within<R>(scope: Scope, action: () => R): R {
    const around = this.scope;
    this.scope = scope;
    try {
      return action();
    } finally {
      this.scope = around;
    }
  }

  /** A C name for something made on the way; no function, variable or local has it. */
  freshName(wanted: string): string {
    const taken = (name: string) =>
      isReserved(name) ||
      this.globalNames.has(name) ||
      this.modules.some((module) => module.localNames.has(name));
    let found = wanted;
    for (let count = 2; taken(found); count++) found = `${wanted}_${count}`;
    this.globalNames.add(found);
    return found;
  }

  /** The C constant that holds a module's path, for the reports of failed checks. */
  fileConstant(module: ModuleTree): string {
    let name = this.files.get(module);
    if (!name) {
      name = `ts2c_file_${this.files.size}`;
      this.files.set(module, name);
    }
    return name;
  }
}
