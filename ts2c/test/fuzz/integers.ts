/**
 * Random integer expressions of a given type.
 *
 * Invariants: the compiler accepts each of them: widths, signs, TypeScript's brands and constants are followed here by
 * rules of their own; failing checks are possible and rare.
 */
import { fromAddress } from "./addresses.ts";
import { bitsValue } from "./bits.ts";
import { booleanExpression } from "./booleans.ts";
import { checkedArithmetic } from "./checked.ts";
import { driverCall } from "./dispatch.ts";
import { elementOf, indexFor } from "./elements.ts";
import { fromFloat } from "./floats.ts";
import { genericCall } from "./generics.ts";
import { fixedField, methodCall } from "./methods.ts";
import { nestedCall } from "./nested.ts";
import { guardedCall } from "./releases.ts";
import { textByte, textLength } from "./texts.ts";
import { atom, binary, call, type Expression, type Typed } from "./tree.ts";
import { measured } from "./unions.ts";
import {
  bitsOf,
  fits,
  INTEGER_NAMES,
  type IntegerName,
  interestingNumber,
  isBig,
  isSigned,
  minimum,
  notWider,
} from "./widths.ts";
import { read, type Scope, type Storage } from "./world.ts";

/** A literal of a type; negative ones are atoms that start with a minus. */
export function literal(value: bigint, type: IntegerName): Typed {
  const suffix = isBig(type) ? "n" : "";
  const hex = value > 9n && value % 3n === 0n;
  const digits = hex ? `0x${value.toString(16)}` : String(value);
  return { e: atom(digits + suffix), type, plain: true, constant: value, widthless: true };
}

/** An expression that ts2c gives exactly this type. With `around`, its width may come from around it. */
export function integerExpression(scope: Scope, type: IntegerName, depth: number, around = false): Typed {
  const { random } = scope;
  if (depth <= 0) return leaf(scope, type, around);
  return random.weighted<() => Typed>([
    [14, () => leaf(scope, type, around)],
    [34, () => arithmetic(scope, type, depth)],
    [14, () => shift(scope, type, depth, around)],
    [10, () => unary(scope, type, depth)],
    [12, () => conversion(scope, type, depth)],
    [7, () => conditional(scope, type, depth, around)],
    [5, () => update(scope, type)],
    [scope.mayCall ? 8 : 0, () => helperCall(scope, type, depth)],
    [scope.mayCall ? 5 : 0, () => methodCall(scope, type, depth) ?? leaf(scope, type, around)],
    [scope.mayCall ? 5 : 0, () => genericCall(scope, type, depth)],
    [4, () => checkedArithmetic(scope, type, depth)],
    [3, () => fromElsewhere(scope, type, depth) ?? leaf(scope, type, around)],
    [scope.mayCall ? 5 : 0, () => byWayOf(scope, type, depth) ?? leaf(scope, type, around)],
    [3, () => bitsValue(scope, type) ?? leaf(scope, type, around)],
    [scope.globals.floats ? 3 : 0, () => fromFloat(scope, type, depth)],
    [6, () => elementOf(scope, type, depth) ?? leaf(scope, type, around)],
  ])();
}

/** By a function that is kept in an object, tells classes apart, holds guards, or is generic to the second degree. */
function byWayOf(scope: Scope, type: IntegerName, depth: number): Typed | undefined {
  const ways = [driverCall, measured, guardedCall, nestedCall];
  return scope.random.pick(ways)(scope, type, depth);
}

/** From strings, addresses, or objects that were worked out when compiling. */
function fromElsewhere(scope: Scope, type: IntegerName, depth: number): Typed | undefined {
  if ((type === "u8" || type === "u16") && scope.random.percent(30)) return fixedField(scope, type);
  if (type === "u8") return textByte(scope, depth);
  if (type === "u32" && scope.random.percent(50)) return textLength(scope, depth);
  return fromAddress(scope, type, depth);
}

function leaf(scope: Scope, type: IntegerName, around: boolean): Typed {
  const { random } = scope;
  const found = scope.readable(type);
  if (around && random.percent(30)) return literal(interestingNumber(random, type), type);
  if (found.length > 0 && random.percent(92)) return read(random.pick(found));
  const value = literal(interestingNumber(random, type), type);
  return { e: call(type, value.e), type, plain: false, constant: value.constant as bigint };
}

/** The same expression where its value must go into a variable of a type. */
export function assignable(value: Typed, type: IntegerName): Expression {
  const widens = notWider(type).includes(value.type as IntegerName);
  return value.type === type || (value.plain && widens && !value.widthless) ? value.e : call(type, value.e);
}

/** An integer of any type of the same sign and kind that is not wider. */
function operand(scope: Scope, type: IntegerName, depth: number): Typed {
  const narrower = scope.random.percent(25) ? scope.random.pick(notWider(type)) : type;
  return integerExpression(scope, narrower, depth);
}

const FOLD: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "&": (a, b) => a & b,
  "|": (a, b) => a | b,
  "^": (a, b) => a ^ b,
  "/": (a, b) => (b === 0n ? 1n << 99n : a / b),
  "%": (a, b) => (b === 0n ? 1n << 99n : a % b),
};

function arithmetic(scope: Scope, type: IntegerName, depth: number): Typed {
  const { random } = scope;
  const operator = random.pick(["+", "-", "*", "+", "-", "*", "&", "|", "^", "/", "%"]);
  const exact = integerExpression(scope, type, depth - 1);
  const other = otherOperand(scope, operator, type, depth - 1);
  if (isSigned(type) && (operator === "/" || operator === "%") && random.percent(15)) {
    return extremeDivision(operator, type, exact, other);
  }
  const swap = operator !== "/" && operator !== "%" && random.percent(40);
  const [left, right] = swap ? [other, exact] : [exact, other];
  const e = binary(operator, left.e, right.e);
  if (left.constant === undefined || right.constant === undefined) return { e, type, plain: true };
  const constant = FOLD[operator]?.(left.constant, right.constant) ?? 0n;
  return fits(constant, type) ? { e, type, plain: true, constant } : exact;
}

/** The smallest number, often, by 1 or -1, which the compiler cannot know. */
function extremeDivision(operator: string, type: IntegerName, left: Typed, right: Typed): Typed {
  if (left.constant !== undefined || right.constant !== undefined) return left;
  const kind = right.type as IntegerName;
  const dividend = binary("|", left.e, literal(minimum(type), type).e);
  const bit: Expression = { kind: "prefix", operator: "-", of: binary("&", right.e, literal(1n, kind).e) };
  return { e: binary(operator, dividend, binary("|", bit, literal(1n, kind).e)), type, plain: true };
}

/** The operand beside one of the type itself: a divisor is seldom zero. */
function otherOperand(scope: Scope, operator: string, type: IntegerName, depth: number): Typed {
  const { random } = scope;
  if (operator !== "/" && operator !== "%") {
    if (random.percent(25)) return literal(interestingNumber(random, type), type);
    return operand(scope, type, depth);
  }
  if (random.percent(45)) {
    const value = random.percent(40) && isSigned(type) ? -1n : interestingNumber(random, type);
    return literal(value === 0n ? 3n : value, type);
  }
  const divisor = operand(scope, type, depth);
  if (random.percent(4) && divisor.constant === undefined) return divisor;
  const one = literal(1n, divisor.type as IntegerName);
  if (divisor.constant !== undefined) return one;
  return { e: binary("|", divisor.e, one.e), type: divisor.type, plain: true };
}

/** A count below the width, nearly always. */
export function shiftCount(scope: Scope, type: IntegerName, depth: number): Typed {
  const { random } = scope;
  const width = bitsOf(type);
  const kind = isBig(type) ? "u64" : random.pick(["u8", "u16", "u32"] as const);
  if (random.percent(45)) {
    const value = BigInt(random.pick([0, 1, width - 1, random.below(width)]));
    return literal(value, kind);
  }
  const count = integerExpression(scope, kind, depth);
  if (count.constant !== undefined) return literal(count.constant % BigInt(width), kind);
  if (random.percent(4)) return count;
  const [operator, limit] = random.percent(75) ? ["&", width - 1] : ["%", width];
  return {
    e: binary(operator as string, count.e, literal(BigInt(limit as number), kind).e),
    type: kind,
    plain: true,
  };
}

/** The operator that shifts a type to the right. */
export function rightShift(type: IntegerName): string {
  return isSigned(type) || isBig(type) ? ">>" : ">>>";
}

function shift(scope: Scope, type: IntegerName, depth: number, around: boolean): Typed {
  const { random } = scope;
  const operator = random.percent(50) ? "<<" : rightShift(type);
  const count = shiftCount(scope, type, depth - 1);
  if (around && count.constant === undefined && operator === "<<" && random.percent(20)) {
    const one = literal(BigInt(random.below(3) + 1), type);
    return { e: binary(operator, one.e, count.e), type, plain: true, widthless: true };
  }
  const left = integerExpression(scope, type, depth - 1);
  const e = binary(operator, left.e, count.e);
  if (left.constant === undefined || count.constant === undefined) return { e, type, plain: true };
  return left;
}

function unary(scope: Scope, type: IntegerName, depth: number): Typed {
  const operator = scope.random.pick(["-", "~"]);
  const of = integerExpression(scope, type, depth - 1);
  if (of.constant !== undefined) return of;
  return { e: { kind: "prefix", operator, of: of.e }, type, plain: true };
}

function conversion(scope: Scope, type: IntegerName, depth: number): Typed {
  const { random } = scope;
  if (random.percent(12)) {
    return { e: call(type, booleanExpression(scope, depth - 1)), type, plain: false };
  }
  const from = random.pick(INTEGER_NAMES);
  const value = integerExpression(scope, from, depth - 1);
  if (value.constant !== undefined) return leaf(scope, type, false);
  if (random.percent(14)) return checkedConversion(scope, type, value);
  if (random.percent(15) && value.plain && bitsOf(from) === bitsOf(type)) {
    return { e: { kind: "cast", of: value.e, type }, type, plain: false };
  }
  return { e: call(type, value.e), type, plain: false };
}

/** `checked.T(x)`, with a mask before it that makes it fit, mostly. */
function checkedConversion(scope: Scope, type: IntegerName, value: Typed): Typed {
  const from = value.type as IntegerName;
  const masked = scope.random.percent(75) ? binary("&", value.e, literal(63n, from).e) : value.e;
  return { e: call(`checked.${type}`, masked), type, plain: false };
}

/** The first side gives the second its width; both may be without one only where one comes from around. */
function conditional(scope: Scope, type: IntegerName, depth: number, around: boolean): Typed {
  const condition = booleanExpression(scope, depth - 1);
  const yes = integerExpression(scope, type, depth - 1, around);
  const no = integerExpression(scope, type, depth - 1, true);
  const e: Expression = { kind: "conditional", condition, yes: yes.e, no: no.e };
  const widthless = yes.widthless === true && no.widthless === true;
  return { e, type, plain: yes.plain && no.plain, widthless };
}

/** `x++` and its kin, as a value. */
function update(scope: Scope, type: IntegerName): Typed {
  const { random } = scope;
  const found = scope.readable(type).filter(({ mutable, accessor }) => mutable && !accessor);
  if (found.length === 0) return leaf(scope, type, false);
  const operator = random.pick(["++", "--"]);
  const { e: of } = random.pick(found) as Storage;
  const kind = random.percent(50) ? "prefix" : "postfix";
  return { e: { kind, operator, of }, type, plain: true };
}

function helperCall(scope: Scope, type: IntegerName, depth: number): Typed {
  const { random, globals } = scope;
  const table = globals.tables.find((one) => one.type === type);
  if (table && random.percent(40)) {
    const index = indexFor(scope, table.length, depth - 1);
    const callee: Expression = { kind: "index", object: atom(table.name), index };
    const args = [type, type].map((one) => assignable(integerExpression(scope, one, depth - 1, true), one));
    return { e: { kind: "call", callee, args }, type, plain: false };
  }
  const found = globals.helpers.filter((helper) => helper.result === type);
  if (found.length === 0) return leaf(scope, type, false);
  const helper = random.pick(found);
  const args = helper.parameters.map((one) =>
    assignable(integerExpression(scope, one, depth - 1, true), one),
  );
  return { e: call(helper.name, ...args), type, plain: false };
}
