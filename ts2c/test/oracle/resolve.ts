/**
 * From types as written to the oracle's types.
 */
import { bindParameters, classOf } from "./classes.ts";
import { constantOf } from "./constants.ts";
import { globalOf } from "./globals.ts";
import { libraryClass } from "./modules.ts";
import { OracleGap } from "./outcome.ts";
import { type AliasEntity, findInModule, type Module } from "./program.ts";
import { integerText, ts } from "./syntax.ts";
import {
  type Argument,
  BOOL,
  type ClassInfo,
  type EnumInfo,
  type FunctionType,
  floatNamed,
  I32,
  integerNamed,
  NEVER,
  NULL,
  STRING,
  type Type,
  U32,
  VOID,
  withoutNull,
} from "./types.ts";

const KEYWORDS = new Map<ts.SyntaxKind, Type>([
  [ts.SyntaxKind.BooleanKeyword, BOOL],
  [ts.SyntaxKind.StringKeyword, STRING],
  [ts.SyntaxKind.VoidKeyword, VOID],
  [ts.SyntaxKind.NeverKeyword, NEVER],
  [ts.SyntaxKind.NullKeyword, NULL],
]);

/** The type a type node means in a module. */
export function resolveType(module: Module, node: ts.TypeNode): Type {
  const keyword = KEYWORDS.get(node.kind);
  if (keyword) return keyword;
  if (ts.isParenthesizedTypeNode(node)) return resolveType(module, node.type);
  if (ts.isLiteralTypeNode(node) && node.literal.kind === ts.SyntaxKind.NullKeyword) return NULL;
  if (ts.isUnionTypeNode(node)) return resolveUnion(module, node);
  if (ts.isFunctionTypeNode(node)) return resolveSignature(module, node, undefined);
  if (ts.isTypeReferenceNode(node)) return resolveReference(module, node);
  throw new OracleGap(`the type ${node.getText()}`, node);
}

function resolveUnion(module: Module, node: ts.UnionTypeNode): Type {
  const types = node.types.map((member) => resolveType(module, member));
  const mayBeNull = types.some((type) => type.kind === "null" || type.kind === "nullable");
  const rest = types.filter((type) => type.kind !== "null").map(withoutNull);
  const [only] = rest;
  if (!only) throw new OracleGap("this union", node);
  const of = rest.length === 1 ? only : unionOf(rest, node);
  return mayBeNull ? { kind: "nullable", of } : of;
}

/** A union of classes; the order in which they are named does not matter. */
function unionOf(types: readonly Type[], node: ts.Node): Type {
  const members = new Set<ClassInfo>();
  for (const type of types) {
    if (type.kind === "class") members.add(type.info);
    else if (type.kind === "union") for (const member of type.members) members.add(member);
    else throw new OracleGap("this union", node);
  }
  return { kind: "union", members: [...members].sort((a, b) => (a.key < b.key ? -1 : 1)) };
}

function resolveReference(module: Module, node: ts.TypeReferenceNode): Type {
  const name = node.typeName.getText();
  const [first, second] = node.typeArguments ?? [];
  const entity = findInModule(module, name) ?? libraryClass(module.machine, name);
  if (!entity) {
    const integer = integerNamed(name);
    if (integer) return integer;
    const float = floatNamed(name);
    if (float) return float;
    if (name === "bool") return BOOL;
    if ((name === "Volatile" || name === "Bits") && first) return resolveType(module, first);
    if (name === "Span" && first) return { kind: "span", element: resolveType(module, first) };
    if (name === "FixedArray" && first && second) {
      return { kind: "array", element: resolveType(module, first), length: lengthOf(module, second) };
    }
  }
  if (entity?.kind === "class") {
    const args = (node.typeArguments ?? []).map((argument) => resolveArgument(module, argument));
    return { kind: "class", info: classOf(entity, args) };
  }
  if (entity?.kind === "typeParameter" && typeof entity.argument !== "number") return entity.argument;
  if (entity?.kind === "enum") return { kind: "enum", info: enumOf(entity) };
  if (entity?.kind === "alias") return resolveType(aliasModule(module, entity, node), entity.node.type);
  const owner = ts.isQualifiedName(node.typeName) && findInModule(module, node.typeName.left.getText());
  if (owner && owner.kind === "enum") return { kind: "enum", info: enumOf(owner) };
  throw new OracleGap(`the type ${node.getText()}`, node);
}

/** Where the type behind an alias is read: its parameters are names there. */
function aliasModule(module: Module, alias: AliasEntity, node: ts.TypeReferenceNode): Module {
  const args = (node.typeArguments ?? []).map((argument) => resolveArgument(module, argument));
  return bindParameters(alias.module, alias.node.typeParameters, args);
}

/** A type argument as written: a length where it is a constant, otherwise a type. */
export function resolveArgument(module: Module, node: ts.TypeNode): Argument {
  return lengthWritten(module, node) ?? resolveType(module, node);
}

function lengthOf(module: Module, node: ts.TypeNode): number {
  const found = lengthWritten(module, node);
  if (found === undefined) throw new OracleGap("this length", node);
  return found;
}

function lengthWritten(module: Module, node: ts.TypeNode): number | undefined {
  if (ts.isLiteralTypeNode(node) && ts.isNumericLiteral(node.literal)) {
    return Number(integerText(node.literal.getText()));
  }
  if (ts.isTypeQueryNode(node)) {
    const entity = findInModule(module, node.exprName.getText());
    return entity?.kind === "global" ? Number(globalOf(entity).constant) : undefined;
  }
  if (!ts.isTypeReferenceNode(node)) return undefined;
  const [owner = "", member] = node.typeName.getText().split(".");
  const entity = findInModule(module, owner);
  if (entity?.kind === "typeParameter" && typeof entity.argument === "number") return entity.argument;
  if (entity?.kind === "alias") return lengthWritten(aliasModule(module, entity, node), entity.node.type);
  if (entity?.kind === "enum" && member) return Number(enumOf(entity).values.get(member));
  return undefined;
}

/** The type of a function as written; `expected` supplies what an arrow function leaves out. */
export function resolveSignature(
  module: Module,
  node: ts.SignatureDeclaration,
  expected: FunctionType | undefined,
): FunctionType {
  const parameters = node.parameters.map((parameter, position) => {
    const type = parameter.type ? resolveType(module, parameter.type) : expected?.parameters[position];
    if (!type) throw new OracleGap("the type of this parameter", parameter);
    return type;
  });
  const isPlainEffect = ts.isSetAccessor(node) || ts.isConstructorDeclaration(node);
  const written = node.type && resolveType(module, node.type);
  const result = isPlainEffect ? VOID : (written ?? expected?.result);
  if (!result) throw new OracleGap("the result of this function", node);
  return { kind: "function", parameters, result };
}

let enums = 0;

/** The values of an enum, resolved on first use. */
export function enumOf(entity: {
  node: ts.EnumDeclaration;
  module: Module;
  info: EnumInfo | null;
}): EnumInfo {
  if (entity.info) return entity.info;
  const values = new Map<string, bigint>();
  let next = 0n;
  for (const member of entity.node.members) {
    if (member.initializer) next = constantOf(entity.module, member.initializer, values);
    values.set(member.name.getText(), next);
    next += 1n;
  }
  const signed = [...values.values()].some((value) => value < 0n);
  enums += 1;
  entity.info = { name: entity.node.name.text, key: `enum ${enums}`, base: signed ? I32 : U32, values };
  return entity.info;
}
