/**
 * From types as written to the oracle's types.
 */
import { constantOf } from "./constants.ts";
import { globalOf } from "./globals.ts";
import { libraryClass } from "./modules.ts";
import { OracleGap } from "./outcome.ts";
import { findInModule, type Module } from "./program.ts";
import { integerText, ts } from "./syntax.ts";
import {
  BOOL,
  type ClassInfo,
  type EnumInfo,
  type FunctionType,
  I32,
  integerNamed,
  NEVER,
  NULL,
  STRING,
  type Type,
  U32,
  VOID,
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
  const [only, more] = types.filter((type) => type.kind !== "null");
  if (!only || more || types.length !== 2) throw new OracleGap("this union", node);
  return { kind: "nullable", of: only };
}

function resolveReference(module: Module, node: ts.TypeReferenceNode): Type {
  const name = node.typeName.getText();
  const [first, second] = node.typeArguments ?? [];
  const entity = findInModule(module, name) ?? libraryClass(module.machine, name);
  if (!entity) {
    const integer = integerNamed(name);
    if (integer) return integer;
    if (name === "bool") return BOOL;
    if (name === "Volatile" && first) return resolveType(module, first);
    if (name === "Span" && first) return { kind: "span", element: resolveType(module, first) };
    if (name === "FixedArray" && first && second) {
      return { kind: "array", element: resolveType(module, first), length: lengthOf(module, second) };
    }
  }
  if (entity?.kind === "class") return { kind: "class", info: classOf(entity) };
  if (entity?.kind === "enum") return { kind: "enum", info: enumOf(entity) };
  if (entity?.kind === "alias") return resolveType(entity.module, entity.node.type);
  throw new OracleGap(`the type ${node.getText()}`, node);
}

function lengthOf(module: Module, node: ts.TypeNode): number {
  if (ts.isLiteralTypeNode(node)) return Number(integerText(node.literal.getText()));
  if (ts.isTypeQueryNode(node)) {
    const entity = findInModule(module, node.exprName.getText());
    if (entity?.kind === "global") return Number(globalOf(entity).constant);
  }
  if (ts.isTypeReferenceNode(node)) {
    const entity = findInModule(module, node.typeName.getText());
    if (entity?.kind === "alias") return lengthOf(entity.module, entity.node.type);
    const [owner, member] = node.typeName.getText().split(".");
    const found = findInModule(module, owner ?? "");
    if (found?.kind === "enum") return Number(enumOf(found).values.get(member ?? ""));
  }
  throw new OracleGap("this length", node);
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
  const result = node.type ? resolveType(module, node.type) : expected?.result;
  if (!result) throw new OracleGap("the result of this function", node);
  return { kind: "function", parameters, result };
}

/** The fields of a class, resolved on first use. */
export function classOf(entity: {
  node: ts.ClassDeclaration;
  module: Module;
  info: ClassInfo | null;
}): ClassInfo {
  if (entity.info) return entity.info;
  const { node, module } = entity;
  const info: ClassInfo = {
    name: node.name?.text ?? "",
    node,
    module,
    fields: new Map(),
    packed: false,
    alignment: 0,
  };
  entity.info = info;
  for (const decorator of ts.getDecorators(node) ?? []) readDecorator(info, module, decorator.expression);
  for (const member of node.members) {
    if (!ts.isPropertyDeclaration(member) || !member.type) throw new OracleGap("this member", member);
    const name = member.name.getText();
    info.fields.set(name, { name, index: info.fields.size, type: resolveType(module, member.type) });
  }
  return info;
}

function readDecorator(info: ClassInfo, module: Module, node: ts.Expression): void {
  if (ts.isIdentifier(node) && node.text === "packed") info.packed = true;
  else if (ts.isCallExpression(node) && node.arguments[0]) {
    info.alignment = Number(constantOf(module, node.arguments[0]));
  } else throw new OracleGap("this decorator", node);
}

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
  entity.info = { name: entity.node.name.text, base: signed ? I32 : U32, values };
  return entity.info;
}
