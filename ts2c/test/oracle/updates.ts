/**
 * `++` and `--`, before and after.
 */
import type { Compiled } from "./expressions.ts";
import { OracleGap } from "./outcome.ts";
import { compilePlace, loading, storing } from "./places.ts";
import type { Scope } from "./program.ts";
import { ts } from "./syntax.ts";
import { integerOf, wrapper } from "./types.ts";
import type { Frame, Value } from "./values.ts";

export function compilePostfix(scope: Scope, node: ts.PostfixUnaryExpression): Compiled {
  return compileUpdate(scope, ts.tokenToString(node.operator) ?? "", node.operand, false);
}

export function compileUpdate(
  scope: Scope,
  operator: string,
  operand: ts.Expression,
  prefix: boolean,
): Compiled {
  const place = compilePlace(scope, operand);
  const { type, locate } = place;
  const integer = integerOf(type);
  if (!integer) throw new OracleGap(`${operator} here`, operand);
  const step = operator === "++" ? 1n : -1n;
  const fix = wrapper(integer);
  const load = loading(place);
  const store = storing(scope, place, operand);
  const run = (frame: Frame): Value => {
    const location = locate(frame);
    const before = load(location) as bigint;
    const after = fix(before + step);
    store(location, after);
    return prefix ? after : before;
  };
  return { type, run };
}
