/**
 * Type aliases, plain and with type parameters.
 *
 * Invariants: an alias is what it stands for, with no identity of its own; one that leads to itself is reported. A
 * class on the way ends that search, for its fields may name the alias that it is being resolved for.
 */
import type { AliasTree, TypeSyntax } from "../tree.ts";
import { lengthValue, resolveArgument, resolveField } from "./resolve.ts";
import { NO_SCOPE, type Scope, scopeFor } from "./scope.ts";
import { type Type, WRONG } from "./types.ts";
import { resolveUnion } from "./unions.ts";
import type { World } from "./world.ts";

type Declared = TypeSyntax & { kind: "declared" };

const WRONG_FIELD = { type: WRONG, volatile: false };

/** The type that an alias stands for where it is named. */
export function resolveAlias(
  world: World,
  alias: AliasTree,
  syntax: Declared,
): { type: Type; volatile: boolean } {
  const scope = aliasScope(world, alias, syntax);
  const { type } = alias;
  if (!type || !scope) return WRONG_FIELD;
  if (world.aliases.has(alias)) {
    world.sink.report(syntax.at, "constantCycle", alias.name);
    return WRONG_FIELD;
  }
  const name = alias.typeParameters.length === 0 ? alias.name : undefined;
  world.aliases.add(alias);
  const found = world.within(scope, () =>
    type.kind === "union"
      ? { type: resolveUnion(world, type, name), volatile: false }
      : resolveField(world, type),
  );
  world.aliases.delete(alias);
  return found;
}

/** What the alias's parameters stand for; null after reporting. */
function aliasScope(world: World, alias: AliasTree, syntax: Declared): Scope | null {
  if (alias.typeParameters.length === 0) return NO_SCOPE;
  const args = syntax.args.map((argument) => resolveArgument(world, argument));
  const wrong = args.some((argument) => typeof argument !== "bigint" && argument.kind === "wrong");
  if (wrong || args.length !== alias.typeParameters.length) return null;
  return scopeFor(world, alias, alias.typeParameters, args, syntax.at);
}

/** The number that an alias stands for; null for a type. */
export function aliasLength(world: World, alias: AliasTree, args: readonly TypeSyntax[]): bigint | null {
  const inPlace = (syntax: TypeSyntax): TypeSyntax => {
    const position = syntax.kind === "parameter" ? alias.typeParameters.indexOf(syntax.parameter) : -1;
    return args[position] ?? syntax;
  };
  if (!alias.type) return null;
  const found = inPlace(alias.type);
  return lengthValue(world, found.kind === "declared" ? { ...found, args: found.args.map(inPlace) } : found);
}
