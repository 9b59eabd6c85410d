/**
 * Type parameters and what they stand for: every list of type arguments makes a class or function of its own.
 *
 * Invariants: two instances are the same exactly when the keys of their scopes are equal; instances that call for ever
 * larger instances are reported, never followed for ever.
 */
import type { Position } from "../diagnostics.ts";
import type { TypeParameterTree } from "../tree.ts";
import { mangle } from "./ctypes.ts";
import type { Type } from "./types.ts";
import type { World } from "./world.ts";

/** A type, or a constant number such as the length of an array. */
export type Argument = Type | bigint;

export interface Scope {
  readonly key: string;
  readonly bindings: ReadonlyMap<TypeParameterTree, Argument>;
  /** How many instances led to this one. */
  readonly depth: number;
}

/** Outside all generic classes and functions. */
export const NO_SCOPE: Scope = { key: "", bindings: new Map(), depth: 0 };

const DEEPEST = 40;
const MOST_INSTANCES = 4096;

/** A scope with further type parameters bound. */
export function bind(
  around: Scope,
  parameters: readonly TypeParameterTree[],
  args: readonly Argument[],
  depth: number,
): Scope {
  if (parameters.length === 0) return around;
  const bindings = new Map(around.bindings);
  for (const [position, parameter] of parameters.entries()) {
    const argument = args[position];
    if (argument !== undefined) bindings.set(parameter, argument);
  }
  return { key: [...bindings.values()].map(argumentKey).join(), bindings, depth };
}

/** As `bind`, from where the compiler is just now; null after reporting instances without end. */
export function scopeFor(
  world: World,
  named: { readonly name: string },
  parameters: readonly TypeParameterTree[],
  args: readonly Argument[],
  at: Position,
  around: Scope = NO_SCOPE,
): Scope | null {
  const depth = Math.max(world.scope.depth, around.depth) + 1;
  if (depth > DEEPEST || world.classes.size + world.functions.size > MOST_INSTANCES) {
    world.sink.report(at, "endlessInstances", named.name);
    return null;
  }
  return bind(around, parameters, args, depth);
}

/** A text that differs whenever the arguments do. */
function argumentKey(argument: Argument): string {
  return typeof argument === "bigint" ? String(argument) : typeKey(argument);
}

function typeKey(type: Type): string {
  switch (type.kind) {
    case "enum":
      return `enum ${type.info.tree.module.path} ${type.info.tree.name}`;
    case "integer":
      return `${mangle(type)}${type.address ?? ""}`;
    case "array":
      return `[${type.volatile ? "volatile " : ""}${typeKey(type.element)} ${type.length}]`;
    case "span":
      return `{${type.volatile ? "volatile " : ""}${typeKey(type.element)}}`;
    case "nullable":
      return `?${typeKey(type.of)}`;
    case "function":
      return `(${[...type.parameters, type.result].map(typeKey).join()})`;
    default:
      return mangle(type);
  }
}

/** An argument as part of a C name. */
export function argumentLabel(argument: Argument): string {
  if (typeof argument === "bigint") return String(argument).replace("-", "m");
  if (argument.kind === "enum") return argument.info.tree.name;
  return argument.kind === "integer" && argument.address ? argument.address : mangle(argument);
}

/** What is known of declarations, one entry for each instance. */
export class InstanceMap<Tree extends object, Info> {
  private readonly entries = new Map<Tree, Map<string, Info>>();
  private readonly all: Info[] = [];

  get size(): number {
    return this.all.length;
  }

  get(tree: Tree, scope: Scope): Info | undefined {
    return this.entries.get(tree)?.get(scope.key);
  }

  set(tree: Tree, scope: Scope, info: Info): void {
    const instances = this.entries.get(tree) ?? new Map<string, Info>();
    instances.set(scope.key, info);
    this.entries.set(tree, instances);
    this.all.push(info);
  }

  /** All of them, in the order they were made. */
  values(): readonly Info[] {
    return this.all;
  }
}
