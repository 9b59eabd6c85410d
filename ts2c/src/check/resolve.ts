/**
 * From types as written to types, classes to their fields.
 */
import type { ClassTree, Expression, TypeSyntax } from "../tree.ts";
import { aliasLength, resolveAlias } from "./aliases.ts";
import { Body } from "./body.ts";
import { enumOf } from "./enums.ts";
import { lowerExpression } from "./expressions.ts";
import { addField } from "./fields.ts";
import { allowFloats } from "./floats.ts";
import { globalOf } from "./globals.ts";
import { type Argument, argumentLabel, bind, NO_SCOPE, scopeFor } from "./scope.ts";
import {
  ANY_INTEGER,
  BOOL,
  type ClassInfo,
  FLOATS,
  INTEGERS,
  integerNamed,
  NEVER,
  NULL,
  STRING,
  type Type,
  typeName,
  VOID,
  WRONG,
} from "./types.ts";
import { resolveUnion } from "./unions.ts";
import type { World } from "./world.ts";

const KEYWORDS: Record<string, Type> = {
  boolean: BOOL,
  string: STRING,
  void: VOID,
  never: NEVER,
  null: NULL,
  number: ANY_INTEGER,
  bigint: ANY_INTEGER,
};

/** The type of a value: of a variable, parameter or result. */
export function resolveType(world: World, syntax: TypeSyntax): Type {
  const { type, volatile } = resolveField(world, syntax);
  if (volatile) world.sink.report(syntax.at, "dropsVolatile", "this");
  return type;
}

/** The type of something in memory, which can be volatile. */
export function resolveField(world: World, syntax: TypeSyntax): { type: Type; volatile: boolean } {
  if (syntax.kind === "library" && syntax.name === "Volatile" && syntax.args[0]) {
    const type = resolveType(world, syntax.args[0]);
    if (type.kind !== "integer" && type.kind !== "enum" && type.kind !== "bool" && type.kind !== "wrong") {
      world.sink.report(syntax.at, "dropsVolatile", typeName(type));
    }
    return { type, volatile: true };
  }
  if (syntax.kind === "declared" && syntax.declaration.kind === "alias")
    return resolveAlias(world, syntax.declaration, syntax);
  return { type: resolvePlain(world, syntax), volatile: false };
}

function resolvePlain(world: World, syntax: TypeSyntax): Type {
  switch (syntax.kind) {
    case "library":
      return resolveLibrary(world, syntax);
    case "keyword":
      return KEYWORDS[syntax.name] ?? unknownType(world, syntax, `\`${syntax.name}\``);
    case "union":
      return resolveUnion(world, syntax);
    case "function": {
      const parameters = syntax.parameters.map((parameter) => resolveType(world, parameter));
      return { kind: "function", parameters, result: resolveType(world, syntax.result) };
    }
    case "declared":
      if (syntax.declaration.kind === "class") return resolveClass(world, syntax.declaration, syntax);
      if (syntax.declaration.kind === "enum")
        return { kind: "enum", info: enumOf(world, syntax.declaration) };
      return unknownType(world, syntax, `\`${syntax.declaration.name}\``);
    case "parameter":
      return resolveParameter(world, syntax);
    case "integer":
    case "typeof":
      return unknownType(world, syntax, "a constant");
    default:
      return WRONG;
  }
}

function resolveClass(world: World, tree: ClassTree, syntax: TypeSyntax & { kind: "declared" }): Type {
  const args = syntax.args.map((argument) => resolveArgument(world, argument));
  if (
    args.length !== tree.typeParameters.length ||
    args.some((one) => typeof one !== "bigint" && one.kind === "wrong")
  )
    return WRONG;
  const scope = scopeFor(world, tree, tree.typeParameters, args, syntax.at);
  return scope ? { kind: "class", info: classOf(world, tree, args) } : WRONG;
}

/** A type argument: a constant number, or a type. */
export function resolveArgument(world: World, syntax: TypeSyntax): Argument {
  return lengthValue(world, syntax) ?? resolveType(world, syntax);
}

function resolveParameter(world: World, syntax: TypeSyntax & { kind: "parameter" }): Type {
  const found = world.scope.bindings.get(syntax.parameter);
  if (typeof found === "bigint")
    return unknownType(world, syntax, `\`${syntax.parameter.name}\`, which is a number,`);
  return found ?? WRONG;
}

function unknownType(world: World, syntax: TypeSyntax, what: string): Type {
  world.sink.report(syntax.at, "unknownType", what);
  return WRONG;
}

function resolveLibrary(world: World, syntax: TypeSyntax & { kind: "library" }): Type {
  const integer = integerNamed(syntax.name);
  if (integer) return integer;
  if (syntax.name === "f32" || syntax.name === "f64") {
    allowFloats(world, syntax.at);
    return FLOATS[syntax.name];
  }
  if (syntax.name === "bool") return BOOL;
  const [element, length] = syntax.args;
  if (syntax.name === "Span" && element) {
    const { type, volatile } = resolveField(world, element);
    return usableElement(world, element, type) ? { kind: "span", element: type, volatile } : WRONG;
  }
  if (syntax.name === "FixedArray" && element && length) {
    const { type, volatile } = resolveField(world, element);
    const count = lengthOf(world, length);
    if (!usableElement(world, element, type) || count === null) return WRONG;
    return { kind: "array", element: type, volatile, length: count };
  }
  return unknownType(world, syntax, `\`${syntax.name}\``);
}

function usableElement(world: World, syntax: TypeSyntax, type: Type): boolean {
  if (["void", "never", "null", "anyInteger"].includes(type.kind))
    unknownType(world, syntax, `\`${type.kind}\` here`);
  else if (type.kind !== "wrong") return true;
  return false;
}

function lengthOf(world: World, syntax: TypeSyntax): number | null {
  const value = lengthValue(world, syntax);
  if (value !== null && value > 0n && value < 1n << 31n) return Number(value);
  world.sink.report(syntax.at, "arrayLength");
  return null;
}

/** A constant as a type says it; null for anything else. */
export function lengthValue(world: World, syntax: TypeSyntax): bigint | null {
  if (syntax.kind === "integer") return syntax.value;
  if (syntax.kind === "typeof") return globalOf(world, syntax.variable)?.constant?.constant ?? null;
  if (syntax.kind === "parameter") {
    const found = world.scope.bindings.get(syntax.parameter);
    return typeof found === "bigint" ? found : null;
  }
  if (syntax.kind !== "declared") return null;
  const { declaration } = syntax;
  if (declaration.kind === "member")
    return enumOf(world, declaration.owner).values.get(declaration.name) ?? null;
  return declaration.kind === "alias" ? aliasLength(world, declaration, syntax.args) : null;
}

/** The fields of a class, resolved on first use; of a generic class, for these type arguments. */
export function classOf(world: World, tree: ClassTree, args: readonly Argument[] = []): ClassInfo {
  const scope = bind(NO_SCOPE, tree.typeParameters, args, world.scope.depth + 1);
  const known = world.classes.get(tree, scope);
  if (known) return known;
  const name = world.nameOf(tree);
  const cName = args.length === 0 ? name : world.freshName([name, ...args.map(argumentLabel)].join("_"));
  const { packed } = tree;
  const info: ClassInfo = {
    tree,
    cName,
    scope,
    args,
    fields: [],
    word: null,
    nonZero: null,
    packed,
    alignment: 0,
  };
  world.classes.set(tree, scope, info);
  world.resolving.add(info);
  const aliases = world.aliases;
  world.aliases = new Set();
  world.within(scope, () => {
    for (const field of tree.fields) addField(world, info, field);
    if (tree.alignment) info.alignment = alignmentOf(world, tree.alignment);
  });
  world.aliases = aliases;
  world.resolving.delete(info);
  return info;
}

/** A power of two given as a constant; 0 after reporting anything else. */
export function alignmentOf(world: World, expression: Expression): number {
  const value = lowerExpression(new Body(world, world.entry, null), expression, INTEGERS.u32).constant;
  if (value !== undefined && value > 0n && value <= 1n << 22n && (value & (value - 1n)) === 0n)
    return Number(value);
  world.sink.report(expression.at, "intrinsicUse", "align", "a constant power of two is needed");
  return 0;
}
