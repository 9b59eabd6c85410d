/**
 * Conversions that a program writes: `u8(x)` and `checked.u8(x)`.
 *
 * Invariant: constants are converted here, exactly; what only TypeScript's types know is never asked for a width.
 */
import { call, cast } from "../c/tree.ts";
import type { Body } from "./body.ts";
import { convertToWhole, isFloat } from "./floats.ts";
import { argument, type Call, misuse } from "./intrinsics.ts";
import { isWidthless } from "./operators.ts";
import { fits, type IntegerType, integerName, range, typeName, wrap } from "./types.ts";
import { integerOf, integerValue, TRAPS, type Value, wrongValue } from "./value.ts";

/** `u8(x)`: the low bits. */
export function convertExplicitly(body: Body, e: Call, type: IntegerType): Value {
  const [only] = e.args;
  const value = argument(body, e, 0, only && isWidthless(only) ? { ...type, address: null } : undefined);
  if (value.type.kind === "wrong") return { ...wrongValue, type };
  if (isFloat(value.type)) return convertToWhole(body, e, value, type);
  if (value.constant !== undefined) return integerValue(type, wrap(value.constant, type));
  const source = integerOf(value.type);
  if (!source && value.type.kind !== "bool")
    return misuse(body, e, `it does not take \`${typeName(value.type)}\``);
  const { lvalue: _, volatile: __, place: ___, max, ...rest } = value;
  const kept = source && !source.signed && max !== undefined && fits(max, type) ? { max } : {};
  const same = source && source.bits === type.bits && source.signed === type.signed;
  const widened =
    source && !source.signed && type.bits > source.bits && max === undefined
      ? { max: range(source).max }
      : {};
  return { ...rest, ...kept, ...widened, type, c: same ? value.c : cast(integerName(type), value.c) };
}

/** Math.min is not for bigint. */
function smaller(a: bigint, b: bigint): bigint {
  return [a, b].sort((x, y) => (x < y ? -1 : 1))[0] ?? a;
}

/** `checked.u8(x)`: the same number, or a panic. */
export function convertChecked(body: Body, e: Call, type: IntegerType): Value {
  const [only] = e.args;
  const value = argument(body, e, 0, only && isWidthless(only) ? type : undefined);
  if (value.type.kind === "wrong") return { ...wrongValue, type };
  if (isFloat(value.type)) return convertToWhole(body, e, value, type);
  const source = integerOf(value.type);
  if (value.constant !== undefined) {
    if (fits(value.constant, type)) return integerValue(type, value.constant);
    body.report(e.at, "doesNotFit", String(value.constant), typeName(type));
    return wrongValue;
  }
  if (!source) return misuse(body, e, `it does not take \`${typeName(value.type)}\``);
  const from = range(source);
  const to = range(type);
  const { lvalue: _, volatile: __, ...rest } = value;
  if (from.min >= to.min && from.max <= to.max) return { ...rest, type, c: cast(integerName(type), value.c) };
  const wide: IntegerType = {
    kind: "integer",
    bits: source.bits === 64 ? 64 : 32,
    signed: source.signed,
    address: null,
  };
  const most = integerValue(wide, smaller(to.max, range(wide).max)).c;
  const least = integerValue(wide, -smaller(-to.min, -range(wide).min)).c;
  const limits = source.signed ? [least, most] : [most];
  const c = call(`ts2c_fit_${integerName(wide)}`, value.c, ...limits, ...body.where(e.at));
  return { ...rest, type, c: cast(integerName(type), c), effects: value.effects | TRAPS, simple: false };
}
