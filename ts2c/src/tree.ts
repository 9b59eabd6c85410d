/**
 * The program as the front end hands it over: only what the language has, names resolved to declarations.
 *
 * Invariants: nothing here refers to the `typescript` package; a node that TypeScript knows and the language does not
 * has been reported and replaced by a `wrong` node. `nonNull` asks TypeScript's flow analysis, so it may be called
 * only while the front end's program lives.
 */
import type { Position } from "./diagnostics.ts";

/** One source file. */
export interface ModuleTree {
  readonly path: string;
  readonly absolutePath: string;
  readonly library: boolean;
  readonly functions: FunctionTree[];
  readonly variables: Variable[];
  readonly classes: ClassTree[];
  readonly enums: EnumTree[];
  readonly aliases: AliasTree[];
  readonly symbols: SymbolStatement[];
  readonly imports: { at: Position; target: string }[];
  /** Names of parameters and locals, which names made later must not hide behind. */
  readonly localNames: Set<string>;
}

export interface SymbolStatement {
  readonly at: Position;
  readonly target: FunctionTree | Variable;
  readonly name: string;
}

interface Declared {
  readonly name: string;
  readonly at: Position;
  readonly module: ModuleTree;
}

export interface Variable extends Declared {
  readonly kind: "variable";
  readonly scope: "module" | "local" | "parameter";
  readonly mutable: boolean;
  readonly exported: boolean;
  readonly ambient: boolean;
  /** The function a local or parameter belongs to. */
  readonly owner: FunctionTree | null;
  /** Declared by `using`: released when its scope ends. */
  readonly released: boolean;
  type: TypeSyntax | null;
  initializer: Expression | null;
}

/** What a function is to its class. */
export type Role = "function" | "method" | "getter" | "setter" | "constructor";

export interface FunctionTree extends Declared {
  readonly kind: "function";
  readonly role: Role;
  /** The class it is a member of, static or not. */
  readonly owner: ClassTree | null;
  /** `this`, which is the first of the parameters; null for static members and plain functions. */
  readonly receiver: Variable | null;
  typeParameters: TypeParameterTree[];
  readonly exported: boolean;
  readonly ambient: boolean;
  readonly generic: boolean;
  readonly arrow: boolean;
  parameters: Variable[];
  result: TypeSyntax | null;
  body: Statement[] | null;
  /** Position of the closing brace. */
  end: Position;
}

export interface ClassTree extends Declared {
  readonly kind: "class";
  readonly exported: boolean;
  typeParameters: TypeParameterTree[];
  fields: FieldTree[];
  /** Methods, getters and setters. */
  methods: FunctionTree[];
  construct: FunctionTree | null;
  packed: boolean;
  alignment: Expression | null;
}

export interface FieldTree {
  readonly name: string;
  readonly at: Position;
  readonly type: TypeSyntax | null;
  readonly initializer: Expression | null;
  readonly readonly: boolean;
  /** The constructor's parameter that is this field, too. */
  readonly parameter: Variable | null;
  /** What `@align(…)` asks for, in bytes. */
  readonly alignment: Expression | null;
}

/** A type parameter of a class or function; it stands for a type or a constant number. */
export interface TypeParameterTree extends Declared {
  readonly kind: "typeParameter";
}

export interface EnumTree extends Declared {
  readonly kind: "enum";
  readonly exported: boolean;
  members: EnumMemberTree[];
}

export interface EnumMemberTree {
  readonly kind: "member";
  readonly name: string;
  readonly at: Position;
  readonly owner: EnumTree;
  readonly index: number;
  initializer: Expression | null;
}

export interface AliasTree extends Declared {
  readonly kind: "alias";
  typeParameters: TypeParameterTree[];
  type: TypeSyntax | null;
}

export type Declaration =
  | Variable
  | FunctionTree
  | ClassTree
  | EnumTree
  | EnumMemberTree
  | AliasTree
  | TypeParameterTree;

/** A type as written. */
export type TypeSyntax = { readonly at: Position } & (
  | { kind: "library"; name: string; args: TypeSyntax[] }
  | { kind: "declared"; declaration: ClassTree | EnumTree | EnumMemberTree | AliasTree; args: TypeSyntax[] }
  | { kind: "parameter"; parameter: TypeParameterTree }
  | {
      kind: "keyword";
      name: "boolean" | "string" | "void" | "never" | "null" | "number" | "bigint" | "unknown";
    }
  | { kind: "union"; members: TypeSyntax[] }
  | { kind: "integer"; value: bigint }
  | { kind: "typeof"; variable: Variable }
  | { kind: "function"; parameters: TypeSyntax[]; result: TypeSyntax }
  | { kind: "wrong" }
);

/** What TypeScript's flow analysis knows about a value where it stands. */
export interface Flow {
  readonly nonNull: () => boolean;
  /** The classes that remain of a union; absent where nothing is known. */
  readonly classes?: () => readonly ClassTree[];
}

export type Expression = { readonly at: Position } & (
  | { kind: "integer"; value: bigint; text: string }
  /** A literal with a point or an exponent. */
  | { kind: "fraction"; value: number; text: string }
  | { kind: "text"; value: string }
  /** A template literal: one text more than values. */
  | { kind: "template"; texts: string[]; values: Expression[] }
  | { kind: "boolean"; value: boolean }
  | { kind: "null" }
  | ({ kind: "name"; declaration: Variable | FunctionTree | EnumMemberTree } & Flow)
  | ({ kind: "member"; object: Expression; name: string; method: FunctionTree | null } & Flow)
  | ({ kind: "index"; object: Expression; index: Expression } & Flow)
  | { kind: "call"; callee: Expression; types: TypeSyntax[]; args: Expression[] }
  | { kind: "new"; class: ClassTree; types: TypeSyntax[]; args: Expression[] }
  | { kind: "intrinsic"; name: string; types: TypeSyntax[]; args: Expression[]; options: Placement | null }
  | { kind: "unary"; operator: "-" | "+" | "~" | "!"; operand: Expression }
  | { kind: "update"; operator: "++" | "--"; prefix: boolean; operand: Expression }
  | { kind: "binary"; operator: string; left: Expression; right: Expression }
  | { kind: "assign"; operator: string; target: Expression; value: Expression }
  | { kind: "conditional"; condition: Expression; whenTrue: Expression; whenFalse: Expression }
  | { kind: "nonNull"; operand: Expression }
  | { kind: "cast"; operand: Expression; type: TypeSyntax }
  | { kind: "arrow"; function: FunctionTree }
  | { kind: "wrong" }
);

/** What `zeroed({ align, section })` asks for. */
export interface Placement {
  align: Expression | null;
  section: Expression | null;
}

export type Statement = { readonly at: Position } & (
  | { kind: "expression"; expression: Expression }
  | { kind: "variables"; variables: Variable[] }
  | { kind: "if"; condition: Expression; then: Statement[]; otherwise: Statement[] | null }
  | { kind: "while"; condition: Expression; body: Statement[] }
  | { kind: "do"; condition: Expression; body: Statement[] }
  | {
      kind: "for";
      init: Statement | null;
      condition: Expression | null;
      update: Expression | null;
      body: Statement[];
    }
  | { kind: "forOf"; variable: Variable; iterated: Expression; body: Statement[] }
  | { kind: "return"; value: Expression | null }
  | { kind: "break" }
  | { kind: "continue" }
  | { kind: "block"; body: Statement[] }
  | { kind: "switch"; subject: Expression; cases: SwitchCase[] }
);

export interface SwitchCase {
  readonly at: Position;
  /** `null` is `default`. */
  readonly label: Expression | null;
  readonly body: Statement[];
}
