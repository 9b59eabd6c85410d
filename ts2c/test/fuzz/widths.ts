/**
 * The integer types as the generator knows them, and the numbers at their edges.
 */
import type { Random } from "./random.ts";

export const INTEGER_NAMES = ["u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64"] as const;
export type IntegerName = (typeof INTEGER_NAMES)[number];

export function bitsOf(type: IntegerName): number {
  return Number(type.slice(1));
}

export function isSigned(type: IntegerName): boolean {
  return type.startsWith("i");
}

/** Whether TypeScript sees a bigint. */
export function isBig(type: IntegerName): boolean {
  return bitsOf(type) === 64;
}

export function minimum(type: IntegerName): bigint {
  return isSigned(type) ? -(1n << BigInt(bitsOf(type) - 1)) : 0n;
}

export function maximum(type: IntegerName): bigint {
  return (1n << BigInt(bitsOf(type) - (isSigned(type) ? 1 : 0))) - 1n;
}

export function fits(value: bigint, type: IntegerName): boolean {
  return value >= minimum(type) && value <= maximum(type);
}

/** The types of the same sign that mix with this one and are not wider. */
export function notWider(type: IntegerName): IntegerName[] {
  return INTEGER_NAMES.filter(
    (other) =>
      isSigned(other) === isSigned(type) && isBig(other) === isBig(type) && bitsOf(other) <= bitsOf(type),
  );
}

/** A number of the type: mostly small or at an edge of some width. */
export function interestingNumber(random: Random, type: IntegerName): bigint {
  const choice = random.below(10);
  if (choice < 3) return BigInt(random.below(10));
  if (choice < 8) {
    const bit = 1n << BigInt(random.pick([3, 4, 7, 8, 15, 16, 31, 32, 63]));
    const near = bit + BigInt(random.below(3) - 1);
    const value = isSigned(type) && random.percent(50) ? -near : near;
    return fits(value, type) ? value : random.pick([minimum(type), maximum(type), 1n, 2n]);
  }
  const wide = random.wide() >> BigInt(random.below(60));
  const bits = bitsOf(type);
  return isSigned(type) ? BigInt.asIntN(bits, wide) : BigInt.asUintN(bits, wide);
}
