/**
 * `checked.add`, `checked.sub`, `checked.mul`, `checked.negate`: arithmetic that panics instead of wrapping.
 */
import { call } from "../c/tree.ts";
import type { Expression } from "../tree.ts";
import { foldConstants } from "./arithmetic.ts";
import { afterSteps, type Body } from "./body.ts";
import { lowerOperands, unify } from "./operators.ts";
import { fits, integerName, type Type, typeName } from "./types.ts";
import { integerValue, TRAPS, type Value, wrongValue } from "./value.ts";

const OPERATORS: Record<string, string> = { add: "+", sub: "-", mul: "*", negate: "-" };

/** A call of `checked.…` that is not a conversion. */
export function lowerChecked(
  body: Body,
  e: Expression & { kind: "intrinsic" },
  expected: Type | undefined,
): Value {
  const name = e.name.slice("checked.".length);
  const operator = OPERATORS[name];
  const [first, second] = e.args;
  const zero: Expression = { kind: "integer", value: 0n, text: "0", at: e.at };
  const [l, r] = name === "negate" ? [zero, first] : [first, second];
  if (!operator || !l || !r) return wrongValue;
  const operands = lowerOperands(body, l, r, expected);
  if (operands.left.type.kind === "literal" && operands.right.type.kind === "literal") {
    body.report(e.at, "needsType");
    return wrongValue;
  }
  const common = unify(body, e.name, operands.left, operands.right, e.at);
  if (!common) return wrongValue;
  const { type, values } = common;
  const [a, b] = values;
  if (a.constant !== undefined && b.constant !== undefined) {
    const exact = foldConstants(operator, a.constant, b.constant);
    if (fits(exact, type)) return integerValue(type, exact);
    body.report(e.at, "doesNotFit", String(exact), typeName(type));
    return wrongValue;
  }
  const { steps, values: ordered } = body.inOrder([a, b]);
  const helper = `ts2c_${name === "negate" ? "sub" : name}_${integerName(type)}`;
  const c = call(helper, ...ordered.map((value) => value.c), ...body.where(e.at));
  return { type, c: afterSteps(steps, c), effects: a.effects | b.effects | TRAPS };
}
