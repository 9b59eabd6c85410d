/**
 * From types as written to types, classes to their fields, enums to their values.
 */
import type { ClassTree, EnumTree, Expression, FieldTree, TypeSyntax } from "../tree.ts";
import { aliasLength, resolveAlias } from "./aliases.ts";
import { addBits } from "./bits.ts";
import { Body } from "./body.ts";
import { checkFieldStart } from "./construct.ts";
import { lowerExpression } from "./expressions.ts";
import { allowFloats, isZeroFraction } from "./floats.ts";
import { globalOf } from "./globals.ts";
import { type Argument, argumentLabel, bind, NO_SCOPE, scopeFor } from "./scope.ts";
import {
  ANY_INTEGER,
  BOOL,
  type ClassInfo,
  type EnumInfo,
  FLOATS,
  fits,
  INTEGERS,
  integerNamed,
  isReference,
  NEVER,
  NULL,
  needsValue,
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

function addField(world: World, info: ClassInfo, field: FieldTree): void {
  if (field.type?.kind === "library" && field.type.name === "Bits") {
    addBits(world, info, field, field.type);
    return;
  }
  const found = field.type ? resolveFieldOrTag(world, field.type) : tagOf(world, field);
  if (!found) return;
  if (info.word) world.sink.report(field.at, "bitField", field.name, "the other fields are bits of one word");
  const { type, volatile, tag } = found;
  const { name, initializer, parameter } = field;
  if (["void", "never", "null", "anyInteger"].includes(type.kind))
    world.sink.report(field.type?.at ?? field.at, "unknownType", `\`${type.kind}\` here`);
  else if (containsUnfinished(world, type))
    world.sink.report(field.at, "recursiveClass", typeName(innermost(type)));
  else
    info.fields.push({
      name,
      type,
      volatile,
      initializer,
      parameter,
      bits: null,
      alignment: field.alignment ? alignmentOf(world, field.alignment) : 0,
      tag: field.readonly ? tag : null,
    });
  if (parameter && isReference(type)) world.sink.report(field.at, "assignInPlace", name);
  if (!info.tree.module.library) checkStart(world, info, field, type);
}

interface FoundField {
  readonly type: Type;
  readonly volatile: boolean;
  readonly tag: bigint | null;
}

/** The type of a field; one member of an enum as its type makes it a tag. */
function resolveFieldOrTag(world: World, syntax: TypeSyntax): FoundField {
  if (syntax.kind !== "declared" || syntax.declaration.kind !== "member")
    return { ...resolveField(world, syntax), tag: null };
  const info = enumOf(world, syntax.declaration.owner);
  return {
    type: { kind: "enum", info },
    volatile: false,
    tag: info.values.get(syntax.declaration.name) ?? null,
  };
}

/** `readonly kind = Kind.Circle` has that one member as its type. */
function tagOf(world: World, field: FieldTree): FoundField | null {
  const start = field.initializer;
  if (!field.readonly || start?.kind !== "name" || start.declaration.kind !== "member") return null;
  const info = enumOf(world, start.declaration.owner);
  return {
    type: { kind: "enum", info },
    volatile: false,
    tag: info.values.get(start.declaration.name) ?? null,
  };
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

/** What a field starts as: zero, or a constant for objects that `new` makes. */
function checkStart(world: World, info: ClassInfo, field: FieldTree, type: Type): void {
  const start = field.initializer;
  const constructed = info.tree.construct !== null;
  if (type.kind === "wrong") return;
  if (!start && !constructed) world.sink.report(field.at, "zeroField", field.name);
  const zero = start ? isZero(world, start, type) : !needsValue(type);
  if (start && (!zero || needsValue(type))) checkFieldStart(world, info, start, type);
  if (constructed || !zero) info.nonZero ??= constructed ? "constructor" : field.name;
}

function isZero(world: World, start: Expression, type: Type): boolean {
  if (start.kind === "wrong" || type.kind === "wrong") return true;
  if (isReference(type) || type.kind === "span") return start.kind === "intrinsic" && start.name === "zeroed";
  if (type.kind === "nullable") return start.kind === "null";
  if (type.kind === "string") return start.kind === "text" && start.value === "";
  if (type.kind === "function") return start.kind === "intrinsic" && start.name === "zeroed";
  if (type.kind === "union" || start.kind === "new") return false;
  if (type.kind === "float") return isZeroFraction(start);
  return lowerExpression(new Body(world, world.entry, null), start, type).constant === 0n;
}

/** The values of an enum, resolved on first use. */
export function enumOf(world: World, tree: EnumTree): EnumInfo {
  const known = world.enums.get(tree);
  if (known) return known;
  return world.within(NO_SCOPE, () => makeEnum(world, tree));
}

function makeEnum(world: World, tree: EnumTree): EnumInfo {
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
