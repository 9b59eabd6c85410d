/**
 * Classes: fields and the decorators that say how they lie in memory.
 */

import type { ClassTree, FieldTree } from "../tree.ts";
import { readExpression } from "./expressions.ts";
import { hasModifier, type Reader } from "./reader.ts";
import { readType } from "./types.ts";
import ts from "./typescript.mjs";

/** Reads a class; everything but fields is reported. */
export function readClass(reader: Reader, node: ts.ClassDeclaration): void {
  const made = reader.declarationFor(node) as ClassTree;
  made.module.classes.push(made);
  if (node.typeParameters) reader.unsupported(node, "type parameters are");
  if (node.heritageClauses) reader.report(node, "classFeature", "inheritance is");
  if (hasModifier(node, ts.SyntaxKind.AbstractKeyword)) reader.report(node, "classFeature", "`abstract` is");
  if (hasModifier(node, ts.SyntaxKind.DefaultKeyword))
    reader.report(node, "importForm", "there are no default exports");
  for (const decorator of ts.getDecorators(node) ?? []) readDecorator(reader, decorator, made);
  made.fields = node.members.map((member) => readField(reader, member)).filter((field) => field !== null);
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

const FIELD_MODIFIERS: readonly ts.SyntaxKind[] = [
  ts.SyntaxKind.ReadonlyKeyword,
  ts.SyntaxKind.PublicKeyword,
];

function readField(reader: Reader, node: ts.ClassElement): FieldTree | null {
  if (!ts.isPropertyDeclaration(node)) {
    if (node.kind !== ts.SyntaxKind.SemicolonClassElement)
      reader.report(node, "classFeature", describeElement(node));
    return null;
  }
  const modifier = node.modifiers?.find((found) => !FIELD_MODIFIERS.includes(found.kind));
  if (modifier) reader.report(modifier, "classFeature", `\`${modifier.getText()}\` is`);
  if (node.questionToken) reader.report(node, "classFeature", "optional fields are");
  if (!ts.isIdentifier(node.name)) {
    reader.report(node.name, "classFeature", "names that are not identifiers are");
    return null;
  }
  if (!node.type) reader.report(node, "missingType", `the field \`${node.name.text}\``);
  return {
    name: node.name.text,
    at: reader.at(node),
    type: node.type ? readType(reader, node.type) : null,
    initializer: node.initializer ? readExpression(reader, node.initializer) : null,
  };
}

function describeElement(node: ts.ClassElement): string {
  if (ts.isMethodDeclaration(node)) return "methods are";
  if (ts.isConstructorDeclaration(node)) return "constructors are";
  if (ts.isAccessor(node)) return "accessors are";
  return "this member is";
}
