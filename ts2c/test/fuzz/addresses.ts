/**
 * Addresses: arithmetic with plain integers, differences, conversions. What they do is what `u32` and `u64` do.
 */
import { assignable, integerExpression, shiftCount } from "./integers.ts";
import { check } from "./statements.ts";
import { atom, binary, call, type Expression, type Statement, type Typed } from "./tree.ts";
import { type IntegerName, interestingNumber, isBig } from "./widths.ts";
import type { Scope } from "./world.ts";

const KINDS = ["VirtualAddress", "UserAddress", "PhysicalAddress"] as const;
type Kind = (typeof KINDS)[number];

const plainOf = (kind: Kind): IntegerName => (kind === "PhysicalAddress" ? "u64" : "u32");

/** One variable of each kind. */
export function declareAddresses(scope: { random: Scope["random"] }): Statement[] {
  return KINDS.map((kind) => {
    const type = plainOf(kind);
    const value = interestingNumber(scope.random, type);
    return { parts: [`let at_${kind}: ${kind} = ${value}${isBig(type) ? "n" : ""};`] };
  });
}

/** An address of a kind, of the kind's own type in TypeScript, too. */
function address(scope: Scope, kind: Kind, depth: number): Expression {
  const { random } = scope;
  const type = plainOf(kind);
  if (depth <= 0 || random.percent(35)) return atom(`at_${kind}`);
  const plain = integerExpression(scope, type, depth - 1);
  // Of two constants the compiler would refuse a difference below zero.
  if (plain.constant !== undefined) return atom(`at_${kind}`);
  if (random.percent(40)) return call(kind, plain.e);
  const operator = random.pick(["+", "-", "&", "|", "^", "+"]);
  return call(kind, binary(operator, address(scope, kind, depth - 1), plain.e));
}

/** A plain integer from addresses: converted, or the difference of two. */
export function fromAddress(scope: Scope, type: IntegerName, depth: number): Typed | undefined {
  const { random } = scope;
  const kinds = KINDS.filter((kind) => plainOf(kind) === type);
  if (kinds.length === 0) return undefined;
  const kind = random.pick(kinds);
  const one = address(scope, kind, depth - 1);
  const e = random.percent(50) ? one : binary("-", one, address(scope, kind, depth - 1));
  return { e: call(type, e), type, plain: false };
}

/** `at = …`, `at += …`, `at <<= …`. */
export function assignAddress(scope: Scope): Statement[] {
  const { random } = scope;
  const kind = random.pick(KINDS);
  const type = plainOf(kind);
  const to = atom(`at_${kind}`);
  const look = check(scope, call("u64", to));
  if (random.percent(40)) return [{ parts: [to, " = ", address(scope, kind, 3), ";"] }, look];
  if (random.percent(20)) return [{ parts: [to, " <<= ", shiftCount(scope, type, 1).e, ";"] }, look];
  const operator = random.pick(["+=", "-=", "&=", "|=", "^="]);
  const value = assignable(integerExpression(scope, type, 2), type);
  return [{ parts: [to, ` ${operator} `, value, ";"] }, look];
}
