/**
 * Statements at module level: imports, declarations, `symbol(…)`.
 */
import { dirname, resolve } from "node:path";
import type { Sink } from "../diagnostics.ts";
import type { AliasTree, EnumTree, ModuleTree } from "../tree.ts";
import { readClass } from "./classes.ts";
import { readExpression } from "./expressions.ts";
import { readFunction, readSignature } from "./functions.ts";
import { displayPath, type OpenProgram } from "./program.ts";
import { hasModifier, Reader } from "./reader.ts";
import { readVariables, refuseUsing } from "./statements.ts";
import { readType, readTypeParameters } from "./types.ts";
import ts from "./typescript.mjs";

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

type Visitor = (reader: Reader, node: never) => void;

const VISITORS = new Map<ts.SyntaxKind, Visitor>([
  [ts.SyntaxKind.ImportDeclaration, readImport],
  [ts.SyntaxKind.FunctionDeclaration, readFunction],
  [ts.SyntaxKind.ClassDeclaration, readClass],
  [ts.SyntaxKind.EnumDeclaration, readEnum],
  [ts.SyntaxKind.TypeAliasDeclaration, readAlias],
  [ts.SyntaxKind.VariableStatement, readModuleVariables],
  [ts.SyntaxKind.ExpressionStatement, readSymbolStatement],
  [ts.SyntaxKind.ExportDeclaration, readExport],
  [ts.SyntaxKind.ExportAssignment, refuseDefaultExport],
  [ts.SyntaxKind.EmptyStatement, () => {}],
]);

/** What can be declared without being defined: functions and storage of assembly, C, or the linker script. */
const AMBIENT: readonly ts.SyntaxKind[] = [
  ts.SyntaxKind.FunctionDeclaration,
  ts.SyntaxKind.VariableStatement,
  ts.SyntaxKind.ModuleDeclaration,
];

function readModuleStatement(reader: Reader, node: ts.Statement): void {
  const visitor = VISITORS.get(node.kind);
  if (hasModifier(node, ts.SyntaxKind.DeclareKeyword) && !AMBIENT.includes(node.kind))
    reader.unsupported(node, "`declare` before anything but a function or variable is");
  else if (visitor) visitor(reader, node as never);
  else reader.unsupported(node, REFUSED.get(node.kind) ?? "this statement at module level is");
}

const REFUSED = new Map<ts.SyntaxKind, string>([
  [ts.SyntaxKind.ModuleDeclaration, "namespaces are"],
  [ts.SyntaxKind.InterfaceDeclaration, "an interface is (write a class)"],
  [ts.SyntaxKind.ImportEqualsDeclaration, "`import … = …` is"],
]);

function readModuleVariables(reader: Reader, node: ts.VariableStatement): void {
  const module = reader.moduleOf(node.getSourceFile());
  refuseUsing(reader, node.declarationList);
  module.variables.push(...readVariables(reader, node.declarationList));
}

function refuseDefaultExport(reader: Reader, node: ts.ExportAssignment): void {
  reader.report(node, "importForm", "there are no default exports");
}

function readImport(reader: Reader, node: ts.ImportDeclaration): void {
  const module = reader.moduleOf(node.getSourceFile());
  const specifier = (node.moduleSpecifier as ts.StringLiteral).text;
  if (!specifier.startsWith("./") && !specifier.startsWith("../")) {
    reader.report(node.moduleSpecifier, "importForm", "only files of the program are imported");
    return;
  }
  if (node.attributes) reader.report(node.attributes, "importForm", "an import has no attributes");
  const bindings = node.importClause?.namedBindings;
  if (node.importClause?.name) reader.report(node, "importForm", "there are no default imports");
  if (bindings && ts.isNamespaceImport(bindings)) {
    reader.report(bindings, "importForm", "a whole module cannot be imported under one name");
  }
  const target = resolve(dirname(module.absolutePath), specifier);
  module.imports.push({ at: reader.at(node), target: displayPath(reader.program.root, target) });
}

function readExport(reader: Reader, node: ts.ExportDeclaration): void {
  if (node.moduleSpecifier) {
    reader.report(node, "importForm", "nothing is exported again from another file");
    return;
  }
  const names =
    node.exportClause && ts.isNamedExports(node.exportClause) ? node.exportClause.elements : undefined;
  if (!names || names.length > 0) reader.report(node, "importForm", "`export` stands at the declaration");
}

function readSymbolStatement(reader: Reader, node: ts.ExpressionStatement): void {
  const call = node.expression;
  const callee = ts.isCallExpression(call) ? reader.symbolOf(call.expression) : undefined;
  if (!ts.isCallExpression(call) || !callee || reader.libraryName(callee) !== "symbol") {
    reader.unsupported(node, "a statement at module level that is not a declaration is");
    return;
  }
  const [target, name] = call.arguments;
  const module = reader.moduleOf(node.getSourceFile());
  const symbol = target && reader.symbolOf(target);
  const declaration = symbol && reader.declarationOf(symbol);
  const found =
    declaration?.kind === "function" || declaration?.kind === "variable" ? declaration : undefined;
  if (!found || found.ambient || !name || !ts.isStringLiteral(name)) {
    reader.report(node, "symbolUse");
    return;
  }
  if (!/^[A-Za-z_]\w*$/.test(name.text)) reader.report(name, "symbolUse");
  else module.symbols.push({ at: reader.at(node), target: found, name: name.text });
}

function readAlias(reader: Reader, node: ts.TypeAliasDeclaration): void {
  const alias = reader.declarationFor(node) as AliasTree;
  alias.typeParameters = readTypeParameters(reader, node.typeParameters);
  alias.type = readType(reader, node.type);
  alias.module.aliases.push(alias);
}

function readEnum(reader: Reader, node: ts.EnumDeclaration): void {
  const made = reader.declarationFor(node) as EnumTree;
  if (hasModifier(node, ts.SyntaxKind.ConstKeyword))
    reader.unsupported(node, "`const enum` is (every enum is constant)");
  made.module.enums.push(made);
  for (const [index, member] of node.members.entries()) {
    const target = made.members[index];
    if (target && member.initializer) target.initializer = readExpression(reader, member.initializer);
  }
}
