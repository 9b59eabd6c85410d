/**
 * What lowering an expression gives: its type, its C, and what is known about it.
 */
import { addressOf, atom, type CExpression, type CUsage } from "../c/tree.ts";
import { BOOL, type IntegerType, type Type, WRONG } from "./types.ts";

/** What evaluating an expression does, as bits; two operands whose effects meet must run in the written order. */
export const READS_MEMORY = 1;
export const WRITES_MEMORY = 2;
export const READS_LOCAL = 4;
export const WRITES_LOCAL = 8;
export const TRAPS = 16;

export interface Value {
  readonly type: Type;
  readonly c: CExpression;
  readonly effects: number;
  /** The value of a constant integer, enum member or bool. */
  readonly constant?: bigint;
  /** A negative literal made by `~`: stands for the bit pattern. */
  readonly complement?: boolean;
  /** The value of a literal with a point, or of a constant of a floating-point type. */
  readonly fraction?: number;
  /** Of a literal with a point: its decimal text, without sign and separators. */
  readonly digits?: string;
  /** The text of a constant string. */
  readonly text?: string;
  /** For classes: `c` is the object itself, not a pointer to it. */
  readonly place?: boolean;
  /** `c` can be assigned. */
  readonly lvalue?: boolean;
  /** `c` may be written twice: evaluating it again costs nothing and changes nothing. */
  readonly simple?: boolean;
  /** The local that it is read from, so that a read that is dropped is not counted. */
  readonly usage?: CUsage;
  /** What it leads into, as bits (escape.ts): the stack frame of this function, objects of parameters. */
  readonly origin?: number;
  readonly volatile?: boolean;
  /** The largest value an unsigned integer can have here, where that is known. */
  readonly max?: bigint;
  /** For what can be assigned: the effects of finding its address. */
  readonly addressEffects?: number;
  /** The value as declared, before flow analysis took null away. */
  readonly declared?: Value;
  /** For what lies in memory: its alignment in bytes as far as known, where that is less than its type asks for. */
  readonly aligned?: number;
  /** Why it cannot be assigned, in words. */
  readonly embedded?: string;
}

export const wrongValue: Value = { type: WRONG, c: atom("0"), effects: 0, simple: true };

/** A constant of an integer type. `name` is shown as a comment. */
export function integerValue(type: IntegerType, constant: bigint, name?: string): Value {
  return { type, c: constantAtom(type, constant, name), effects: 0, constant, simple: true };
}

/** An integer that takes its type from around it. */
export function literalValue(constant: bigint, big: boolean, complement = false): Value {
  const value: Value = {
    type: { kind: "literal", big },
    c: atom(String(constant)),
    effects: 0,
    constant,
    simple: true,
  };
  return complement ? { ...value, complement } : value;
}

export function boolValue(constant: boolean): Value {
  return { type: BOOL, c: atom(String(constant)), effects: 0, constant: constant ? 1n : 0n, simple: true };
}

/** The C spelling of a constant, with the suffix its type needs. */
export function constantAtom(type: IntegerType, value: bigint, name?: string): CExpression {
  const suffix =
    type.bits === 64 ? (type.signed ? "ll" : "ull") : type.bits === 32 && !type.signed ? "u" : "";
  const lowest = type.signed && type.bits >= 32 && value === -(1n << BigInt(type.bits - 1));
  const digits = !type.signed && value >= 4096n ? `0x${value.toString(16)}` : String(value);
  const text = lowest ? `(${value + 1n}${suffix} - 1)` : `${digits}${suffix}`;
  return atom(name ? `${text} /* ${name} */` : text);
}

/** The C of a reference: the address of an object in place, otherwise the pointer it is. */
export function referenceC(value: Value): CExpression {
  return value.place ? addressOf(value.c) : value.c;
}

/** The integer type behind an integer or enum. */
export function integerOf(type: Type): IntegerType | null {
  if (type.kind === "integer") return type;
  return type.kind === "enum" ? type.info.base : null;
}

/** Whether the order of two operands can be seen. */
export function conflicts(first: number, second: number): boolean {
  const meets = (a: number, b: number) =>
    ((a & WRITES_MEMORY) !== 0 && (b & (READS_MEMORY | WRITES_MEMORY | TRAPS)) !== 0) ||
    ((a & WRITES_LOCAL) !== 0 && (b & (READS_LOCAL | WRITES_LOCAL)) !== 0);
  return meets(first, second) || meets(second, first);
}
