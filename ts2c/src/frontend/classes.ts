/**
 * Classes: fields, methods, accessors, constructors, static members, and the decorators that say how fields lie.
 */

import type { ClassTree, Expression, FieldTree, FunctionTree, Variable } from "../tree.ts";
import { readExpression } from "./expressions.ts";
import { readBlock, readSignature } from "./functions.ts";
import { hasModifier, isDispose, isMemberFunction, type MemberFunction, type Reader } from "./reader.ts";
import { readType, readTypeParameters } from "./types.ts";
import ts from "./typescript.mjs";

/** Reads a class; what classes of the language do not have is reported. */
export function readClass(reader: Reader, node: ts.ClassDeclaration): void {
  const made = reader.declarationFor(node) as ClassTree;
  made.module.classes.push(made);
  made.typeParameters = readTypeParameters(reader, node.typeParameters);
  if (node.heritageClauses) reader.report(node, "classFeature", "inheritance is");
  if (hasModifier(node, ts.SyntaxKind.AbstractKeyword)) reader.report(node, "classFeature", "`abstract` is");
  if (hasModifier(node, ts.SyntaxKind.DefaultKeyword))
    reader.report(node, "importForm", "there are no default exports");
  for (const decorator of ts.getDecorators(node) ?? []) readDecorator(reader, decorator, made);
  for (const member of node.members) readMember(reader, member, made);
}

function readDecorator(reader: Reader, node: ts.Decorator, made: ClassTree): void {
  const call = ts.isCallExpression(node.expression) ? node.expression : undefined;
  const symbol = reader.symbolOf(call ? call.expression : node.expression);
  const name = symbol && reader.libraryName(symbol);
  const [argument] = call?.arguments ?? [];
  if (name === "packed" && !call) made.packed = true;
  else if (name === "align" && argument) made.alignment = readExpression(reader, argument);
  else reader.report(node, "decorator");
}

const MODIFIERS: readonly ts.SyntaxKind[] = [
  ts.SyntaxKind.ReadonlyKeyword,
  ts.SyntaxKind.PublicKeyword,
  ts.SyntaxKind.PrivateKeyword,
  ts.SyntaxKind.StaticKeyword,
];

function readMember(reader: Reader, node: ts.ClassElement, made: ClassTree): void {
  if (ts.isPropertyDeclaration(node)) readProperty(reader, node, made);
  else if (isMemberFunction(node)) readMemberFunction(reader, node, made);
  else if (node.kind !== ts.SyntaxKind.SemicolonClassElement)
    reader.report(node, "classFeature", describeElement(node));
}

/** What `@align(…)` before a field asks for; other decorators are reported. */
function readAlignment(reader: Reader, node: ts.PropertyDeclaration): Expression | null {
  let found: Expression | null = null;
  for (const decorator of ts.getDecorators(node) ?? []) {
    const call = ts.isCallExpression(decorator.expression) ? decorator.expression : undefined;
    const symbol = call && reader.symbolOf(call.expression);
    const [argument] = call?.arguments ?? [];
    const allowed = symbol && reader.libraryName(symbol) === "align" && !isStatic(node);
    if (allowed && argument) found = readExpression(reader, argument);
    else reader.report(decorator, "decorator");
  }
  return found;
}

function isStatic(node: ts.PropertyDeclaration): boolean {
  return hasModifier(node, ts.SyntaxKind.StaticKeyword);
}

function checkModifiers(reader: Reader, node: ts.PropertyDeclaration | MemberFunction): void {
  const allowed = ts.isPropertyDeclaration(node) ? [...MODIFIERS, ts.SyntaxKind.Decorator] : MODIFIERS;
  const modifier = node.modifiers?.find((found) => !allowed.includes(found.kind));
  if (modifier) reader.report(modifier, "classFeature", `\`${modifier.getText()}\` is`);
}

function readProperty(reader: Reader, node: ts.PropertyDeclaration, made: ClassTree): void {
  checkModifiers(reader, node);
  if (node.questionToken) reader.report(node, "classFeature", "optional fields are");
  if (!ts.isIdentifier(node.name)) {
    reader.report(node.name, "classFeature", "names that are not identifiers are");
    return;
  }
  const type = node.type ? readType(reader, node.type) : null;
  const initializer = node.initializer ? readExpression(reader, node.initializer) : null;
  const alignment = readAlignment(reader, node);
  if (isStatic(node)) {
    const variable = reader.declarationFor(node) as Variable;
    variable.type = type;
    variable.initializer = initializer;
    made.module.variables.push(variable);
    return;
  }
  const readonly = hasModifier(node, ts.SyntaxKind.ReadonlyKeyword);
  const isTag = readonly && initializer?.kind === "name" && initializer.declaration.kind === "member";
  if (!type && !isTag) reader.report(node, "missingType", `the field \`${node.name.text}\``);
  made.fields.push({
    name: node.name.text,
    at: reader.at(node),
    type,
    initializer,
    readonly,
    parameter: null,
    alignment,
  });
}

function readMemberFunction(reader: Reader, node: MemberFunction, made: ClassTree): void {
  checkModifiers(reader, node);
  if (!ts.isConstructorDeclaration(node) && !ts.isIdentifier(node.name) && !isDispose(node.name)) {
    reader.report(node.name, "classFeature", "names that are not identifiers are");
    return;
  }
  if (ts.isMethodDeclaration(node) && node.questionToken)
    reader.report(node, "classFeature", "optional methods are");
  if (ts.isMethodDeclaration(node) && node.asteriskToken) reader.unsupported(node, "generators are");
  if (!node.body && !made.module.library) reader.report(node, "classFeature", "overloads are");
  const member = reader.declarationFor(node) as FunctionTree;
  readSignature(reader, node, member);
  if (ts.isConstructorDeclaration(node)) readConstructor(reader, node, made, member);
  else if (member.receiver) made.methods.push(member);
  else made.module.functions.push(member);
  readBlock(reader, node.body, member);
}

/** A parameter with a modifier is a field, too; such fields lie where the constructor stands. */
function readConstructor(
  reader: Reader,
  node: ts.ConstructorDeclaration,
  made: ClassTree,
  member: FunctionTree,
): void {
  made.construct = member;
  const fields = node.parameters
    .filter((parameter) => (ts.getModifiers(parameter)?.length ?? 0) > 0)
    .map((parameter): FieldTree => {
      const variable = reader.declarationFor(parameter) as Variable;
      const { name, at, type } = variable;
      const readonly = hasModifier(parameter, ts.SyntaxKind.ReadonlyKeyword);
      return { name, at, type, initializer: null, readonly, parameter: variable, alignment: null };
    });
  made.fields.push(...fields);
}

function describeElement(node: ts.ClassElement): string {
  return ts.isClassStaticBlockDeclaration(node) ? "static blocks are" : "this member is";
}
