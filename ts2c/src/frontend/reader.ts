/**
 * What all visitors of the front end share: positions, reporting, and the map from TypeScript's declarations to ours.
 *
 * Invariant: one TypeScript declaration has exactly one declaration of ours, made when it is first met.
 */

import type { MessageName, Position, Sink } from "../diagnostics.ts";
import type {
  AliasTree,
  ClassTree,
  Declaration,
  EnumMemberTree,
  EnumTree,
  FunctionTree,
  ModuleTree,
  Role,
  TypeParameterTree,
  Variable,
} from "../tree.ts";
import { displayPath, type OpenProgram } from "./program.ts";
import ts from "./typescript.mjs";

export class Reader {
  readonly modules = new Map<ts.SourceFile, ModuleTree>();
  private readonly declarations = new Map<ts.Node, Declaration>();
  /** The line that a position was last asked for in. */
  private line: {
    file: ts.SourceFile | null;
    path: string;
    number: number;
    start: number;
    end: number;
  } = { file: null, path: "", number: 0, start: 0, end: 0 };
  /** The functions around the node being read, innermost last. */
  readonly owners: FunctionTree[] = [];

  constructor(
    readonly program: OpenProgram,
    readonly sink: Sink,
  ) {}

  at(node: ts.Node): Position {
    const file = node.getSourceFile();
    const start = node.getStart(file);
    return this.place(file, start, Math.max(node.getEnd() - start, 0));
  }

  endOf(node: ts.Node): Position {
    return this.place(node.getSourceFile(), Math.max(node.getEnd() - 1, 0), 1);
  }

  /** As `positionAt`, with the path worked out once for each file, and the line where it is that of the position before. */
  private place(file: ts.SourceFile, offset: number, length: number): Position {
    if (file !== this.line.file || offset < this.line.start || offset >= this.line.end) {
      const { line } = file.getLineAndCharacterOfPosition(offset);
      const starts = file.getLineStarts();
      const path = this.moduleOf(file).path;
      this.line = {
        file,
        path,
        number: line + 1,
        start: starts[line] ?? 0,
        end: starts[line + 1] ?? Infinity,
      };
    }
    const { path, number, start } = this.line;
    return { file: path, line: number, column: offset - start + 1, length };
  }

  report(node: ts.Node, name: MessageName, ...values: string[]): void {
    this.sink.report(this.at(node), name, ...values);
  }

  /** A construct outside the language, named in words. */
  unsupported(node: ts.Node, what?: string): void {
    this.report(node, "unsupported", what ?? `${describeSyntax(node)} is`);
  }

  moduleOf(file: ts.SourceFile): ModuleTree {
    let module = this.modules.get(file);
    if (!module) {
      module = {
        path: displayPath(this.program.root, file.fileName),
        absolutePath: file.fileName,
        library: this.program.library.has(file),
        functions: [],
        variables: [],
        classes: [],
        enums: [],
        aliases: [],
        symbols: [],
        imports: [],
        localNames: new Set(),
      };
      this.modules.set(file, module);
    }
    return module;
  }

  /** The symbol a name stands for, through imports. */
  symbolOf(node: ts.Node): ts.Symbol | undefined {
    const symbol = this.program.checker.getSymbolAtLocation(node);
    if (symbol && symbol.flags & ts.SymbolFlags.Alias) return this.program.checker.getAliasedSymbol(symbol);
    return symbol;
  }

  /** The library's own name when the symbol is declared there. */
  libraryName(symbol: ts.Symbol): string | undefined {
    return symbol.declarations?.some((d) => this.program.library.has(d.getSourceFile()))
      ? symbol.name
      : undefined;
  }

  /** Our declaration for a symbol, or undefined when it is nothing the language has. */
  declarationOf(symbol: ts.Symbol): Declaration | undefined {
    for (const node of symbol.declarations ?? []) {
      const found = this.declarationFor(node);
      if (found) return found;
    }
    return undefined;
  }

  /** Our declaration for TypeScript's declaration node. */
  declarationFor(node: ts.Node): Declaration | undefined {
    const known = this.declarations.get(node);
    if (known) return known;
    const made = this.make(node);
    if (made) this.declarations.set(node, made);
    return made;
  }

  private make(node: ts.Node): Declaration | undefined {
    if (ts.isVariableDeclaration(node) || ts.isParameter(node)) return this.makeVariable(node);
    if (ts.isFunctionDeclaration(node) || ts.isArrowFunction(node)) return this.makeFunction(node);
    if (isMemberFunction(node))
      return ts.isClassDeclaration(node.parent) ? this.makeFunction(node) : undefined;
    if (ts.isPropertyDeclaration(node)) return this.makeStatic(node);
    if (ts.isTypeParameterDeclaration(node)) {
      const parameter: TypeParameterTree = { kind: "typeParameter", ...this.common(node) };
      return parameter;
    }
    if (ts.isClassDeclaration(node)) return this.makeClass(node);
    if (ts.isEnumDeclaration(node)) return this.makeEnum(node);
    if (ts.isEnumMember(node)) {
      const owner = this.declarationFor(node.parent) as EnumTree;
      return owner.members.find((member) => member.index === node.parent.members.indexOf(node));
    }
    if (ts.isTypeAliasDeclaration(node)) {
      const alias: AliasTree = { kind: "alias", ...this.common(node), typeParameters: [], type: null };
      return alias;
    }
    return undefined;
  }

  private common(node: ts.NamedDeclaration): { name: string; at: Position; module: ModuleTree } {
    const name = node.name && ts.isIdentifier(node.name) ? node.name.text : "unnamed";
    return { name, at: this.at(node.name ?? node), module: this.moduleOf(node.getSourceFile()) };
  }

  private makeVariable(node: ts.VariableDeclaration | ts.ParameterDeclaration): Variable | undefined {
    if (!ts.isIdentifier(node.name)) return undefined;
    const statement = ts.isVariableDeclaration(node) ? node.parent.parent : undefined;
    const isModule = statement !== undefined && ts.isSourceFile(statement.parent);
    const flags = ts.isVariableDeclaration(node) ? node.parent.flags & ts.NodeFlags.BlockScoped : 0;
    if (!isModule) this.moduleOf(node.getSourceFile()).localNames.add(node.name.text);
    return {
      kind: "variable",
      ...this.common(node),
      scope: ts.isParameter(node) ? "parameter" : isModule ? "module" : "local",
      mutable: flags !== ts.NodeFlags.Const && flags !== ts.NodeFlags.Using,
      exported: isModule && hasModifier(statement, ts.SyntaxKind.ExportKeyword),
      ambient: isModule && hasModifier(statement, ts.SyntaxKind.DeclareKeyword),
      owner: isModule ? null : (this.owners.at(-1) ?? null),
      released: flags === ts.NodeFlags.Using,
      type: null,
      initializer: null,
    };
  }

  /** A static field is a module variable under its class's name. */
  private makeStatic(node: ts.PropertyDeclaration): Variable | undefined {
    if (!hasModifier(node, ts.SyntaxKind.StaticKeyword) || !ts.isIdentifier(node.name)) return undefined;
    return {
      kind: "variable",
      ...this.common(node),
      name: `${node.parent.name?.text}_${node.name.text}`,
      scope: "module",
      mutable: !hasModifier(node, ts.SyntaxKind.ReadonlyKeyword),
      exported: false,
      ambient: false,
      owner: null,
      released: false,
      type: null,
      initializer: null,
    };
  }

  private makeFunction(node: ts.FunctionDeclaration | ts.ArrowFunction | MemberFunction): FunctionTree {
    const inClass = isMemberFunction(node);
    const owner = inClass ? (this.declarationFor(node.parent) as ClassTree) : null;
    const made = this.plainFunction(node, owner, inClass ? roleOf(node) : "function");
    if (!owner || hasModifier(node, ts.SyntaxKind.StaticKeyword)) return made;
    const receiver: Variable = {
      kind: "variable",
      name: "this",
      at: made.at,
      module: made.module,
      scope: "parameter",
      mutable: false,
      exported: false,
      ambient: false,
      owner: made,
      released: false,
      type: null,
      initializer: null,
    };
    return Object.assign(made, { receiver });
  }

  private plainFunction(
    node: ts.FunctionDeclaration | ts.ArrowFunction | MemberFunction,
    owner: ClassTree | null,
    role: Role,
  ): FunctionTree {
    const { name, ...common } = this.common(node);
    return {
      kind: "function",
      ...common,
      name: role === "constructor" ? "construct" : isDispose(node.name) ? DISPOSE : name,
      role,
      owner,
      receiver: null,
      typeParameters: [],
      exported: hasModifier(node, ts.SyntaxKind.ExportKeyword),
      ambient: hasModifier(node, ts.SyntaxKind.DeclareKeyword),
      generic: (node.typeParameters?.length ?? 0) > 0,
      arrow: ts.isArrowFunction(node),
      parameters: [],
      result: null,
      body: null,
      end: this.endOf(node),
    };
  }

  private makeClass(node: ts.ClassDeclaration): ClassTree {
    const exported = hasModifier(node, ts.SyntaxKind.ExportKeyword);
    return {
      kind: "class",
      ...this.common(node),
      exported,
      typeParameters: [],
      fields: [],
      methods: [],
      construct: null,
      packed: false,
      alignment: null,
    };
  }

  private makeEnum(node: ts.EnumDeclaration): EnumTree {
    const exported = hasModifier(node, ts.SyntaxKind.ExportKeyword);
    const made: EnumTree = { kind: "enum", ...this.common(node), exported, members: [] };
    made.members = node.members.map(
      (member, index): EnumMemberTree => ({
        kind: "member",
        name: ts.isIdentifier(member.name) ? member.name.text : member.name.getText(),
        at: this.at(member),
        owner: made,
        index,
        initializer: null,
      }),
    );
    return made;
  }
}

/** A function that is a member of a class. */
export type MemberFunction =
  | ts.MethodDeclaration
  | ts.GetAccessorDeclaration
  | ts.SetAccessorDeclaration
  | ts.ConstructorDeclaration;

/** The name under which `[Symbol.dispose]` is known here; no other method can have it. */
export const DISPOSE = "[Symbol.dispose]";

export function isMemberFunction(node: ts.Node): node is MemberFunction {
  return ts.isMethodDeclaration(node) || ts.isAccessor(node) || ts.isConstructorDeclaration(node);
}

/** Whether a member's name is `[Symbol.dispose]`. */
export function isDispose(name: ts.Node | undefined): boolean {
  return (
    name !== undefined && ts.isComputedPropertyName(name) && name.expression.getText() === "Symbol.dispose"
  );
}

function roleOf(node: MemberFunction): Role {
  if (ts.isConstructorDeclaration(node)) return "constructor";
  if (ts.isGetAccessorDeclaration(node)) return "getter";
  return ts.isSetAccessorDeclaration(node)
    ? "setter"
    : hasModifier(node, ts.SyntaxKind.StaticKeyword)
      ? "function"
      : "method";
}

/** Whether a declaration carries a modifier such as `export`. */
export function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return (
    ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((modifier) => modifier.kind === kind) ?? false)
  );
}

/** The name of a kind of syntax in words: `TemplateExpression` becomes "a template expression". */
export function describeSyntax(node: ts.Node): string {
  const words = ts.SyntaxKind[node.kind].replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return `${/^[aeiou]/.test(words) ? "an" : "a"} ${words}`;
}
