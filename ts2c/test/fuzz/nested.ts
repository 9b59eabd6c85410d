/**
 * Generic classes in generic classes, with types and sizes handed on, and generic functions over them.
 */
import { indexFor } from "./elements.ts";
import { assignable, integerExpression } from "./integers.ts";
import type { Random } from "./random.ts";
import { check } from "./statements.ts";
import { atom, call, type Expression, type Statement, type Typed } from "./tree.ts";
import { INTEGER_NAMES, type IntegerName } from "./widths.ts";
import type { Globals, Scope } from "./world.ts";

const GRIDS = 5;

const DECLARATIONS = `
class Grid<T, W extends number, H extends number> {
  rows: FixedArray<Ring<T, W>, H> = zeroed();
  turns: u32 = 0;
  put(row: u32, item: T): T { this.turns += this.rows.length; return this.rows[row % this.rows.length].push(item); }
  get newest(): T { return this.rows[this.turns % this.rows.length].last; }
}
class Both<A, B, N extends number> {
  left: Grid<A, N, 2> = zeroed();
  right: Grid<B, 3, N> = zeroed();
  put(row: u32, a: A, b: B): B { this.left.put(row, a); return through(this.right, row, b); }
}
class Box<T> {
  constructor(public value: T, readonly mark: u8) {}
  exchange(value: T): T { const old = this.value; this.value = value; return old; }
}
function through<T, W extends number, H extends number>(grid: Grid<T, W, H>, row: u32, item: T): T { grid.put(row + 1, item); return grid.put(row, grid.newest); }`;

/** The classes, some grids of other types and sizes in each program, and pairs of grids. Needs `declareGenerics`. */
export function declareNested(random: Random, globals: Globals): Statement[] {
  const found = DECLARATIONS.trim().split("\n");
  for (let number = 0; number < GRIDS; number++) {
    const type = random.pick(INTEGER_NAMES);
    const name = `grid${number}`;
    globals.grids.push({ name, type });
    found.push(`const ${name}: Grid<${type}, ${random.below(3) + 1}, ${random.below(4) + 1}> = zeroed();`);
  }
  for (const [number, type] of (["u32", "i8"] as const).entries()) {
    const other = random.pick(INTEGER_NAMES);
    globals.pairs.push({ name: `both${number}`, left: other, right: type });
    found.push(`const both${number}: Both<${other}, ${type}, ${random.below(3) + 1}> = zeroed();`);
  }
  return found.map((text) => ({ parts: [text] }));
}

/** A value by way of a grid or a pair of grids; undefined when there is none of the type. */
export function nestedCall(scope: Scope, type: IntegerName, depth: number): Typed | undefined {
  const { random, globals } = scope;
  const row = () => call("u32", indexFor(scope, 5, 1));
  const value = (of: IntegerName) => assignable(integerExpression(scope, of, depth - 1, true), of);
  const pair = globals.pairs.find(({ right }) => right === type);
  const grids = globals.grids.filter((grid) => grid.type === type);
  const calls: Expression[] = [];
  if (pair) calls.push(call(`${pair.name}.put`, row(), value(pair.left), value(type)));
  if (grids.length > 0) {
    const { name } = random.pick(grids);
    const item = call(type, integerExpression(scope, type, depth - 1).e);
    calls.push(call(`${name}.put`, row(), value(type)), call("through", atom(name), row(), item));
    calls.push(atom(`${name}.newest`));
  }
  return calls.length === 0 ? undefined : { e: random.pick(calls), type, plain: false };
}

/** An object of a generic class on the stack. */
export function boxStatements(scope: Scope): Statement[] {
  const type = scope.random.pick(INTEGER_NAMES);
  const value = () => assignable(integerExpression(scope, type, 2, true), type);
  const name = scope.name();
  const made: Statement = {
    parts: [`const ${name} = new Box<${type}>(`, value(), `, ${scope.random.below(256)});`],
  };
  const old = check(scope, call("u64", call(`${name}.exchange`, value())));
  scope.variables.push({ e: atom(`${name}.value`), type, plain: false, mutable: true });
  return [made, old, check(scope, call("u64", atom(`${name}.mark`)))];
}
