/**
 * Calls of generic functions and objects of generic classes, with type arguments written or found out, and arrows.
 */
import { booleanExpression } from "./booleans.ts";
import { assignable, integerExpression } from "./integers.ts";
import { check } from "./statements.ts";
import { atom, call, type Expression, type Statement, type Typed } from "./tree.ts";
import { INTEGER_NAMES, type IntegerName } from "./widths.ts";
import { Scope } from "./world.ts";

const DECLARATIONS = `
function chosen<T>(first: bool, a: T, b: T): T { return first ? a : b; }
function larger<T extends number | bigint>(a: T, b: T): T { return a > b ? a : b; }
function applied<T, R>(f: (a: T, b: R) => R, a: T, b: R): R { return f(a, b); }
class Ring<T, N extends number> {
  private items: FixedArray<T, N> = zeroed();
  private at: u32 = 0;
  push(item: T): T { const old = this.items[this.at]; this.items[this.at] = item; this.at = (this.at + 1) % this.items.length; return old; }
  get last(): T { return this.items[(this.at + this.items.length - 1) % this.items.length]; }
  set last(item: T) { this.items[(this.at + this.items.length - 1) % this.items.length] = item; }
}`;

/** The generic functions and classes, and a ring for each integer type. */
export function declareGenerics(): Statement[] {
  const rings = INTEGER_NAMES.map((type, index) => {
    const length = (index % 4) + 1;
    return index % 2 === 0
      ? `const ring_${type}: Ring<${type}, ${length}> = zeroed();`
      : `const ring_${type} = new Ring<${type}, ${length}>();`;
  });
  return [...DECLARATIONS.trim().split("\n"), ...rings].map((text) => ({ parts: [text] }));
}

/**
 * A value of the type by way of something generic. Type arguments are found out: written ones behind `<<` or `<` would be
 * read as something else by TypeScript.
 */
export function genericCall(scope: Scope, type: IntegerName, depth: number): Typed {
  const { random } = scope;
  const sure = () => call(type, integerExpression(scope, type, depth - 1).e);
  const found = random.weighted<() => Expression>([
    [4, () => call("chosen", booleanExpression(scope, depth - 1), sure(), sure())],
    [3, () => call("larger", sure(), sure())],
    [3, () => call(`ring_${type}.push`, assignable(integerExpression(scope, type, depth - 1, true), type))],
    [2, () => ({ kind: "member", object: atom(`ring_${type}`), name: "last" })],
    [4, () => withArrow(scope, type, depth)],
  ])();
  return { e: found, type, plain: false };
}

/** An arrow function captures nothing: it sees its parameters and what stands at module level. */
function withArrow(scope: Scope, type: IntegerName, depth: number): Expression {
  const { random } = scope;
  const other = random.pick(INTEGER_NAMES);
  const inner = new Scope(random, scope.globals, scope.sites, false);
  inner.cells.push(atom("single"));
  inner.variables.push(
    { e: atom("a"), type: other, plain: false, mutable: true },
    { e: atom("b"), type, plain: false, mutable: true },
  );
  const body = assignable(integerExpression(inner, type, 2, true), type);
  const arrow: Expression = { kind: "arrow", parameters: "a, b", body };
  const first = call(other, integerExpression(scope, other, depth - 1).e);
  return call("applied", arrow, first, call(type, integerExpression(scope, type, depth - 1).e));
}

/** A statement that writes the type arguments of its call. */
export function writtenArguments(scope: Scope, name: string): Statement[] {
  const type = scope.random.pick(INTEGER_NAMES);
  const value = () => assignable(integerExpression(scope, type, 2, true), type);
  const found = scope.random.percent(50)
    ? call(`chosen<${type}>`, booleanExpression(scope, 2), value(), value())
    : call(`larger<${type}>`, value(), value());
  scope.variables.push({ e: atom(name), type, plain: false, mutable: false });
  return [{ parts: [`const ${name} = `, found, ";"] }, check(scope, call("u64", atom(name)))];
}
