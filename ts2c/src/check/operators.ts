/**
 * Operators: which types they take, which they give.
 */
import { binary, type CExpression, call, cast, unary } from "../c/tree.ts";
import type { Position } from "../diagnostics.ts";
import type { Expression } from "../tree.ts";
import {
  complementing,
  dividing,
  foldConstants,
  foldTyped,
  negating,
  shifting,
  wrapping,
} from "./arithmetic.ts";
import { afterSteps, allEffects, type Body } from "./body.ts";
import { convert, fixLiteral, retype } from "./convert.ts";
import { lowerExpression } from "./expressions.ts";
import { BOOL, INTEGERS, type IntegerType, sameType, type Type, typeName, wrap } from "./types.ts";
import {
  boolValue,
  integerOf,
  integerValue,
  literalValue,
  referenceC,
  TRAPS,
  type Value,
  wrongValue,
} from "./value.ts";

const SHIFTS = ["<<", ">>", ">>>"];
const EQUALITY = ["===", "!=="];
const COMPARISONS = [...EQUALITY, "<", "<=", ">", ">="];

/** Whether an expression takes its width from around it; asked before lowering, to lower the other side first. */
export function isWidthless(e: Expression): boolean {
  if (e.kind === "integer") return true;
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

function lowerOperands(
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

/** An arithmetic operation on lowered operands; also what compound assignments use. */
export function arithmetic(body: Body, operator: string, left: Value, right: Value, at: Position): Value {
  const literal = foldLiterals(body, operator, left, right, at);
  if (literal) return literal;
  const common = unify(body, operator, left, right, at);
  if (!common) return wrongValue;
  const { type, values } = common;
  const [a, b] = values;
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
function unify(
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

function compare(body: Body, operator: string, left: Value, right: Value, at: Position): Value {
  if (left.type.kind === "wrong" || right.type.kind === "wrong") return wrongValue;
  if (left.type.kind === "literal" && right.type.kind === "literal")
    return foldComparison(operator, left, right);
  if (EQUALITY.includes(operator)) {
    const other = compareOthers(body, operator, left, right, at);
    if (other) return other;
  }
  if (left.type.kind === "enum" && right.type.kind === "enum" && !sameType(left.type, right.type)) {
    body.report(at, "mismatch", `\`${typeName(right.type)}\``, `\`${typeName(left.type)}\``);
    return wrongValue;
  }
  const common = unify(body, operator, left, right, at);
  if (!common) return wrongValue;
  const [a, b] = common.values;
  if (a.constant !== undefined && b.constant !== undefined) return foldComparison(operator, a, b);
  if (neverVaries(operator, common.type, a, b)) {
    body.report(at, "constantComparison", operator === "<" || operator === ">" ? "false" : "true");
    return wrongValue;
  }
  return comparison(body, operator, a, b);
}

function neverVaries(operator: string, type: IntegerType, a: Value, b: Value): boolean {
  if (type.signed) return false;
  return (
    (b.constant === 0n && (operator === "<" || operator === ">=")) ||
    (a.constant === 0n && (operator === ">" || operator === "<="))
  );
}

const C_COMPARISON: Record<string, string> = { "===": "==", "!==": "!=" };

function comparison(body: Body, operator: string, a: Value, b: Value): Value {
  const { steps, values } = body.inOrder([a, b]);
  const [x, y] = values as [Value, Value];
  const c = binary(C_COMPARISON[operator] ?? operator, referenceC(x), referenceC(y));
  return { type: BOOL, c: afterSteps(steps, c), effects: a.effects | b.effects };
}

function foldComparison(operator: string, left: Value, right: Value): Value {
  const a = left.constant ?? 0n;
  const b = right.constant ?? 0n;
  const results: Record<string, boolean> = {
    "===": a === b,
    "!==": a !== b,
    "<": a < b,
    "<=": a <= b,
    ">": a > b,
    ">=": a >= b,
  };
  return boolValue(results[operator] ?? false);
}

/** Equality of booleans, strings, references and functions. */
function compareOthers(body: Body, operator: string, left: Value, right: Value, at: Position): Value | null {
  const a = left.type;
  const b = right.type;
  if (a.kind === "bool" && b.kind === "bool") return comparison(body, operator, left, right);
  if (a.kind === "string" && b.kind === "string") {
    const { steps, values } = body.inOrder([left, right]);
    const equal = call("ts2c_string_equal", ...values.map((value) => value.c));
    const c: CExpression = afterSteps(steps, operator === "===" ? equal : unary("!", equal));
    return { type: BOOL, c, effects: left.effects | right.effects };
  }
  const bare = (type: Type) => (type.kind === "nullable" ? type.of : type);
  const pointer = (type: Type) => ["class", "array", "function"].includes(bare(type).kind);
  if (a.kind === "null" && b.kind === "null") return boolValue(operator === "===");
  if ((a.kind === "null" && pointer(b)) || (b.kind === "null" && pointer(a))) {
    const found = a.kind === "null" ? right : left;
    const value = found.declared ?? found;
    if (value.place || value.type.kind === "class" || value.type.kind === "array") {
      if (value.effects === 0 || value.place) return boolValue(operator === "!==");
    }
    return comparison(body, operator, value, a.kind === "null" ? left : right);
  }
  if (pointer(a) && pointer(b)) {
    if (sameType(bare(a), bare(b))) return comparison(body, operator, left, right);
    body.report(at, "mismatch", `\`${typeName(b)}\``, `\`${typeName(a)}\``);
    return wrongValue;
  }
  return null;
}

/** A value used as a condition: a bool, or whether a reference is there. */
export function lowerCondition(body: Body, e: Expression): Value {
  if (e.kind === "binary" && (e.operator === "&&" || e.operator === "||")) return lowerLogical(body, e);
  if (e.kind === "unary" && e.operator === "!") return not(lowerCondition(body, e.operand));
  const found = lowerExpression(body, e, BOOL);
  const value = found.declared ?? found;
  if (value.type.kind === "bool" || value.type.kind === "wrong") return value;
  if (value.type.kind === "null") return boolValue(false);
  if (["nullable", "class", "array", "function"].includes(value.type.kind)) {
    if (value.place) return boolValue(true);
    return { type: BOOL, c: binary("!=", value.c, { k: "atom", text: "NULL" }), effects: value.effects };
  }
  body.report(e.at, "condition", `\`${typeName(value.type)}\``);
  return wrongValue;
}

function not(value: Value): Value {
  if (value.type.kind === "wrong") return value;
  if (value.constant !== undefined) return boolValue(value.constant === 0n);
  return { type: BOOL, c: unary("!", value.c), effects: value.effects };
}

function lowerLogical(body: Body, e: Expression & { kind: "binary" }): Value {
  const left = lowerCondition(body, e.left);
  const right = lowerCondition(body, e.right);
  if (left.type.kind === "wrong" || right.type.kind === "wrong") return wrongValue;
  if (left.constant !== undefined) return (left.constant !== 0n) === (e.operator === "&&") ? right : left;
  return { type: BOOL, c: binary(e.operator, left.c, right.c), effects: left.effects | right.effects };
}

function lowerNullish(body: Body, e: Expression & { kind: "binary" }, expected: Type | undefined): Value {
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
  const local = left.local === true || right.local === true;
  return { type, c: afterSteps([kept.step], c), effects: left.effects | right.effects, local };
}

function lowerShift(body: Body, e: Expression & { kind: "binary" }, expected: Type | undefined): Value {
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
  const { steps, values } = body.inOrder([left, count]);
  const [a, n] = values as [Value, Value];
  const proved = n.max !== undefined && n.max < BigInt(type.bits);
  const narrow = integerOf(count.type)?.bits === 64 && !proved ? call("ts2c_count", n.c) : n.c;
  const checked = proved
    ? cast("u32", n.c)
    : call("ts2c_shift", narrow, { k: "atom", text: `${type.bits}u` }, ...body.where(at));
  const c = afterSteps(steps, shifting(operator, type, a.c, checked));
  return { type, c, effects: left.effects | count.effects | (proved ? 0 : TRAPS) };
}

/** `-x`, `+x`, `~x` and `!x`. */
export function lowerUnary(body: Body, e: Expression & { kind: "unary" }, expected: Type | undefined): Value {
  if (e.operator === "!") return not(lowerCondition(body, e.operand));
  const value = lowerExpression(body, e.operand, expected);
  if (value.type.kind === "wrong") return value;
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
  return { type, c, effects, local: a.local === true || b.local === true };
}

function conditionalType(
  body: Body,
  a: Value,
  b: Value,
  expected: Type | undefined,
  at: Position,
): Type | null {
  if (expected && expected.kind !== "anyInteger" && (expected.kind !== "bool" || a.type.kind === "bool"))
    return expected;
  if (a.type.kind === "literal" && b.type.kind === "literal") {
    body.report(at, "needsType");
    return null;
  }
  if (a.type.kind === "null" && b.type.kind !== "nullable") return { kind: "nullable", of: b.type };
  if (b.type.kind === "null" && a.type.kind !== "nullable") return { kind: "nullable", of: a.type };
  if (a.type.kind === "literal" || a.type.kind === "null" || b.type.kind === "nullable") return b.type;
  const x = integerOf(a.type);
  const y = integerOf(b.type);
  return x && y && y.bits > x.bits ? b.type : a.type;
}
