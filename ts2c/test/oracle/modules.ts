/**
 * Reads a program's files and makes their names known.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { classEntity } from "./classes.ts";
import { OracleGap } from "./outcome.ts";
import { type Entity, functionEntity, globalEntity, type Machine, type Module } from "./program.ts";
import { hasModifier, parseFile, ts } from "./syntax.ts";

const LIBRARY_PATH = fileURLToPath(new URL("../../library/ts2c.d.ts", import.meta.url));
const libraries = new WeakMap<Machine, Module>();

/** A class that the library declares, such as `SystemWords`; everything else of it the oracle knows by itself. */
export function libraryClass(machine: Machine, name: string): Entity | undefined {
  let library = libraries.get(machine);
  if (!library) {
    const file = parseFile(LIBRARY_PATH, readFileSync(LIBRARY_PATH, "utf8"));
    library = { path: LIBRARY_PATH, shown: "ts2c.d.ts", file, names: new Map(), machine };
    for (const node of file.statements) {
      if (ts.isClassDeclaration(node) && node.name) {
        library.names.set(node.name.text, classEntity(node, library));
      }
    }
    libraries.set(machine, library);
  }
  return library.names.get(name);
}

export class Loader {
  private readonly modules = new Map<string, Module>();
  /** Absolute paths of files, and of those that stand for them on the host. */
  private readonly onHost: ReadonlyMap<string, string>;

  constructor(
    private readonly root: string,
    private readonly machine: Machine,
  ) {
    this.onHost = hostFiles(root);
  }

  /** The module of a file, with everything it imports. */
  load(path: string, text = readFileSync(path, "utf8")): Module {
    const known = this.modules.get(path);
    if (known) return known;
    const file = parseFile(path, text);
    const shown = relative(this.root, path);
    const module: Module = { path, shown, file, names: new Map(), machine: this.machine };
    this.modules.set(path, module);
    for (const statement of file.statements) this.declare(module, statement);
    return module;
  }

  private declare(module: Module, node: ts.Statement): void {
    if (ts.isImportDeclaration(node)) this.declareImports(module, node);
    else if (ts.isFunctionDeclaration(node)) declareFunction(module, node);
    else if (ts.isVariableStatement(node)) declareVariables(module, node.declarationList);
    else if (ts.isClassDeclaration(node) && node.name) {
      module.names.set(node.name.text, classEntity(node, module));
    } else if (ts.isEnumDeclaration(node)) {
      module.names.set(node.name.text, { kind: "enum", node, module, info: null });
    } else if (ts.isTypeAliasDeclaration(node)) {
      module.names.set(node.name.text, { kind: "alias", node, module });
    } else if (!ts.isExpressionStatement(node) && !ts.isEmptyStatement(node)) {
      throw new OracleGap(`${ts.SyntaxKind[node.kind]} at module level`, node);
    }
  }

  private declareImports(module: Module, node: ts.ImportDeclaration): void {
    const bindings = node.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings) || !ts.isStringLiteral(node.moduleSpecifier)) {
      throw new OracleGap("this import", node);
    }
    const path = resolve(dirname(module.path), node.moduleSpecifier.text);
    const target = this.load(this.onHost.get(path) ?? path);
    for (const element of bindings.elements) {
      const name = (element.propertyName ?? element.name).text;
      module.names.set(element.name.text, { kind: "import", module: target, name });
    }
  }
}

/** What ts2c.json says of programs for the host, which all of the oracle's are. */
function hostFiles(root: string): Map<string, string> {
  const path = resolve(root, "ts2c.json");
  const text = existsSync(path) ? readFileSync(path, "utf8") : "{}";
  const { onHost = {} } = JSON.parse(text) as { onHost?: Record<string, string> };
  return new Map(Object.entries(onHost).map(([from, to]) => [resolve(root, from), resolve(root, to)]));
}

function declareFunction(module: Module, node: ts.FunctionDeclaration): void {
  if (!node.name) throw new OracleGap("a function without a name", node);
  const name = node.name.text;
  module.names.set(name, functionEntity(name, node, module));
}

function declareVariables(module: Module, list: ts.VariableDeclarationList): void {
  for (const node of list.declarations) {
    if (!ts.isIdentifier(node.name)) throw new OracleGap("destructuring", node);
    const mutable = (list.flags & ts.NodeFlags.Const) === 0;
    if (hasModifier(list.parent, ts.SyntaxKind.DeclareKeyword))
      throw new OracleGap("external variables", node);
    module.names.set(node.name.text, globalEntity(node, module, mutable));
  }
}
