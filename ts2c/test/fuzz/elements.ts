/**
 * Elements of arrays and windows, with indices that the compiler can prove, cannot prove, or that are outside.
 */
import { integerExpression, literal } from "./integers.ts";
import { binary, call, type Expression, type Typed, type TypeName } from "./tree.ts";
import type { IntegerName } from "./widths.ts";
import type { ArrayInfo, Scope } from "./world.ts";

/** All arrays whose elements have the type. */
export function arraysOf(scope: Scope, type: TypeName): ArrayInfo[] {
  return [...scope.arrays, ...scope.globals.arrays].filter((array) => array.element === type);
}

/** An element of the type, or undefined when no array holds it. */
export function elementOf(scope: Scope, type: IntegerName, depth: number): Typed | undefined {
  const arrays = arraysOf(scope, type);
  if (arrays.length === 0) return undefined;
  const array = scope.random.pick(arrays);
  return { e: elementIn(scope, array, depth), type, plain: false };
}

/** An element of this array. */
export function elementIn(scope: Scope, array: ArrayInfo, depth: number): Expression {
  return { kind: "index", object: array.e, index: indexFor(scope, array.length, depth - 1) };
}

/** An index below the length, nearly always: a constant, or masked, reduced, shifted, converted. */
export function indexFor(scope: Scope, length: number, depth: number): Expression {
  const { random } = scope;
  const type = random.pick(["u8", "u16", "u32"] as const);
  if (random.percent(25)) return literal(BigInt(random.below(length)), type).e;
  const value = integerExpression(scope, type, depth);
  if (value.constant !== undefined) return literal(value.constant % BigInt(length), type).e;
  const choice = random.below(100);
  if (choice < 3 || (type === "u8" && length >= 256)) return value.e;
  if (choice < 12 && type === "u32" && length >= 16) return binary(">>>", value.e, literal(28n, type).e);
  if (choice < 20) return call("u32", call("u8", binary("%", value.e, literal(BigInt(length), type).e)));
  if (choice < 60) return binary("&", value.e, literal(maskBelow(length), type).e);
  if (choice < 64) return binary("&", value.e, literal(maskBelow(length) * 2n + 1n, type).e);
  return binary("%", value.e, literal(BigInt(length), type).e);
}

/** The largest mask of ones that keeps an index below the length. */
function maskBelow(length: number): bigint {
  let mask = 0n;
  while (mask * 2n + 1n < BigInt(length)) mask = mask * 2n + 1n;
  return mask;
}
