/**
 * Integer arithmetic: constants are folded, everything else becomes C that wraps, shifts and divides as the language says.
 *
 * Invariants: both operands have the operation's type already; no C written here has undefined behaviour.
 */
import { atom, binary, type CExpression, call, cast, unary } from "../c/tree.ts";
import type { Position } from "../diagnostics.ts";
import type { Body } from "./body.ts";
import { fits, type IntegerType, integerName, typeName, wrap } from "./types.ts";
import { integerValue, TRAPS, type Value } from "./value.ts";

const FOLD: Record<string, (a: bigint, b: bigint) => bigint> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
  "&": (a, b) => a & b,
  "|": (a, b) => a | b,
  "^": (a, b) => a ^ b,
  "<<": (a, b) => a << b,
  ">>": (a, b) => a >> b,
  ">>>": (a, b) => a >> b,
};

/** The exact result of an operation on two constants; the divisor must not be zero. */
export function foldConstants(operator: string, a: bigint, b: bigint): bigint {
  return (FOLD[operator] ?? FOLD["+"])?.(a, b) ?? 0n;
}

/** Both constant: the result in the type; one that leaves the type by `+ - *` is reported. */
export function foldTyped(
  body: Body,
  operator: string,
  type: IntegerType,
  a: bigint,
  b: bigint,
  at: Position,
): Value {
  const exact = foldConstants(operator, a, b);
  if ("+-*".includes(operator) && !fits(exact, type)) {
    body.report(at, "arithmeticOverflow", String(exact), typeName(type));
  }
  return integerValue(type, wrap(exact, type));
}

const unsigned = (type: IntegerType) => `u${Math.max(type.bits, 32)}`;

/** `+ - *` that wrap at the width of the type. */
export function wrapping(operator: string, type: IntegerType, a: CExpression, b: CExpression): CExpression {
  const name = integerName(type);
  if (type.bits >= 32 && !type.signed) return binary(operator, a, b);
  if (type.bits >= 32) return cast(name, binary(operator, cast(unsigned(type), a), cast(unsigned(type), b)));
  if (type.bits === 16 && operator === "*") return cast(name, binary("*", cast("u32", a), cast("u32", b)));
  return cast(name, binary(operator, a, b));
}

/** `<<`, `>>` and `>>>`; the count is below the width already. */
export function shifting(
  operator: string,
  type: IntegerType,
  a: CExpression,
  count: CExpression,
): CExpression {
  if (operator !== "<<") return binary(">>", a, count);
  if (type.bits >= 32 && !type.signed) return binary("<<", a, count);
  return cast(integerName(type), binary("<<", cast(unsigned(type), a), count));
}

/** `/` and `%`, with the check for zero where the divisor is not a constant. */
export function dividing(
  body: Body,
  operator: string,
  type: IntegerType,
  a: Value,
  b: Value,
  at: Position,
): Value {
  const divisor = b.constant;
  const effects = a.effects | b.effects;
  const max = operator === "%" && divisor !== undefined && !type.signed ? { max: divisor - 1n } : {};
  if (divisor !== undefined) {
    const native = nativeDivision(operator, type, a.c, divisor);
    if (native) return { type, c: native, effects, ...max };
  }
  const width = Math.max(type.bits, 32);
  const helper = `ts2c_${operator === "/" ? "divide" : "remainder"}_${type.signed ? "i" : "u"}${width}`;
  const result = call(helper, a.c, b.c, ...body.where(at));
  return {
    type,
    c: type.bits < 32 ? cast(integerName(type), result) : result,
    effects: effects | TRAPS,
    ...max,
  };
}

/** Division by a constant in plain C, or null when the helper has to do it. */
function nativeDivision(
  operator: string,
  type: IntegerType,
  a: CExpression,
  divisor: bigint,
): CExpression | null {
  if (divisor === 0n) return atom("0");
  if (type.signed && divisor === -1n) {
    return operator === "/" ? wrapping("-", type, atom("0"), a) : binary("*", a, atom("0"));
  }
  const c = integerValue(type, divisor).c;
  if (type.bits < 64) return binary(operator, a, c);
  if (type.signed || (divisor & (divisor - 1n)) !== 0n) return null;
  const shift = divisor.toString(2).length - 1;
  return operator === "/"
    ? binary(">>", a, atom(String(shift)))
    : binary("&", a, integerValue(type, divisor - 1n).c);
}

/** `-x`, wrapping. */
export function negating(type: IntegerType, a: CExpression): CExpression {
  const zero = integerValue({ ...type, signed: false }, 0n).c;
  if (type.bits >= 32 && !type.signed) return binary("-", zero, a);
  if (type.bits >= 32) return cast(integerName(type), binary("-", zero, cast(unsigned(type), a)));
  return cast(integerName(type), unary("-", a));
}

/** `~x` at the width of the type. */
export function complementing(type: IntegerType, a: CExpression): CExpression {
  return type.bits >= 32 ? unary("~", a) : cast(integerName(type), unary("~", a));
}
