/**
 * `checked.add`, `checked.sub`, `checked.mul`, `checked.negate`: mostly of operands whose result fits.
 */
import { integerExpression, literal } from "./integers.ts";
import { binary, call, type Expression, type Typed } from "./tree.ts";
import { bitsOf, type IntegerName, isSigned } from "./widths.ts";
import type { Scope } from "./world.ts";

/** Checked arithmetic of the type. */
export function checkedArithmetic(scope: Scope, type: IntegerName, depth: number): Typed {
  const { random } = scope;
  const left = integerExpression(scope, type, depth - 1);
  const right = integerExpression(scope, type, depth - 1);
  if (left.constant !== undefined || right.constant !== undefined) return left;
  const name = random.pick(["add", "sub", "mul", "negate"]);
  const free = random.percent(6);
  const small = (e: Expression, mask: bigint) => (free ? e : binary("&", e, literal(mask, type).e));
  const bits = bitsOf(type);
  // Below half of the width for products, a quarter of the range for sums.
  const mask = name === "mul" ? (1n << BigInt(bits / 2 - 1)) - 1n : (1n << BigInt(bits - 2)) - 1n;
  const a = small(left.e, mask);
  if (name === "negate") {
    const e =
      isSigned(type) || free ? call("checked.negate", a) : call("checked.mul", a, literal(1n, type).e);
    return { e: call(type, e), type, plain: false };
  }
  const raised = !free && name === "sub" && !isSigned(type) ? binary("|", a, literal(mask, type).e) : a;
  return { e: call(type, call(`checked.${name}`, raised, small(right.e, mask))), type, plain: false };
}
