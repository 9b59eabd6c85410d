/**
 * Functions kept in fields of objects that lie in tables, some of them null, exchanged while the program runs.
 */
import { indexFor } from "./elements.ts";
import { assignable, integerExpression } from "./integers.ts";
import type { Random } from "./random.ts";
import { check } from "./statements.ts";
import { atom, binary, call, type Expression, type Statement, type Typed } from "./tree.ts";
import type { IntegerName } from "./widths.ts";
import type { Globals, Scope } from "./world.ts";

const DRIVERS = 3;

/** For each table of functions, which must be declared before: a class of drivers, and a table of those. */
export function declareDrivers(random: Random, globals: Globals): Statement[] {
  const lines = globals.tables.flatMap(({ type, length }) => {
    const operation = () => `t_${type}_${random.below(length)}`;
    const drivers = Array.from({ length: DRIVERS }, () => `new Driver_${type}(${operation()})`);
    return [
      `class Driver_${type} { turn: u8 = 0; second: Operation_${type} | null = null; constructor(public first: Operation_${type}) {} }`,
      `const drivers_${type}: FixedArray<Driver_${type}, ${DRIVERS}> = arrayOf(${drivers.join(", ")});`,
      `function operation_${type}(index: u32): Operation_${type} | null { return index === 0 ? null : table_${type}[index % ${length}]; }`,
    ];
  });
  return lines.map((text) => ({ parts: [text] }));
}

function driver(scope: Scope, type: IntegerName, depth: number): Expression {
  return { kind: "index", object: atom(`drivers_${type}`), index: indexFor(scope, DRIVERS, depth) };
}

/** `drivers[i].first(a, b)`; undefined when there is no table of this type. */
export function driverCall(scope: Scope, type: IntegerName, depth: number): Typed | undefined {
  if (!scope.globals.tables.some((table) => table.type === type)) return undefined;
  const callee: Expression = { kind: "member", object: driver(scope, type, depth - 1), name: "first" };
  const argument = () => assignable(integerExpression(scope, type, depth - 1, true), type);
  return { e: { kind: "call", callee, args: [argument(), argument()] }, type, plain: false };
}

/** Exchanges functions in tables and drivers, and calls one that may be null. */
export function driverStatements(scope: Scope): Statement[] {
  const { random, globals } = scope;
  const { name, type, length } = random.pick(globals.tables);
  const operation = call(`operation_${type}`, call("u32", indexFor(scope, length + 1, 1)));
  const element: Expression = { kind: "index", object: atom(name), index: indexFor(scope, length, 1) };
  const member = (field: string): Expression => ({
    kind: "member",
    object: driver(scope, type, 1),
    name: field,
  });
  const local = scope.name();
  const value = () => assignable(integerExpression(scope, type, 1, true), type);
  return random.weighted<() => Statement[]>([
    [2, () => [{ parts: [element, ` = t_${type}_${random.below(length)};`] }]],
    [2, () => [{ parts: [member("first"), " = ", element, ";"] }]],
    [2, () => [{ parts: [member("second"), " = ", operation, ";"] }]],
    [
      3,
      () => {
        const called = call(local, value(), value());
        const body = [check(scope, call("u64", called))];
        const declared: Statement = { parts: [`const ${local} = `, member("second"), ";"], keep: true };
        return [{ parts: [[declared, { parts: [`if (${local} !== null) `, body] }]] }];
      },
    ],
    [1, () => [check(scope, call("u64", binary("===", member("first"), element)))]],
  ])();
}
