/**
 * From types as written to types, classes to their fields, enums to their values.
 */
import type { ClassTree, EnumTree, Expression, TypeSyntax } from "../tree.ts";
import { Body } from "./body.ts";
import { lowerExpression } from "./expressions.ts";
import { globalOf } from "./globals.ts";
import {
  ANY_INTEGER,
  BOOL,
  type ClassInfo,
  type EnumInfo,
  fits,
  INTEGERS,
  integerNamed,
  isReference,
  NEVER,
  NULL,
  STRING,
  type Type,
  typeName,
  VOID,
  WRONG,
} from "./types.ts";
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
  if (syntax.kind === "declared" && syntax.declaration.kind === "alias") {
    return resolveAlias(world, syntax.declaration, syntax.at);
  }
  return { type: resolvePlain(world, syntax), volatile: false };
}

function resolveAlias(
  world: World,
  alias: { type: TypeSyntax | null; name: string },
  at: TypeSyntax["at"],
): { type: Type; volatile: boolean } {
  if (!alias.type) return { type: WRONG, volatile: false };
  if (world.resolving.has(alias)) {
    world.sink.report(at, "constantCycle", alias.name);
    return { type: WRONG, volatile: false };
  }
  world.resolving.add(alias);
  const found = resolveField(world, alias.type);
  world.resolving.delete(alias);
  return found;
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
      if (syntax.declaration.kind === "class")
        return { kind: "class", info: classOf(world, syntax.declaration) };
      if (syntax.declaration.kind === "enum")
        return { kind: "enum", info: enumOf(world, syntax.declaration) };
      return unknownType(world, syntax, `\`${syntax.declaration.name}\``);
    case "integer":
    case "typeof":
      return unknownType(world, syntax, "a constant");
    default:
      return WRONG;
  }
}

function unknownType(world: World, syntax: TypeSyntax, what: string): Type {
  world.sink.report(syntax.at, "unknownType", what);
  return WRONG;
}

function resolveLibrary(world: World, syntax: TypeSyntax & { kind: "library" }): Type {
  const integer = integerNamed(syntax.name);
  if (integer) return integer;
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

function lengthValue(world: World, syntax: TypeSyntax): bigint | null {
  if (syntax.kind === "integer") return syntax.value;
  if (syntax.kind === "typeof") return globalOf(world, syntax.variable)?.constant?.constant ?? null;
  if (syntax.kind !== "declared") return null;
  const { declaration } = syntax;
  if (declaration.kind === "member")
    return enumOf(world, declaration.owner).values.get(declaration.name) ?? null;
  return declaration.kind === "alias" && declaration.type ? lengthValue(world, declaration.type) : null;
}

function resolveUnion(world: World, syntax: TypeSyntax & { kind: "union" }): Type {
  const types = syntax.members.map((member) => resolveType(world, member));
  const rest = types.filter((type) => type.kind !== "null");
  const [only] = rest;
  if (types.some((type) => type.kind === "wrong")) return WRONG;
  if (rest.length !== 1 || types.length !== 2 || !only) return unknownType(world, syntax, "this union");
  if (isReference(only) || only.kind === "function") return { kind: "nullable", of: only };
  return unknownType(world, syntax, `\`${typeName(only)} | null\``);
}

/** The fields of a class, resolved on first use. */
export function classOf(world: World, tree: ClassTree): ClassInfo {
  const known = world.classes.get(tree);
  if (known) return known;
  const info: ClassInfo = { tree, cName: world.nameOf(tree), fields: [], packed: tree.packed, alignment: 0 };
  world.classes.set(tree, info);
  world.resolving.add(info);
  for (const field of tree.fields) {
    if (!field.type) continue;
    const { type, volatile } = resolveField(world, field.type);
    if (["void", "never", "null", "anyInteger"].includes(type.kind))
      unknownType(world, field.type, `\`${type.kind}\` here`);
    else if (containsUnfinished(world, type))
      world.sink.report(field.at, "recursiveClass", typeName(innermost(type)));
    else info.fields.push({ name: field.name, type, volatile });
    if (!tree.module.library) checkZero(world, field, type);
  }
  world.resolving.delete(info);
  if (tree.alignment) info.alignment = alignmentOf(world, tree.alignment);
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

function innermost(type: Type): Type {
  return type.kind === "array" ? innermost(type.element) : type;
}

function containsUnfinished(world: World, type: Type): boolean {
  const inner = innermost(type);
  return inner.kind === "class" && world.resolving.has(inner.info);
}

function checkZero(world: World, field: ClassTree["fields"][number], type: Type): void {
  const start = field.initializer;
  if (start && isZero(world, start, type)) return;
  world.sink.report(start?.at ?? field.at, "zeroField", field.name);
}

function isZero(world: World, start: Expression, type: Type): boolean {
  if (start.kind === "wrong" || type.kind === "wrong") return true;
  if (isReference(type) || type.kind === "span") return start.kind === "intrinsic" && start.name === "zeroed";
  if (type.kind === "nullable") return start.kind === "null";
  if (type.kind === "string") return start.kind === "text" && start.value === "";
  if (type.kind === "function") return start.kind === "intrinsic" && start.name === "zeroed";
  return lowerExpression(new Body(world, world.entry, null), start, type).constant === 0n;
}

/** The values of an enum, resolved on first use. */
export function enumOf(world: World, tree: EnumTree): EnumInfo {
  const known = world.enums.get(tree);
  if (known) return known;
  const values = new Map<string, bigint>();
  const info: EnumInfo = { tree, values, base: INTEGERS.u32 };
  world.enums.set(tree, info);
  let next = 0n;
  for (const member of tree.members) {
    if (member.initializer) {
      const value = lowerExpression(new Body(world, tree.module, null), member.initializer, undefined);
      if (value.constant === undefined && value.type.kind !== "wrong")
        world.sink.report(member.at, "enumMember");
      next = value.constant ?? next;
    }
    values.set(member.name, next);
    next += 1n;
  }
  const signed = [...values.values()].some((value) => value < 0n);
  if (signed) info.base = INTEGERS.i32;
  for (const member of tree.members) {
    if (!fits(values.get(member.name) ?? 0n, info.base)) world.sink.report(member.at, "enumMember");
  }
  return info;
}
