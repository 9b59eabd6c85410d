/**
 * `checked.add`, `checked.sub`, `checked.mul`, `checked.negate`: the exact result, or a failed check.
 */
import { type Compiled, constantValue, convertTo, failure } from "./expressions.ts";
import { compileOperandPair } from "./operators.ts";
import { OracleGap } from "./outcome.ts";
import type { Scope } from "./program.ts";
import type { ts } from "./syntax.ts";
import { fits, integerOf, type Type, wider } from "./types.ts";
import type { Frame } from "./values.ts";

type Exact = (a: bigint, b: bigint) => bigint;

const EXACT: Readonly<Record<string, Exact>> = {
  "checked.add": (a, b) => a + b,
  "checked.sub": (a, b) => a - b,
  "checked.mul": (a, b) => a * b,
};

/** A call of checked arithmetic; undefined for any other name. */
export function compileCheckedArithmetic(
  scope: Scope,
  name: string,
  node: ts.CallExpression,
  expected: Type | undefined,
): Compiled | undefined {
  const [first, second = first] = node.arguments;
  if (!first || !second) return undefined;
  const pair = () => compileOperandPair(scope, first, second, expected);
  if (name === "checked.negate") {
    const [value] = pair();
    return exactly(scope, [value, value], (a) => -a, node, expected);
  }
  const exact = EXACT[name];
  return exact && exactly(scope, pair(), exact, node, expected);
}

function exactly(
  scope: Scope,
  [left, right]: [Compiled, Compiled],
  exact: Exact,
  node: ts.CallExpression,
  expected: Type | undefined,
): Compiled {
  const [x, y] = [integerOf(left.type), integerOf(right.type)];
  const type = x && y ? wider(x, y) : (x ?? y ?? integerOf(expected));
  if (!type) throw new OracleGap("checked arithmetic without a width", node);
  const [l, r] = [left, right].map((side) => convertTo(scope, side, type, node)) as [Compiled, Compiled];
  if (l.constant !== undefined && r.constant !== undefined) {
    return constantValue(type, exact(l.constant, r.constant));
  }
  const fail = failure(scope, "misfit", node);
  const [a, b] = [l.run, left === right ? () => 0n : r.run];
  const run = (frame: Frame) => {
    const first = a(frame) as bigint;
    const result = exact(first, b(frame) as bigint);
    return fits(result, type) ? result : fail();
  };
  return { type, run };
}
