/**
 * What the operators do with two integers of one type.
 */

import type { Compiled } from "./expressions.ts";
import { type IntegerType, integerOf, wrapper } from "./types.ts";
import type { Frame, Value } from "./values.ts";

type Run = (frame: Frame) => Value;
type Fail = () => never;

/** `+ - * & | ^ / %` at the width of a type; `byZero` is what a zero divisor calls. */
export function arithmetic(operator: string, type: IntegerType, left: Run, right: Run, byZero: Fail): Run {
  const a = left as (frame: Frame) => bigint;
  const b = right as (frame: Frame) => bigint;
  const fix = wrapper(type);
  switch (operator) {
    case "+":
      return (frame) => fix(a(frame) + b(frame));
    case "-":
      return (frame) => fix(a(frame) - b(frame));
    case "*":
      return (frame) => fix(a(frame) * b(frame));
    case "&":
      return (frame) => a(frame) & b(frame);
    case "|":
      return (frame) => a(frame) | b(frame);
    case "^":
      return (frame) => a(frame) ^ b(frame);
    case "/":
      return (frame) => {
        const dividend = a(frame);
        const divisor = b(frame);
        return fix(dividend / (divisor === 0n ? byZero() : divisor));
      };
    case "%":
      return (frame) => {
        const dividend = a(frame);
        const divisor = b(frame);
        return dividend % (divisor === 0n ? byZero() : divisor);
      };
    default:
      throw new Error(`no arithmetic operator: ${operator}`);
  }
}

/** `<< >> >>>` of an integer; a count that is not below the width calls `outOfRange`. */
export function shift(operator: string, type: IntegerType, left: Run, count: Run, outOfRange: Fail): Run {
  const a = left as (frame: Frame) => bigint;
  const n = count as (frame: Frame) => bigint;
  const fix = wrapper(type);
  const width = BigInt(type.bits);
  const inRange = (found: bigint) => (found < 0n || found >= width ? outOfRange() : found);
  if (operator !== "<<") return (frame) => a(frame) >> inRange(n(frame));
  return (frame) => fix(a(frame) << inRange(n(frame)));
}

/** `=== !== < <= > >=` of integers: exact, whatever their widths. */
export function comparison(operator: string, left: Run, right: Run): Run {
  const a = left as (frame: Frame) => bigint;
  const b = right as (frame: Frame) => bigint;
  switch (operator) {
    case "===":
      return (frame) => a(frame) === b(frame);
    case "!==":
      return (frame) => a(frame) !== b(frame);
    case "<":
      return (frame) => a(frame) < b(frame);
    case "<=":
      return (frame) => a(frame) <= b(frame);
    case ">":
      return (frame) => a(frame) > b(frame);
    case ">=":
      return (frame) => a(frame) >= b(frame);
    default:
      throw new Error(`no comparison: ${operator}`);
  }
}

/** The integer type of an operand that has one. */
export function integerTypeOf(value: Compiled): IntegerType | undefined {
  return integerOf(value.type);
}
