/**
 * Statements at module level: imports, declarations, `symbol(…)`.
 */
import { dirname, resolve } from "node:path";
import ts from "typescript";
import type { Sink } from "../diagnostics.ts";
import type { AliasTree, ClassTree, EnumTree, FieldTree, ModuleTree } from "../tree.ts";
import { readExpression } from "./expressions.ts";
import { readFunction, readSignature } from "./functions.ts";
import { displayPath, type OpenProgram } from "./program.ts";
import { hasModifier, Reader } from "./reader.ts";
import { readVariables } from "./statements.ts";
import { readType } from "./types.ts";

/** Reads all files of a program: the library first, then imported before importing. */
export function readModules(program: OpenProgram, sink: Sink): ModuleTree[] {
  const reader = new Reader(program, sink);
  for (const file of program.library) readLibrary(reader, file);
  for (const file of program.files) {
    reader.moduleOf(file);
    for (const statement of file.statements) readModuleStatement(reader, statement);
  }
  return [...reader.modules.values()];
}

/** From the library only classes and the signatures of plain functions are read; the rest is known by name. */
function readLibrary(reader: Reader, file: ts.SourceFile): void {
  for (const statement of file.statements) {
    if (ts.isClassDeclaration(statement)) readClass(reader, statement);
    if (ts.isFunctionDeclaration(statement)) {
      const made = reader.declarationFor(statement);
      if (made?.kind === "function") readSignature(reader, statement, made);
    }
  }
}

function readModuleStatement(reader: Reader, node: ts.Statement): void {
  if (ts.isImportDeclaration(node)) return readImport(reader, node);
  if (ts.isFunctionDeclaration(node)) return readFunction(reader, node);
  if (ts.isClassDeclaration(node)) return readClass(reader, node);
  if (ts.isEnumDeclaration(node)) return readEnum(reader, node);
  if (ts.isTypeAliasDeclaration(node)) return readAlias(reader, node);
  if (ts.isVariableStatement(node)) {
    const module = reader.moduleOf(node.getSourceFile());
    module.variables.push(...readVariables(reader, node.declarationList));
    return;
  }
  if (ts.isExpressionStatement(node)) return readSymbolStatement(reader, node);
  if (ts.isExportDeclaration(node)) return readExport(reader, node);
  if (ts.isEmptyStatement(node)) return;
  if (ts.isExportAssignment(node)) return reader.report(node, "importForm", "there are no default exports");
  reader.unsupported(node, ts.isModuleDeclaration(node) ? "namespaces are" : `${describeAtModule(node)} is`);
}

function describeAtModule(node: ts.Statement): string {
  if (ts.isInterfaceDeclaration(node)) return "an interface (write a class)";
  return "this statement at module level";
}

function readImport(reader: Reader, node: ts.ImportDeclaration): void {
  const module = reader.moduleOf(node.getSourceFile());
  const specifier = (node.moduleSpecifier as ts.StringLiteral).text;
  if (!specifier.startsWith("./") && !specifier.startsWith("../")) {
    return reader.report(node.moduleSpecifier, "importForm", "only files of the program are imported");
  }
  const bindings = node.importClause?.namedBindings;
  if (node.importClause?.name) reader.report(node, "importForm", "there are no default imports");
  if (bindings && ts.isNamespaceImport(bindings)) {
    reader.report(bindings, "importForm", "a whole module cannot be imported under one name");
  }
  const target = resolve(dirname(module.absolutePath), specifier);
  module.imports.push({ at: reader.at(node), target: displayPath(reader.program.root, target) });
}

function readExport(reader: Reader, node: ts.ExportDeclaration): void {
  if (node.moduleSpecifier) return reader.report(node, "importForm", "nothing is exported again from another file");
  const names = node.exportClause && ts.isNamedExports(node.exportClause) ? node.exportClause.elements : undefined;
  if (!names || names.length > 0) reader.report(node, "importForm", "`export` stands at the declaration");
}

function readSymbolStatement(reader: Reader, node: ts.ExpressionStatement): void {
  const call = node.expression;
  const callee = ts.isCallExpression(call) ? reader.symbolOf(call.expression) : undefined;
  if (!ts.isCallExpression(call) || !callee || reader.libraryName(callee) !== "symbol") {
    return reader.unsupported(node, "a statement at module level that is not a declaration is");
  }
  const [target, name] = call.arguments;
  const module = reader.moduleOf(node.getSourceFile());
  const symbol = target && reader.symbolOf(target);
  const declaration = symbol && reader.declarationOf(symbol);
  const found = declaration?.kind === "function" || declaration?.kind === "variable" ? declaration : undefined;
  if (!found || found.ambient || !name || !ts.isStringLiteral(name)) {
    return reader.report(node, "symbolUse");
  }
  if (!/^[A-Za-z_]\w*$/.test(name.text)) return reader.report(name, "symbolUse");
  module.symbols.push({ at: reader.at(node), target: found, name: name.text });
}

function readAlias(reader: Reader, node: ts.TypeAliasDeclaration): void {
  const alias = reader.declarationFor(node) as AliasTree;
  if (node.typeParameters) reader.unsupported(node, "type parameters are");
  else alias.type = readType(reader, node.type);
}

function readEnum(reader: Reader, node: ts.EnumDeclaration): void {
  const made = reader.declarationFor(node) as EnumTree;
  if (hasModifier(node, ts.SyntaxKind.ConstKeyword)) reader.unsupported(node, "`const enum` is (every enum is constant)");
  made.module.enums.push(made);
  for (const [index, member] of node.members.entries()) {
    const target = made.members[index];
    if (target && member.initializer) target.initializer = readExpression(reader, member.initializer);
  }
}

function readClass(reader: Reader, node: ts.ClassDeclaration): void {
  const made = reader.declarationFor(node) as ClassTree;
  made.module.classes.push(made);
  if (node.typeParameters) reader.unsupported(node, "type parameters are");
  if (node.heritageClauses) reader.report(node, "classFeature", "inheritance is");
  if (hasModifier(node, ts.SyntaxKind.AbstractKeyword)) reader.report(node, "classFeature", "`abstract` is");
  if (hasModifier(node, ts.SyntaxKind.DefaultKeyword)) reader.report(node, "importForm", "there are no default exports");
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

const FIELD_MODIFIERS: readonly ts.SyntaxKind[] = [ts.SyntaxKind.ReadonlyKeyword, ts.SyntaxKind.PublicKeyword];

function readField(reader: Reader, node: ts.ClassElement): FieldTree | null {
  if (!ts.isPropertyDeclaration(node)) {
    if (node.kind !== ts.SyntaxKind.SemicolonClassElement) reader.report(node, "classFeature", describeElement(node));
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
