// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these strings are pieces of source
/**
 * A small piece of source for every kind of syntax that TypeScript can read; what the compiler makes of it is found out
 * by compiling it. A piece stands inside the function of `CONTEXT`, or at module level where it starts with `module:`.
 */

import { KEYWORDS, LITERALS, PUNCTUATION } from "./tokens.ts";

/** What every piece may use. */
export const CONTEXT = `class Thing {
  x: u32 = 0;
  next: Thing | null = null;
}
enum Kind {
  One,
  Two,
}
type Unary = (x: u32) => u32;
const list: FixedArray<u32, 4> = zeroed();
let count: u32 = 1;
function helper(x: u32): u32 {
  return x;
}
`;

/** The head of the function around a piece. */
export const FUNCTION =
  "export function piece(a: u32, b: u32, s: i32, w: u64, flag: bool, text: string, thing: Thing, maybe: Thing | null, kind: Kind): u32";

/** The file that pieces import. */
export const OTHER = "export const x: u32 = 1;\nexport class Other {\n  y: u32 = 0;\n}\n";

export type Snippets = Readonly<Record<string, string>>;

export const DECLARATIONS: Snippets = {
  QualifiedName: "module: let one: Kind.One = Kind.One;",
  ComputedPropertyName: 'module: class Named { ["x"]: u32 = 0; }',
  TypeParameter: "module: function same<T>(x: T): T { return x; }",
  Parameter: "module: function takes(x: u32): void {}",
  Decorator: "module: @align(8) class Aligned {}",
  PropertyDeclaration: "module: class Fields { x: u32 = 0; }",
  MethodDeclaration: "module: class Acts { act(): void {} }",
  ClassStaticBlockDeclaration: "module: class Starts { static {} }",
  Constructor: "module: class Made { constructor() {} }",
  GetAccessor: "module: class Looks { get x(): u32 { return 1; } }",
  SetAccessor: "module: class Takes { set x(value: u32) {} }",
  SemicolonClassElement: "module: class Spare { ; }",
  VariableDeclaration: "const x: u32 = 1;",
  VariableDeclarationList: "const x: u32 = 1, y: u32 = 2;",
  FunctionDeclaration: "module: function fresh(): void {}",
  ClassDeclaration: "module: class Fresh { x: u32 = 0; }",
  InterfaceDeclaration: "module: interface Shape { x: u32 }",
  TypeAliasDeclaration: "module: type Alias<T> = Span<T>;",
  EnumDeclaration: "module: enum Fresh { One }",
  EnumMember: "module: enum Fresh { One = 1 << 3 }",
  ModuleDeclaration: "module: namespace Space {}",
  ModuleBlock: "module: namespace Space {}",
  NamespaceExportDeclaration: "module: export as namespace Whole;",
  ImportEqualsDeclaration: 'module: import other = require("./other.ts");',
  ExternalModuleReference: 'module: import other = require("./other.ts");',
  ImportDeclaration: 'module: import { x } from "./other.ts";',
  ImportClause: 'module: import type { Other } from "./other.ts";',
  NamespaceImport: 'module: import * as other from "./other.ts";',
  NamedImports: 'module: import { x } from "./other.ts";',
  ImportSpecifier: 'module: import { x as y } from "./other.ts";',
  ImportAttributes: 'module: import { x } from "./other.ts" with { type: "ts" };',
  ImportAttribute: 'module: import { x } from "./other.ts" with { type: "ts" };',
  ExportAssignment: "module: export default 5;",
  ExportDeclaration: 'module: export * from "./other.ts";',
  NamedExports: "module: export { count };",
  NamespaceExport: 'module: export * as other from "./other.ts";',
  ExportSpecifier: "module: export { count };",
  HeritageClause: "module: class Derived extends Thing {}",
  ObjectBindingPattern: "const { x } = thing;",
  ArrayBindingPattern: "const [x] = list;",
  BindingElement: "const { x } = thing;",
};

export const TYPES: Snippets = {
  TypePredicate: "module: function isThere(x: Thing | null): x is Thing { return x !== null; }",
  TypeReference: "let x: Thing = thing;",
  FunctionType: "let f: (x: u32) => u32 = helper;",
  ConstructorType: "module: let f: (new () => Thing) | null = null;",
  TypeQuery: "module: let f: typeof helper = helper;",
  TypeLiteral: "module: function takes(x: { y: u32 }): void {}",
  PropertySignature: "module: interface Shape { x: u32 }",
  MethodSignature: "module: interface Shape { area(): u32 }",
  CallSignature: "module: interface Shape { (): u32 }",
  ConstructSignature: "module: interface Shape { new (): Shape }",
  IndexSignature: "module: interface Shape { [index: number]: u32 }",
  ArrayType: "module: function takes(x: u32[]): void {}",
  TupleType: "module: function takes(x: [u32, u32]): void {}",
  OptionalType: "module: function takes(x: [u32?]): void {}",
  RestType: "module: function takes(x: [...u32[]]): void {}",
  NamedTupleMember: "module: function takes(x: [first: u32]): void {}",
  UnionType: "let x: Thing | null = null;",
  IntersectionType: "module: function takes(x: Thing & Kind): void {}",
  ConditionalType: "module: type Chosen = u32 extends u8 ? u8 : u16;",
  InferType: "module: type Element<T> = T extends Span<infer E> ? E : never;",
  ParenthesizedType: "let f: (Unary) | null = null;",
  ThisType: "module: class Self { me(): this { return this; } }",
  TypeOperator: "module: function takes(x: readonly u32[]): void {}",
  IndexedAccessType: 'let x: Thing["x"] = 1;',
  MappedType: "module: type Same<T> = { [K in keyof T]: T[K] };",
  LiteralType: 'module: let x: "text" = "text";',
  TemplateLiteralType: "module: type Word = `a${string}`;",
  TemplateLiteralTypeSpan: "module: type Word = `a${string}`;",
  ImportType: 'module: function takes(x: import("./other.ts").Other): void {}',
};

export const EXPRESSIONS: Snippets = {
  ArrayLiteralExpression: "const x = [1, 2];",
  ObjectLiteralExpression: "const x = { y: 1 };",
  PropertyAssignment: "const x = { y: 1 };",
  ShorthandPropertyAssignment: "const x = { a };",
  SpreadAssignment: "const x = { ...thing };",
  PropertyAccessExpression: "a = thing.x;",
  ElementAccessExpression: "a = list[b];",
  CallExpression: "a = helper(b);",
  NewExpression: "const t = new Thing();",
  TaggedTemplateExpression: "const t = helper`a`;",
  TypeAssertionExpression: "a = <u32>kind;",
  ParenthesizedExpression: "a = (b);",
  FunctionExpression: "const f = function (): void {};",
  ArrowFunction: "const f: Unary = (x) => x + 1;",
  DeleteExpression: "delete maybe;",
  TypeOfExpression: "const t = typeof a;",
  VoidExpression: "const t = void a;",
  AwaitExpression: "module: async function later(): void { await count; }",
  PrefixUnaryExpression: "a = -b;",
  PostfixUnaryExpression: "a++;",
  BinaryExpression: "a = a + b;",
  ConditionalExpression: "a = flag ? a : b;",
  TemplateExpression: "const t = `a${a}`;",
  TemplateSpan: "const t = `a${a}`;",
  YieldExpression: "module: function* numbers(): void { yield 1; }",
  SpreadElement: "helper(...list);",
  ClassExpression: "const c = class {};",
  OmittedExpression: "const x = [, 1];",
  ExpressionWithTypeArguments: "const f = spanOf<u32, 4>;",
  AsExpression: "a = kind as u32;",
  NonNullExpression: "a = maybe!.x;",
  MetaProperty: "const m = import.meta;",
  SatisfiesExpression: "a = 1 satisfies u32;",
};

export const STATEMENTS: Snippets = {
  SourceFile: "module: ",
  Block: "{ a = 1; }",
  EmptyStatement: ";",
  VariableStatement: "let x: u32 = 1;",
  ExpressionStatement: "helper(a);",
  IfStatement: "if (flag) a = 1;",
  DoStatement: "do a = 1; while (flag);",
  WhileStatement: "while (flag) a = 1;",
  ForStatement: "for (let i: u32 = 0; i < 3; i++) a = i;",
  ForInStatement: "for (const key in thing) a = 1;",
  ForOfStatement: "for (const x of list) a = x;",
  ContinueStatement: "while (flag) continue;",
  BreakStatement: "while (true) break;",
  ReturnStatement: "return a;",
  WithStatement: "with (thing) a = 1;",
  SwitchStatement: "switch (a) { default: a = 1; }",
  CaseBlock: "switch (a) { default: a = 1; }",
  CaseClause: "switch (a) { case 1: break; }",
  DefaultClause: "switch (a) { default: a = 1; }",
  LabeledStatement: "outer: while (true) break outer;",
  ThrowStatement: "throw a;",
  TryStatement: "try { a = 1; } catch {}",
  CatchClause: "try { a = 1; } catch {}",
  DebuggerStatement: "debugger;",
};

/** What one kind of syntax is in several places, or with more to it. */
export const FORMS: Snippets = {
  "an ambient class": "module: declare class Outside { x: u32; }",
  "an ambient enum": "module: declare enum Outside { One }",
  "an ambient namespace": "module: declare global {}",
  "a `const enum`": "module: const enum Fast { One }",
  "an exported `let`": "module: export let shared: u32 = 1;",
  "an assignment as a value": "a = b = 1;",
  "an asynchronous arrow function": "const f = async (): Promise<void> => {};",
  "an asynchronous method": "module: class Late { async act(): void {} }",
  "a generator method": "module: class Many { *act(): void {} }",
  "a computed method": 'module: class Named { ["act"](): void {} }',
  "a decorator of a field": "module: class Fields { @packed x: u32 = 0; }",
  "a decorator of a method": "module: class Acts { @packed act(): void {} }",
  "a default export of a function": "module: export default function f(): void {}",
  "a default import": 'module: import other from "./other.ts";',
  "a default parameter": "module: function f(x: u32 = 1): void {}",
  "a definite declaration": "let x!: u32;",
  "a destructuring parameter": "module: function f({ x }: Thing): void {}",
  "an exported default of an import": 'module: export { default } from "./other.ts";',
  "`export =`": "module: export = count;",
  "a field without a type": "module: class Fields { x = 0; }",
  "`for await`": "module: async function f(): void { for await (const x of list) count = x; }",
  "`for … of` over something declared before": "for (a of list) b = a;",
  "a function in a block": "{ function inner(): void {} }",
  "an import for its symbols": 'module: import "./other.ts";',
  "an import of a package": 'module: import { x } from "some-package";',
  "an import of one type": 'module: import { type Other } from "./other.ts";',
  "an import as an expression": 'const x = import("./other.ts");',
  "an index signature in a class": "module: class Keys { [key: string]: u32; }",
  "a labelled `continue`": "outer: while (flag) continue outer;",
  "`new.target`": "const x = new.target;",
  "an octal escape": 'text = "\\1";',
  "an optional field": "module: class Fields { x?: u32; }",
  "an optional parameter": "module: function f(x?: u32): void {}",
  "an optional call": "helper?.(a);",
  "an optional element": "a = list?.[0];",
  "an overload": "module: function f(x: u32): void;\nfunction f(x: u32): void {}",
  "a parameter property": "module: class Made { constructor(public x: u32) {} }",
  "a private method by `#`": "module: class Hidden { #act(): void {} }",
  "`#x in object`": "module: class Hidden { #x: u32 = 0; static has(o: Hidden): bool { return #x in o; } }",
  "a rest parameter": "module: function f(...x: u32[]): void {}",
  "a statement at module level": "module: count = 2;",
  "a `this` parameter": "module: function f(this: Thing): void {}",
  "`unique` and `readonly` types": "module: function f(x: readonly Thing[]): void {}",
  "a type-only export": "module: export type { Thing };",
  "a type alias in a function": "type Local = u32;",
  "unreachable code": "return a; a = 1;",
  "an `await using`": "module: async function f(): void { await using x = null; }",
  "a variable without a type or value": "let x;",
};

/** Chapters of the table, in its order. */
export const CHAPTERS: Readonly<Record<string, Snippets>> = {
  "Literals and names": LITERALS,
  "Punctuation and operators": PUNCTUATION,
  Keywords: KEYWORDS,
  Declarations: DECLARATIONS,
  Types: TYPES,
  Expressions: EXPRESSIONS,
  Statements: STATEMENTS,
  "Other forms": FORMS,
};

/** Kinds that no `.ts` source holds as syntax, and why. */
export const NOT_SYNTAX: Readonly<Record<string, readonly RegExp[]>> = {
  "A comment, white space, or a mark that a tool left; comments are not read.": [
    /Trivia$/,
    /^JSDoc/,
    /^(JSDocText|JSDoc)$/,
  ],
  "Only in `.tsx` files, which are not read.": [/^Jsx/, /^LessThanSlashToken$/],
  "Made by TypeScript's own tools, never by reading a file.": [
    /^Synt(hetic|axList)/,
    /^NotEmitted/,
    /^PartiallyEmittedExpression$/,
    /^CommaListExpression$/,
    /^(Bundle|Unknown|EndOfFileToken|MissingDeclaration|ImportTypeAssertionContainer)$/,
  ],
  "Seen by the scanner alone, never part of a tree.": [
    /^(HashToken|BacktickToken|PackageKeyword|GlobalKeyword)$/,
  ],
};
