/**
 * Functions and arrow functions: parameters, result, body.
 */

import type { Expression, FunctionTree, Statement, Variable } from "../tree.ts";
import { readExpression } from "./expressions.ts";
import { hasModifier, type Reader } from "./reader.ts";
import { readStatements } from "./statements.ts";
import { readType, readTypeParameters } from "./types.ts";
import ts from "./typescript.mjs";

/** Reads what a function takes and gives; generic library functions have no signature of ours. */
export function readSignature(reader: Reader, node: ts.SignatureDeclaration, made: FunctionTree): void {
  if (made.generic && made.module.library) return;
  if (made.arrow && node.typeParameters) reader.unsupported(node, "type parameters of an arrow function are");
  made.typeParameters = readTypeParameters(reader, node.typeParameters);
  reader.owners.push(made);
  const own = node.parameters
    .map((parameter) => readParameter(reader, parameter))
    .filter((p) => p !== undefined);
  made.parameters = made.receiver ? [made.receiver, ...own] : own;
  reader.owners.pop();
  made.result = node.type ? readType(reader, node.type) : null;
  if (made.role === "constructor" || made.role === "setter")
    made.result = { kind: "keyword", name: "void", at: made.at };
  else if (!node.type && !made.arrow)
    reader.report(node.name ?? node, "missingType", "the result of a function");
}

function readParameter(reader: Reader, node: ts.ParameterDeclaration): Variable | undefined {
  const library = reader.program.library.has(node.getSourceFile());
  if (node.questionToken || node.initializer || node.dotDotDotToken) {
    if (!library) reader.unsupported(node, "optional, default and rest parameters are");
  }
  if (!ts.isIdentifier(node.name)) {
    reader.unsupported(node.name, "destructuring is");
    return undefined;
  }
  if (node.name.text === "this") {
    reader.unsupported(node, "a parameter `this` is");
    return undefined;
  }
  const parameter = reader.declarationFor(node) as Variable;
  parameter.type = node.type && !node.dotDotDotToken ? readType(reader, node.type) : null;
  if (!parameter.type && !ts.isArrowFunction(node.parent) && !library) {
    reader.report(node, "missingType", `the parameter \`${parameter.name}\``);
  }
  return parameter;
}

/** Reads a function of a module. */
export function readFunction(reader: Reader, node: ts.FunctionDeclaration): void {
  const made = reader.declarationFor(node) as FunctionTree;
  if (node.asteriskToken) reader.unsupported(node, "generators are");
  if (hasModifier(node, ts.SyntaxKind.AsyncKeyword)) reader.unsupported(node, "asynchronous functions are");
  if (hasModifier(node, ts.SyntaxKind.DefaultKeyword))
    reader.report(node, "importForm", "there are no default exports");
  if (!node.body && !made.ambient) reader.unsupported(node, "overloads are");
  readSignature(reader, node, made);
  made.module.functions.push(made);
  readBlock(reader, node.body, made);
}

/** Reads the statements of a function or method. */
export function readBlock(reader: Reader, body: ts.Block | undefined, made: FunctionTree): void {
  if (!body) return;
  reader.owners.push(made);
  made.body = readStatements(reader, body.statements);
  reader.owners.pop();
}

/** Reads an arrow function; it becomes a function of its own. */
export function readArrow(reader: Reader, node: ts.ArrowFunction): Expression {
  const made = reader.declarationFor(node) as FunctionTree;
  if (hasModifier(node, ts.SyntaxKind.AsyncKeyword)) reader.unsupported(node, "asynchronous functions are");
  readSignature(reader, node, made);
  reader.owners.push(made);
  made.body = readArrowBody(reader, node);
  reader.owners.pop();
  return { kind: "arrow", function: made, at: reader.at(node) };
}

function readArrowBody(reader: Reader, node: ts.ArrowFunction): Statement[] {
  if (ts.isBlock(node.body)) return readStatements(reader, node.body.statements);
  const value = readExpression(reader, node.body);
  return [{ kind: "return", value, at: reader.at(node.body) }];
}
