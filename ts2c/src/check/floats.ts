/**
 * f32 and f64: literals, arithmetic, conversions.
 *
 * Invariants: each operation is rounded once, to its own type (IEEE 754, nearest even); integers and floating-point
 * numbers never meet without a conversion; a conversion to an integer that would lose more than the fraction panics.
 */
import { atom, binary, type CExpression, call, cast, unary } from "../c/tree.ts";
import type { Position } from "../diagnostics.ts";
import type { Expression } from "../tree.ts";
import { afterSteps, type Body } from "./body.ts";
import { lowerExpression } from "./expressions.ts";
import { nearestToInteger, nearestToText } from "./rounding.ts";
import {
  type FloatType,
  FRACTION,
  type IntegerType,
  integerName,
  range,
  type Type,
  typeName,
} from "./types.ts";
import { integerOf, TRAPS, type Value, wrongValue } from "./value.ts";
import type { World } from "./world.ts";

type Intrinsic = Expression & { kind: "intrinsic" };

/** Reports floating point in a folder that must not use it. */
export function allowFloats(world: World, at: Position): void {
  world.usesFloats = true;
  if (!world.layers.mayUseFloats(at.file)) world.sink.report(at, "floats", world.layers.layerOf(at.file));
}

/** Whether a type is f32, f64, or that of a literal with a point. */
export function isFloat(type: Type): boolean {
  return type.kind === "float" || type.kind === "fraction";
}

/** A literal with a point: takes its type from around it. */
export function fractionValue(e: Expression & { kind: "fraction" }): Value {
  const digits = e.text.replaceAll("_", "");
  return { type: FRACTION, c: atom(e.text), effects: 0, fraction: e.value, digits, simple: true };
}

/** Whether a field starts as zero; minus zero has a bit. */
export function isZeroFraction(start: Expression): boolean {
  return start.kind === "fraction" && start.value === 0;
}

/** A constant as C writes it. */
export function floatAtom(type: FloatType, value: number): CExpression {
  const digits = String(Math.abs(value));
  const text = `${/[.e]/.test(digits) ? digits : `${digits}.0`}${type.bits === 32 ? "f" : ""}`;
  return isNegative(value) ? unary("-", atom(text)) : atom(text);
}

const isNegative = (value: number) => value < 0 || Object.is(value, -0);

function floatValue(type: FloatType, value: number): Value {
  return { type, c: floatAtom(type, value), effects: 0, fraction: value, simple: true };
}

/** Gives a literal its type: the nearest number it has; one beyond the largest is reported. */
export function fixFraction(body: Body, value: Value, type: FloatType, at: Position): Value {
  allowFloats(body.world, at);
  const exact = value.fraction ?? 0;
  const nearest = nearestToText(type, value.digits ?? "0");
  return literalIn(body, type, isNegative(exact) ? -nearest : nearest, value.digits ?? "", at);
}

/** A literal rounded to a type, or the report that it is beyond the largest. */
function literalIn(body: Body, type: FloatType, nearest: number, written: string, at: Position): Value {
  if (Number.isFinite(nearest)) return floatValue(type, nearest);
  body.report(at, "doesNotFit", written, typeName(type));
  return wrongValue;
}

/** Both operands in one floating-point type; null after reporting. */
export function floatOperands(
  body: Body,
  operator: string,
  left: Value,
  right: Value,
  at: Position,
): [Value, Value] | null {
  if (left.type.kind === "wrong" || right.type.kind === "wrong") return null;
  const types = [left.type, right.type];
  const type = types.find((one) => one.kind === "float");
  const stranger = types.find((one) => !isFloat(one));
  if (stranger) {
    const isInteger = stranger.kind === "literal" || integerOf(stranger) !== null;
    if (isInteger) body.report(at, "mixesFloat", type ? typeName(type) : "a fraction");
    else body.report(at, "wrongOperand", operator, `\`${typeName(stranger)}\``);
    return null;
  }
  if (type?.kind !== "float") {
    body.report(at, "needsType");
    return null;
  }
  const other = types.find((one) => one.kind === "float" && one.bits !== type.bits);
  if (other) {
    body.report(at, "mismatch", `\`${typeName(right.type)}\``, `\`${typeName(left.type)}\``);
    return null;
  }
  const fixed = (value: Value) =>
    value.type.kind === "fraction" ? fixFraction(body, value, type, at) : value;
  const [a, b] = [fixed(left), fixed(right)];
  return a.type.kind === "wrong" || b.type.kind === "wrong" ? null : [a, b];
}

/** `+ - * /`; nothing is folded but literals, for rounding belongs to run time. */
export function floatArithmetic(
  body: Body,
  operator: string,
  left: Value,
  right: Value,
  at: Position,
): Value {
  if (!["+", "-", "*", "/"].includes(operator)) {
    body.report(at, "wrongOperand", operator, `\`${typeName(isFloat(left.type) ? left.type : right.type)}\``);
    return wrongValue;
  }
  const operands = floatOperands(body, operator, left, right, at);
  if (!operands) return wrongValue;
  const { steps, values } = body.inOrder(operands);
  const [a, b] = values as [Value, Value];
  const effects = a.effects | b.effects;
  return { type: operands[0].type, c: afterSteps(steps, binary(operator, a.c, b.c)), effects };
}

/** `-x`; there is no other operator on one floating-point number. */
export function negateFloat(body: Body, operator: string, value: Value, at: Position): Value {
  if (operator !== "-") {
    body.report(at, "wrongOperand", operator, `\`${typeName(value.type)}\``);
    return wrongValue;
  }
  if (value.fraction === undefined)
    return { type: value.type, c: unary("-", value.c), effects: value.effects };
  if (value.type.kind === "float") return floatValue(value.type, -value.fraction);
  return { ...value, fraction: -value.fraction, c: unary("-", value.c) };
}

/** `f32(x)`, `f64(x)`: the nearest number. */
export function convertToFloat(body: Body, e: Intrinsic, type: FloatType): Value {
  allowFloats(body.world, e.at);
  const [only] = e.args;
  const value = only ? lowerExpression(body, only, type) : wrongValue;
  if (value.type.kind === "wrong") return { ...wrongValue, type };
  if (value.type.kind === "fraction") return fixFraction(body, value, type, e.at);
  if (value.type.kind === "literal") {
    const exact = value.constant ?? 0n;
    return literalIn(body, type, nearestToInteger(type, exact), String(exact), e.at);
  }
  if (value.type.kind !== "float" && !integerOf(value.type)) {
    body.report(e.at, "intrinsicUse", e.name, `it does not take \`${typeName(value.type)}\``);
    return { ...wrongValue, type };
  }
  return { type, c: cast(typeName(type), value.c), effects: value.effects };
}

/** `u32(x)` and `checked.u32(x)` of a floating-point number: without its fraction, or a panic. */
export function convertToWhole(body: Body, e: Intrinsic, value: Value, type: IntegerType): Value {
  if (value.type.kind === "fraction") {
    body.report(e.at, "notInteger", value.c.k === "atom" ? value.c.text : "this");
    return { ...wrongValue, type };
  }
  const { min, max } = range(type);
  const below = type.bits === 64 && type.signed ? Number(min) * (1 + 2 ** -52) : Number(min) - 1;
  const limits = [below, Number(max + 1n)].map((limit) => floatAtom({ kind: "float", bits: 64 }, limit));
  const whole = call("ts2c_whole", value.c, ...limits, ...body.where(e.at));
  return { type, c: cast(integerName(type), whole), effects: value.effects | TRAPS };
}
