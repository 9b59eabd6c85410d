/**
 * The nearest number of a floating-point type to an exact one, rounded once (IEEE 754, nearest even).
 *
 * Invariant: the way through the nearest double is taken only where it loses nothing: halfway between two singles, the
 * exact value decides, never the double that it was rounded to.
 */
import type { FloatType } from "./types.ts";

const LARGEST_SINGLE = (2 - 2 ** -23) * 2 ** 127;

/** The nearest number to a decimal literal without its sign and separators, such as `1.5e-3`. Infinity beyond the largest. */
export function nearestToText(type: FloatType, text: string): number {
  const double = Number(text);
  return type.bits === 64 ? double : nearestSingle(double, () => compareDecimal(text, double));
}

/** The nearest number to an integer; infinite beyond the largest. */
export function nearestToInteger(type: FloatType, value: bigint): number {
  const double = Number(value);
  return type.bits === 64 ? double : nearestSingle(double, () => sign(value, BigInt(double)));
}

/** From the nearest double; `side` says whether the exact value is below it (-1), it (0), or above it (1). */
function nearestSingle(double: number, side: () => number): number {
  const single = Math.fround(double);
  const other = Number.isFinite(single) ? 2 * double - single : Math.sign(double) * LARGEST_SINGLE;
  const halfway = Number.isFinite(double) && single !== double && isHalfway(double, single, other);
  if (!halfway) return single;
  const found = side();
  if (found === 0) return single;
  return found > 0 ? Math.max(single, other) : Math.min(single, other);
}

/** Whether a double lies in the middle of two neighbouring singles; infinity stands for 2^128 there. */
function isHalfway(double: number, single: number, other: number): boolean {
  const far = Number.isFinite(single) ? single : Math.sign(single) * 2 ** 128;
  return Math.fround(other) === other && double - far === other - double;
}

/** The sign of a decimal number less a double, both exact. */
function compareDecimal(text: string, double: number): number {
  const [mantissa = "", exponent = "0"] = text.toLowerCase().split("e");
  const [whole = "", rest = ""] = mantissa.split(".");
  const power = Number(exponent) - rest.length;
  let binary = double;
  let twos = 0n;
  for (; !Number.isInteger(binary); binary *= 2) twos++;
  const left = (BigInt(whole + rest) * 10n ** BigInt(Math.max(power, 0))) << twos;
  return sign(left, BigInt(binary) * 10n ** BigInt(Math.max(-power, 0)));
}

function sign(a: bigint, b: bigint): number {
  return a < b ? -1 : Number(a > b);
}
