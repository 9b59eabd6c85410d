/**
 * f32 and f64: values are JavaScript numbers; each result is rounded once, to its own type.
 *
 * Invariant: the nearest single is found from the exact value, never by way of the nearest double.
 */
import { comparison } from "./arithmetic.ts";
import { type Compiled, convertTo } from "./expressions.ts";
import { OracleGap } from "./outcome.ts";
import type { Scope } from "./program.ts";
import type { ts } from "./syntax.ts";
import { BOOL, type FloatType, type Type } from "./types.ts";
import type { Frame } from "./values.ts";

/** A literal with a point or an exponent, as written, without its sign. */
export interface Fraction {
  readonly text: string;
  readonly negative: boolean;
}

const FRACTION: Type = { kind: "fraction" };

/** A literal that takes its type from around it. */
export function fractionValue(fraction: Fraction): Compiled {
  const value = Number(fraction.text) * (fraction.negative ? -1 : 1);
  return { type: FRACTION, fraction, run: () => value };
}

/** Whether the text of a number literal has a point or an exponent. */
export function isFraction(text: string): boolean {
  return !text.startsWith("0x") && !text.startsWith("0X") && /[.eE]/.test(text);
}

/** A literal as the nearest number of a type. */
export function fixFraction({ text, negative }: Fraction, type: FloatType): Compiled {
  const double = Number(text);
  const near = type.bits === 64 ? double : nearestSingle(double, () => compareDecimal(text, double));
  const value = negative ? -near : near;
  return { type, run: () => value };
}

/** The nearest number of a type to an integer. */
export function nearestTo(value: bigint, type: FloatType): number {
  const double = Number(value);
  return type.bits === 64 ? double : nearestSingle(double, () => Number(value - BigInt(double)));
}

const LARGEST_SINGLE = 2 ** 128 - 2 ** 104;

/** From the nearest double; `exactly` says on which side of it the exact value lies. */
function nearestSingle(double: number, exactly: () => number): number {
  const single = Math.fround(double);
  // Just beyond the largest single, infinity stands where the next one would be.
  const atTheEnd = Math.abs(double) === LARGEST_SINGLE + 2 ** 103;
  const other = atTheEnd ? LARGEST_SINGLE * Math.sign(double) : double + (double - single);
  const halfway = single !== double && Math.fround(other) === other;
  if (!halfway) return single;
  const side = exactly();
  if (side === 0) return single;
  return side > 0 ? Math.max(single, other) : Math.min(single, other);
}

/** The sign of a decimal number less a double. */
function compareDecimal(text: string, double: number): number {
  const [mantissa = "", exponent = "0"] = text.toLowerCase().split("e");
  const [whole = "", rest = ""] = mantissa.split(".");
  const power = Number(exponent) - rest.length;
  let left = BigInt(whole + rest) * 10n ** BigInt(Math.max(power, 0));
  let scale = 10n ** BigInt(Math.max(-power, 0));
  let twos = double;
  for (; !Number.isInteger(twos); twos *= 2) left *= 2n;
  scale *= BigInt(twos);
  return left < scale ? -1 : Number(left > scale);
}

/** The type that two operands share when one is floating-point; undefined for integers. */
export function floatOf(left: Compiled, right: Compiled): FloatType | undefined {
  if (left.type.kind === "float") return left.type;
  return right.type.kind === "float" ? right.type : undefined;
}

/** `+ - * /` at the width of a type. */
export function floatArithmetic(
  scope: Scope,
  operator: string,
  type: FloatType,
  sides: readonly [Compiled, Compiled],
  node: ts.Node,
): Compiled {
  const [a, b] = sides.map((side) => convertTo(scope, side, type, node).run) as ((frame: Frame) => number)[];
  const round = type.bits === 32 ? Math.fround : (value: number) => value;
  if (!a || !b) throw new OracleGap("a missing operand", node);
  switch (operator) {
    case "+":
      return { type, run: (frame) => round(a(frame) + b(frame)) };
    case "-":
      return { type, run: (frame) => round(a(frame) - b(frame)) };
    case "*":
      return { type, run: (frame) => round(a(frame) * b(frame)) };
    case "/":
      return { type, run: (frame) => round(a(frame) / b(frame)) };
    default:
      throw new OracleGap(`the operator ${operator} of ${type.kind}`, node);
  }
}

/** `=== !== < <= > >=`: what is not a number equals nothing. */
export function floatComparison(
  scope: Scope,
  operator: string,
  type: FloatType,
  sides: readonly [Compiled, Compiled],
  node: ts.Node,
): Compiled {
  const [left, right] = sides;
  const [a, b] = [convertTo(scope, left, type, node), convertTo(scope, right, type, node)];
  return { type: BOOL, run: comparison(operator, a.run, b.run) };
}

/** `f32(x)`, `f64(x)`: the nearest number to an integer or to the other type. */
export function compileToFloat(value: Compiled, type: FloatType, node: ts.Node): Compiled {
  if (value.fraction) return fixFraction(value.fraction, type);
  const { run } = value;
  if (value.type.kind === "float") {
    return { type, run: type.bits === 32 ? (frame) => Math.fround(run(frame) as number) : run };
  }
  if (!["integer", "literal", "enum"].includes(value.type.kind)) throw new OracleGap("this conversion", node);
  return { type, run: (frame) => nearestTo(run(frame) as bigint, type) };
}

/** The fewest digits that read back as a number of 32 bits; those of 64 bits are what JavaScript writes. */
export function singleText(value: number): string {
  for (let places = 0; Number.isFinite(value) && places < 9; places++) {
    const [digits = "", power] = Math.abs(value).toExponential(places).split("e");
    const nearest = BigInt(digits.replace(".", ""));
    for (const one of [nearest, nearest + 1n]) {
      const found = Math.sign(value) * Number(`${one}e${Number(power) - places}`);
      if (Math.fround(found) === value) return String(found);
    }
  }
  return String(value);
}

/** A number without its fraction; undefined for what is no number of this kind. */
export function wholeOf(value: number): bigint | undefined {
  return Number.isFinite(value) ? BigInt(Math.trunc(value)) : undefined;
}
