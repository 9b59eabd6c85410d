/**
 * Random conditions.
 *
 * Invariant: TypeScript and ts2c accept them: no comparison that always has the same result, and equality of booleans
 * always has a comparison on one side, so that TypeScript's flow analysis never finds it pointless.
 */
import { floatComparison } from "./floats.ts";
import { integerExpression, literal } from "./integers.ts";
import { textEquality } from "./texts.ts";
import { atom, binary, call, type Expression, type Typed } from "./tree.ts";
import { INTEGER_NAMES, type IntegerName, interestingNumber, isSigned, notWider } from "./widths.ts";
import type { Scope } from "./world.ts";

/** An expression of the type bool. */
export function booleanExpression(scope: Scope, depth: number): Expression {
  const { random } = scope;
  const found = scope.readable("bool");
  if (found.length > 0 && random.percent(depth <= 0 ? 60 : 12)) return random.pick(found).e;
  if (depth <= 0) return comparison(scope, 0);
  return random.weighted<() => Expression>([
    [45, () => comparison(scope, depth)],
    [25, () => logical(scope, depth)],
    [12, () => ({ kind: "prefix", operator: "!", of: booleanExpression(scope, depth - 1) })],
    [
      8,
      () =>
        binary(
          random.pick(["===", "!=="]),
          booleanExpression(scope, depth - 1),
          comparison(scope, depth - 1),
        ),
    ],
    [4, () => textEquality(scope, depth)],
    [5, () => sameReference(scope) ?? comparison(scope, depth)],
    [5, () => chosen(scope, depth)],
    [scope.globals.floats ? 6 : 0, () => floatComparison(scope, depth)],
  ])();
}

function logical(scope: Scope, depth: number): Expression {
  const operator = scope.random.pick(["&&", "||"]);
  return binary(operator, booleanExpression(scope, depth - 1), booleanExpression(scope, depth - 1));
}

function chosen(scope: Scope, depth: number): Expression {
  return {
    kind: "conditional",
    condition: booleanExpression(scope, depth - 1),
    yes: booleanExpression(scope, depth - 1),
    no: comparison(scope, depth - 1),
  };
}

/** A comparison of two integers of one sign; never with both sides constant. */
export function comparison(scope: Scope, depth: number): Expression {
  const { random } = scope;
  const operator = random.pick(["===", "!==", "<", "<=", ">", ">="]);
  const type = random.pick(INTEGER_NAMES);
  const left = variable(scope, type, depth - 1);
  if (random.percent(35)) return withConstant(scope, operator, left, type);
  const right = variable(scope, random.pick(notWider(type)), depth - 1);
  const equality = operator === "===" || operator === "!==";
  const comparable = left.plain || right.plain || left.type === right.type || !equality;
  const other = comparable ? right.e : call(type, right.e);
  return random.percent(50) ? binary(operator, left.e, other) : binary(operator, other, left.e);
}

/** An integer that is not constant. */
function variable(scope: Scope, type: IntegerName, depth: number): Typed {
  const value = integerExpression(scope, type, depth);
  if (value.constant === undefined) return value;
  const found = scope.readable(type).filter((storage) => storage.constant === undefined);
  if (found.length > 0) return scope.random.pick(found);
  return { e: call(type, atom("state")), type, plain: false };
}

/** An unsigned integer is never compared with a zero that decides alone. */
function withConstant(scope: Scope, operator: string, left: Typed, type: IntegerName): Expression {
  const found = interestingNumber(scope.random, type);
  const value = found === 0n && !isSigned(type) ? 1n : found;
  const number = literal(value, type).e;
  return scope.random.percent(50) ? binary(operator, left.e, number) : binary(operator, number, left.e);
}

function sameReference(scope: Scope): Expression | undefined {
  const { random, cells } = scope;
  if (cells.length === 0) return undefined;
  const operator = random.pick(["===", "!=="]);
  if (random.percent(50)) return binary(operator, random.pick(cells), random.pick(cells));
  return binary(operator, { kind: "member", object: random.pick(cells), name: "next" }, atom("null"));
}
