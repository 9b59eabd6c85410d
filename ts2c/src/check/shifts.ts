/**
 * `<<`, `>>` and `>>>`: which operand takes which, and the count below the width.
 */
import { call, cast } from "../c/tree.ts";
import type { Position } from "../diagnostics.ts";
import type { Expression } from "../tree.ts";
import { foldConstants, shifting } from "./arithmetic.ts";
import { afterSteps, type Body } from "./body.ts";
import { fixLiteral, retype } from "./convert.ts";
import { lowerExpression } from "./expressions.ts";
import { INTEGERS, type IntegerType, type Type, typeName, wrap } from "./types.ts";
import { integerOf, integerValue, literalValue, TRAPS, type Value, wrongValue } from "./value.ts";

export const SHIFTS = ["<<", ">>", ">>>"];

export function lowerShift(
  body: Body,
  e: Expression & { kind: "binary" },
  expected: Type | undefined,
): Value {
  const left = lowerExpression(body, e.left, (expected && integerOf(expected)) ?? undefined);
  const right = lowerExpression(body, e.right, undefined);
  return shift(body, e.operator, left, right, expected, e.at);
}

/** A shift of lowered operands; also what compound assignments use. */
export function shift(
  body: Body,
  operator: string,
  operand: Value,
  count: Value,
  expected: Type | undefined,
  at: Position,
): Value {
  if (operand.type.kind === "wrong" || count.type.kind === "wrong") return wrongValue;
  if (operand.type.kind === "literal" && count.constant !== undefined) {
    if (count.constant < 0n || count.constant > 63n) {
      body.report(at, "shiftCount", "this integer", String(count.constant));
      return wrongValue;
    }
    return literalValue(foldConstants(operator, operand.constant ?? 0n, count.constant), operand.type.big);
  }
  const wanted = expected && integerOf(expected);
  const left = operand.type.kind === "literal" && wanted ? fixLiteral(body, operand, wanted, at) : operand;
  if (left.type.kind === "literal") {
    body.report(at, "needsType");
    return wrongValue;
  }
  const type = integerOf(left.type);
  if (!type || !(integerOf(count.type) || count.type.kind === "literal")) {
    body.report(at, "wrongOperand", operator, `\`${typeName(type ? count.type : left.type)}\``);
    return wrongValue;
  }
  const logical = !type.signed && type.bits < 64;
  if (operator !== "<<" && logical !== (operator === ">>>")) {
    body.report(at, "wrongShift", operator, `\`${typeName(left.type)}\``);
    return wrongValue;
  }
  return shiftBy(body, operator, type, retype(left, integerOf(left.type) ?? type, type), count, at);
}

function shiftBy(
  body: Body,
  operator: string,
  type: IntegerType,
  left: Value,
  count: Value,
  at: Position,
): Value {
  if (count.constant !== undefined) {
    if (count.constant < 0n || count.constant >= BigInt(type.bits)) {
      body.report(at, "shiftCount", `\`${typeName(type)}\``, String(count.constant));
      return wrongValue;
    }
    if (left.constant !== undefined) {
      return integerValue(type, wrap(foldConstants(operator, left.constant, count.constant), type));
    }
    const c = shifting(operator, type, left.c, integerValue(INTEGERS.i32, count.constant).c);
    const max =
      operator === ">>>" ? { max: (left.max ?? (1n << BigInt(type.bits)) - 1n) >> count.constant } : {};
    return { type, c, effects: left.effects, ...max };
  }
  if (integerOf(count.type)?.signed) {
    body.report(at, "mixedSigns", "the count of a shift", typeName(type), typeName(count.type));
    return wrongValue;
  }
  const proved = count.max !== undefined && count.max < BigInt(type.bits);
  // The check of the count stands inside the operation: what the left side does must have happened before it.
  const { steps, values } = body.inOrder([
    left,
    proved ? count : { ...count, effects: count.effects | TRAPS },
  ]);
  const [a, n] = values as [Value, Value];
  const narrow = integerOf(count.type)?.bits === 64 && !proved ? call("ts2c_count", n.c) : n.c;
  const checked = proved
    ? cast("u32", n.c)
    : call("ts2c_shift", narrow, { k: "atom", text: `${type.bits}u` }, ...body.where(at));
  const c = afterSteps(steps, shifting(operator, type, a.c, checked));
  return { type, c, effects: left.effects | count.effects | (proved ? 0 : TRAPS) };
}
