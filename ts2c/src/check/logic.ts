/**
 * Conditions: `!`, `&&`, `||`, `??`, and `condition ? a : b`.
 */
import { binary, type CExpression, unary } from "../c/tree.ts";
import type { Position } from "../diagnostics.ts";
import type { Expression } from "../tree.ts";
import { afterSteps, type Body, insteadOf } from "./body.ts";
import { convert } from "./convert.ts";
import { lowerExpression } from "./expressions.ts";
import { BOOL, isReference, type Type, typeName } from "./types.ts";
import { boolValue, integerOf, referenceC, type Value, wrongValue } from "./value.ts";

/** A value used as a condition: a bool, or whether a reference is there. */
export function lowerCondition(body: Body, e: Expression): Value {
  if (e.kind === "binary" && (e.operator === "&&" || e.operator === "||")) return lowerLogical(body, e);
  if (e.kind === "unary" && e.operator === "!") return not(lowerCondition(body, e.operand));
  const found = lowerExpression(body, e, BOOL);
  const value = found.declared ?? found;
  if (value.type.kind === "bool" || value.type.kind === "wrong") return value;
  if (value.type.kind === "null") return boolValue(false);
  if (["nullable", "class", "union", "array", "function"].includes(value.type.kind)) {
    if (isReference(value.type)) return insteadOf(value, boolValue(true));
    return { type: BOOL, c: binary("!=", value.c, { k: "atom", text: "NULL" }), effects: value.effects };
  }
  body.report(e.at, "condition", `\`${typeName(value.type)}\``);
  return wrongValue;
}

export function not(value: Value): Value {
  if (value.type.kind === "wrong") return value;
  if (value.constant !== undefined) return boolValue(value.constant === 0n);
  return { type: BOOL, c: unary("!", value.c), effects: value.effects };
}

export function lowerLogical(body: Body, e: Expression & { kind: "binary" }): Value {
  const left = lowerCondition(body, e.left);
  const right = lowerCondition(body, e.right);
  if (left.type.kind === "wrong" || right.type.kind === "wrong") return wrongValue;
  if (left.constant !== undefined) return (left.constant !== 0n) === (e.operator === "&&") ? right : left;
  return { type: BOOL, c: binary(e.operator, left.c, right.c), effects: left.effects | right.effects };
}

export function lowerNullish(
  body: Body,
  e: Expression & { kind: "binary" },
  expected: Type | undefined,
): Value {
  const found = lowerExpression(body, e.left, undefined);
  const left = found.declared ?? found;
  if (left.type.kind !== "nullable") {
    if (left.type.kind !== "wrong") body.report(e.at, "wrongOperand", "??", `\`${typeName(left.type)}\``);
    return wrongValue;
  }
  const right = lowerExpression(body, e.right, expected ?? left.type);
  const type = right.type.kind === "nullable" || right.type.kind === "null" ? left.type : left.type.of;
  const converted = convert(body, right, type, e.right.at);
  if (converted.type.kind === "wrong") return wrongValue;
  const kept = body.keep(left);
  const c: CExpression = { k: "conditional", c: kept.value.c, t: kept.value.c, f: referenceC(converted) };
  const origin = (left.origin ?? 0) | (right.origin ?? 0);
  return { type, c: afterSteps([kept.step], c), effects: left.effects | right.effects, origin };
}

/** `condition ? a : b`. */
export function lowerConditional(
  body: Body,
  e: Expression & { kind: "conditional" },
  expected: Type | undefined,
): Value {
  const condition = lowerCondition(body, e.condition);
  const a = lowerExpression(body, e.whenTrue, expected);
  const b = lowerExpression(body, e.whenFalse, expected ?? (a.type.kind === "literal" ? undefined : a.type));
  if (condition.type.kind === "wrong" || a.type.kind === "wrong" || b.type.kind === "wrong")
    return wrongValue;
  const type = conditionalType(body, a, b, expected, e.at);
  if (!type) return wrongValue;
  const x = convert(body, a, type, e.whenTrue.at);
  const y = convert(body, b, type, e.whenFalse.at);
  if (x.type.kind === "wrong" || y.type.kind === "wrong") return wrongValue;
  if (condition.constant !== undefined) return condition.constant !== 0n ? x : y;
  const c: CExpression = { k: "conditional", c: condition.c, t: referenceC(x), f: referenceC(y) };
  const effects = condition.effects | x.effects | y.effects;
  return { type, c, effects, origin: (a.origin ?? 0) | (b.origin ?? 0) };
}

function conditionalType(
  body: Body,
  a: Value,
  b: Value,
  expected: Type | undefined,
  at: Position,
): Type | null {
  if (a.type.kind === "fraction" && b.type.kind === "fraction") {
    if (expected?.kind !== "float") body.report(at, "needsType");
    return expected?.kind === "float" ? expected : null;
  }
  if (a.type.kind === "fraction") return b.type;
  const [x, y] = [integerOf(a.type), integerOf(b.type)];
  if (x && y) return y.bits > x.bits ? b.type : a.type;
  if (a.type.kind === "literal" && b.type.kind === "literal") {
    const around = expected && integerOf(expected);
    if (!around) body.report(at, "needsType");
    return around ?? null;
  }
  if (a.type.kind === "null" && b.type.kind === "null") return expected ?? a.type;
  if (a.type.kind === "null" && b.type.kind !== "nullable") return { kind: "nullable", of: b.type };
  if (b.type.kind === "null" && a.type.kind !== "nullable") return { kind: "nullable", of: a.type };
  const second = ["literal", "null", "never"].includes(a.type.kind) || b.type.kind === "nullable";
  return second ? b.type : a.type;
}
