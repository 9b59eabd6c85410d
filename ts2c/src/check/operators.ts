/**
 * Arithmetic operators: which types they take, which they give.
 */
import { binary } from "../c/tree.ts";
import type { Position } from "../diagnostics.ts";
import type { Expression } from "../tree.ts";
import { complementing, dividing, foldConstants, foldTyped, negating, wrapping } from "./arithmetic.ts";
import { afterSteps, allEffects, type Body } from "./body.ts";
import { COMPARISONS, compare } from "./comparisons.ts";
import { fixLiteral, retype } from "./convert.ts";
import { lowerExpression } from "./expressions.ts";
import { floatArithmetic, isFloat, negateFloat } from "./floats.ts";
import { lowerCondition, lowerLogical, lowerNullish, not } from "./logic.ts";
import { lowerShift, SHIFTS } from "./shifts.ts";
import { INTEGERS, type IntegerType, type Type, typeName, wrap } from "./types.ts";
import { integerOf, integerValue, literalValue, type Value, wrongValue } from "./value.ts";

/** Whether an expression takes its width from around it; asked before lowering, to lower the other side first. */
export function isWidthless(e: Expression): boolean {
  if (e.kind === "integer" || e.kind === "fraction") return true;
  if (e.kind === "unary") return e.operator !== "!" && isWidthless(e.operand);
  if (e.kind === "binary") {
    if (SHIFTS.includes(e.operator)) return isWidthless(e.left);
    return "+-*/%&|^".includes(e.operator) && isWidthless(e.left) && isWidthless(e.right);
  }
  return e.kind === "conditional" && isWidthless(e.whenTrue) && isWidthless(e.whenFalse);
}

/** A binary operation. */
export function lowerBinary(
  body: Body,
  e: Expression & { kind: "binary" },
  expected: Type | undefined,
): Value {
  const { operator } = e;
  if (operator === "==" || operator === "!=") {
    body.report(e.at, "looseEquality", operator);
    return wrongValue;
  }
  if (operator === "&&" || operator === "||") return lowerLogical(body, e);
  if (operator === "??") return lowerNullish(body, e, expected);
  if (SHIFTS.includes(operator)) return lowerShift(body, e, expected);
  const hint = COMPARISONS.includes(operator) ? undefined : expected;
  const { left, right } = lowerOperands(body, e.left, e.right, hint);
  if (COMPARISONS.includes(operator)) return compare(body, operator, left, right, e.at);
  return arithmetic(body, operator, left, right, e.at);
}

/** Lowers two operands, the one without a width last, so that it takes that of the other. */
export function lowerOperands(
  body: Body,
  l: Expression,
  r: Expression,
  hint: Type | undefined,
): { left: Value; right: Value } {
  const usable = (hint && integerOf(hint)) ?? undefined;
  if (isWidthless(l) && !isWidthless(r)) {
    const right = lowerExpression(body, r, usable);
    return { left: lowerExpression(body, l, integerOf(right.type) ?? usable), right };
  }
  const left = lowerExpression(body, l, usable);
  return { left, right: lowerExpression(body, r, integerOf(left.type) ?? usable) };
}

/** What makes sense of two addresses: how far apart they are, and in which bits they differ. */
const BETWEEN_ADDRESSES = ["-", "^"];

/** An arithmetic operation on lowered operands; also what compound assignments use. */
export function arithmetic(body: Body, operator: string, left: Value, right: Value, at: Position): Value {
  if (isFloat(left.type) || isFloat(right.type)) return floatArithmetic(body, operator, left, right, at);
  const literal = foldLiterals(body, operator, left, right, at);
  if (literal) return literal;
  const common = unify(body, operator, left, right, at);
  if (!common) return wrongValue;
  const { type, values } = common;
  const [a, b] = values;
  const ofAddresses = integerOf(left.type)?.address && integerOf(right.type)?.address;
  if (ofAddresses && !BETWEEN_ADDRESSES.includes(operator)) {
    body.report(at, "addressSum", operator);
    return wrongValue;
  }
  if ((operator === "/" || operator === "%") && b.constant === 0n) {
    body.report(at, "divisionByZero");
    return wrongValue;
  }
  if (a.constant !== undefined && b.constant !== undefined) {
    return {
      ...foldTyped(body, operator, type, a.constant, b.constant, at),
      type: resultType(operator, left, right, type),
    };
  }
  const ordered = body.inOrder([a, b]);
  const [x, y] = ordered.values as [Value, Value];
  const value = plainArithmetic(body, operator, type, x, y, at);
  const effects = value.effects | allEffects(values);
  return {
    ...value,
    effects,
    c: afterSteps(ordered.steps, value.c),
    type: resultType(operator, left, right, type),
  };
}

function plainArithmetic(
  body: Body,
  operator: string,
  type: IntegerType,
  a: Value,
  b: Value,
  at: Position,
): Value {
  if (operator === "/" || operator === "%") return dividing(body, operator, type, a, b, at);
  const effects = a.effects | b.effects;
  if (operator === "&" || operator === "|" || operator === "^") {
    return { type, c: binary(operator, a.c, b.c), effects, ...maskBound(operator, type, a, b) };
  }
  return { type, c: wrapping(operator, type, a.c, b.c), effects };
}

function maskBound(operator: string, type: IntegerType, a: Value, b: Value): { max?: bigint } {
  if (operator !== "&" || type.signed) return {};
  const bounds = [a.constant ?? a.max, b.constant ?? b.max].filter((bound) => bound !== undefined);
  return bounds.length === 0 ? {} : { max: bounds.sort((x, y) => (x < y ? -1 : 1))[0] };
}

function foldLiterals(body: Body, operator: string, a: Value, b: Value, at: Position): Value | null {
  if (a.type.kind !== "literal" || b.type.kind !== "literal") return null;
  if (a.constant === undefined || b.constant === undefined) return null;
  if ((operator === "/" || operator === "%") && b.constant === 0n) {
    body.report(at, "divisionByZero");
    return wrongValue;
  }
  const complement = "&|^".includes(operator) && (a.complement === true || b.complement === true);
  return literalValue(foldConstants(operator, a.constant, b.constant), a.type.big || b.type.big, complement);
}

/** The difference of two addresses of one kind is a plain number; otherwise an address stays one. */
function resultType(operator: string, left: Value, right: Value, type: IntegerType): IntegerType {
  const a = integerOf(left.type)?.address;
  const b = integerOf(right.type)?.address;
  return operator === "-" && a && b ? { ...type, address: null } : type;
}

/** The type both operands have in an operation, and the operands in it. */
export function unify(
  body: Body,
  operator: string,
  left: Value,
  right: Value,
  at: Position,
): { type: IntegerType; values: [Value, Value] } | null {
  if (left.type.kind === "wrong" || right.type.kind === "wrong") return null;
  const a = integerOf(left.type);
  const b = integerOf(right.type);
  const notInteger = [left, right].find((value) => !integerOf(value.type) && value.type.kind !== "literal");
  if (notInteger) {
    body.report(at, "wrongOperand", operator, `\`${typeName(notInteger.type)}\``);
    return null;
  }
  if (!a || !b) {
    const type = a ?? b;
    if (!type) return null;
    const fixed = (value: Value, own: IntegerType | null) =>
      own ? retype(value, own, type) : fixLiteral(body, value, type, at);
    return { type, values: [fixed(left, a), fixed(right, b)] };
  }
  if (a.signed !== b.signed) {
    body.report(at, "mixedSigns", `\`${operator}\``, typeName(left.type), typeName(right.type));
    return null;
  }
  if (a.address && b.address && a.address !== b.address) {
    body.report(at, "addressKinds", a.address, b.address);
    return null;
  }
  const wide = a.bits >= b.bits ? a : b;
  const type = INTEGERS[`${wide.signed ? "i" : "u"}${wide.bits}`];
  const typed: IntegerType = { ...type, address: a.address ?? b.address };
  return { type: typed, values: [retype(left, a, typed), retype(right, b, typed)] };
}

/** `-x`, `+x`, `~x` and `!x`. */
export function lowerUnary(body: Body, e: Expression & { kind: "unary" }, expected: Type | undefined): Value {
  if (e.operator === "!") return not(lowerCondition(body, e.operand));
  const value = lowerExpression(body, e.operand, expected);
  if (value.type.kind === "wrong") return value;
  if (isFloat(value.type)) return negateFloat(body, e.operator, value, e.at);
  if (value.type.kind === "literal") {
    const constant = value.constant ?? 0n;
    if (e.operator === "~") return literalValue(~constant, value.type.big, true);
    return literalValue(e.operator === "-" ? -constant : constant, value.type.big);
  }
  const type = integerOf(value.type);
  if (!type || e.operator === "+") {
    body.report(e.at, "wrongOperand", e.operator, `\`${typeName(value.type)}\``);
    return wrongValue;
  }
  const plain = retype(value, type, type);
  if (plain.constant !== undefined) {
    return integerValue(type, wrap(e.operator === "-" ? -plain.constant : ~plain.constant, type));
  }
  const c = e.operator === "-" ? negating(type, plain.c) : complementing(type, plain.c);
  return { type, c, effects: value.effects };
}
