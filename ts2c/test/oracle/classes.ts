/**
 * Classes: their fields, their code, what belongs to the class itself.
 *
 * Invariants: a generic class is a class of its own for each list of type arguments; static members exist once.
 */
import { bitsOf } from "./bits.ts";
import { constantOf } from "./constants.ts";
import { compileExpression } from "./expressions.ts";
import { OracleGap } from "./outcome.ts";
import {
  type ClassEntity,
  functionEntity,
  globalEntity,
  type MemberNode,
  type Module,
  moduleScope,
} from "./program.ts";
import { resolveType } from "./resolve.ts";
import { hasModifier, ts } from "./syntax.ts";
import { type Argument, type BitField, type ClassInfo, type Type, typeKey, VOID } from "./types.ts";

/** The name of the method that `using` calls. */
export const RELEASE = "[Symbol.dispose]";

export type MemberRole = "method" | "get" | "set" | "constructor";

/** Under which name a class keeps a piece of code. */
export function memberKey(role: MemberRole, name: string): string {
  return `${role} ${name}`;
}

/** A class as declared, with its static members. */
export function classEntity(node: ts.ClassDeclaration, module: Module): ClassEntity {
  const entity: ClassEntity = { kind: "class", node, module, instances: new Map(), statics: new Map() };
  for (const member of node.members) {
    if (!hasModifier(member, ts.SyntaxKind.StaticKeyword)) continue;
    const name = member.name?.getText() ?? "";
    if (ts.isMethodDeclaration(member)) entity.statics.set(name, functionEntity(name, member, module));
    else if (ts.isPropertyDeclaration(member)) {
      const mutable = !hasModifier(member, ts.SyntaxKind.ReadonlyKeyword);
      entity.statics.set(name, globalEntity(member, module, mutable));
    } else throw new OracleGap("this static member", member);
  }
  return entity;
}

let classes = 0;

/** The class for these type arguments, resolved on first use. */
export function classOf(entity: ClassEntity, args: readonly Argument[] = []): ClassInfo {
  const label = args.map(typeKey).join();
  const known = entity.instances.get(label);
  if (known) return known;
  const { node } = entity;
  classes += 1;
  const info: ClassInfo = {
    name: node.name?.text ?? "",
    key: `class ${classes}`,
    node,
    module: bindParameters(entity.module, node.typeParameters, args),
    args,
    fields: new Map(),
    code: new Map(),
    packed: false,
    alignment: 0,
  };
  entity.instances.set(label, info);
  for (const decorator of ts.getDecorators(node) ?? []) readDecorator(info, decorator.expression);
  for (const member of node.members) {
    if (!hasModifier(member, ts.SyntaxKind.StaticKeyword)) addMember(info, member);
  }
  return info;
}

/** A module in which type parameters are names, too. */
export function bindParameters(
  module: Module,
  parameters: readonly ts.TypeParameterDeclaration[] | undefined,
  args: readonly Argument[],
): Module {
  if (!parameters || parameters.length === 0) return module;
  const names: Module["names"] = new Map();
  for (const [position, parameter] of parameters.entries()) {
    const argument = args[position];
    if (argument === undefined) throw new OracleGap("a missing type argument", parameter);
    names.set(parameter.name.text, { kind: "typeParameter", argument });
  }
  return { ...module, names, around: module };
}

function addMember(info: ClassInfo, member: ts.ClassElement): void {
  if (ts.isPropertyDeclaration(member)) {
    const type = fieldType(info.module, member);
    const bits = bitsOf(info.module, member.type);
    const [decorator] = ts.getDecorators(member) ?? [];
    const alignment = decorator ? alignmentAsked(info, decorator.expression) : 0;
    addField(info, member.name.getText(), type, member.initializer ?? null, bits, alignment);
  } else if (ts.isMethodDeclaration(member)) addCode(info, "method", member);
  else if (ts.isGetAccessorDeclaration(member)) addCode(info, "get", member);
  else if (ts.isSetAccessorDeclaration(member)) addCode(info, "set", member);
  else if (ts.isConstructorDeclaration(member)) {
    addCode(info, "constructor", member);
    for (const parameter of member.parameters.filter(isField)) {
      if (!parameter.type) throw new OracleGap("a parameter without a type", parameter);
      addField(info, parameter.name.getText(), resolveType(info.module, parameter.type), null);
    }
  } else if (!ts.isSemicolonClassElement(member)) throw new OracleGap("this member", member);
}

/** Whether a constructor's parameter is a field, too. */
export function isField(parameter: ts.ParameterDeclaration): boolean {
  return (ts.getModifiers(parameter)?.length ?? 0) > 0;
}

function addField(
  info: ClassInfo,
  name: string,
  type: Type,
  start: ts.Expression | null,
  bits?: BitField,
  alignment = 0,
): void {
  info.fields.set(name, { name, index: bits ? 0 : info.fields.size, type, start, bits, alignment });
}

/** As written; a tag has the type of its first value. */
function fieldType(module: Module, node: ts.PropertyDeclaration): Type {
  if (node.type) return resolveType(module, node.type);
  if (!node.initializer) throw new OracleGap("a field without a type", node);
  return compileExpression(moduleScope(module, VOID), node.initializer, undefined).type;
}

function addCode(info: ClassInfo, role: MemberRole, node: MemberNode): void {
  const name = node.name?.getText() ?? "";
  info.code.set(memberKey(role, name), functionEntity(name, node, info.module, info));
}

function readDecorator(info: ClassInfo, node: ts.Expression): void {
  if (ts.isIdentifier(node) && node.text === "packed") info.packed = true;
  else info.alignment = alignmentAsked(info, node);
}

/** The bytes in `align(bytes)`. */
function alignmentAsked(info: ClassInfo, node: ts.Expression): number {
  if (ts.isCallExpression(node) && node.arguments[0])
    return Number(constantOf(info.module, node.arguments[0]));
  throw new OracleGap("this decorator", node);
}
