/**
 * The oracle's types. Widths follow from declarations alone.
 *
 * Invariants: a `literal` is an integer, a `fraction` a floating-point number, that takes its width from around it; `nullable` wraps references only.
 */

import type { FunctionEntity, Module } from "./program.ts";
import type { ts } from "./syntax.ts";

export interface IntegerType {
  readonly kind: "integer";
  readonly bits: 8 | 16 | 32 | 64;
  readonly signed: boolean;
}

export interface EnumInfo {
  readonly name: string;
  /** Tells enums apart. */
  readonly key: string;
  readonly base: IntegerType;
  readonly values: ReadonlyMap<string, bigint>;
}

export interface FieldInfo {
  readonly name: string;
  readonly index: number;
  readonly type: Type;
  /** What it starts as where `new` makes the object; null is zero. */
  readonly start: ts.Expression | null;
  /** Of a class that is one word: which of its bits the field is. */
  readonly bits?: BitField | undefined;
  /** In bytes; 0 when nothing was asked for. */
  readonly alignment: number;
}

/** So many bits from the first on. */
export interface BitField {
  readonly first: bigint;
  readonly width: bigint;
}

/** What a type parameter stands for: a type, or the length of an array. */
export type Argument = Type | number;

/** A class; of a generic one, the class for one list of type arguments. */
export interface ClassInfo {
  readonly name: string;
  /** Tells classes apart. */
  readonly key: string;
  readonly node: ts.ClassDeclaration;
  /** Its type parameters are names of this module. */
  readonly module: Module;
  readonly args: readonly Argument[];
  readonly fields: Map<string, FieldInfo>;
  /** Methods, getters, setters and the constructor, by `memberKey`. */
  readonly code: Map<string, FunctionEntity>;
  packed: boolean;
  /** In bytes; 0 when nothing was asked for. */
  alignment: number;
}

export type FunctionType = {
  readonly kind: "function";
  readonly parameters: readonly Type[];
  readonly result: Type;
};

export interface FloatType {
  readonly kind: "float";
  readonly bits: 32 | 64;
}

export type Type =
  | IntegerType
  | FloatType
  | { readonly kind: "literal" | "fraction" | "bool" | "string" | "void" | "never" | "null" }
  | { readonly kind: "enum"; readonly info: EnumInfo }
  | { readonly kind: "class"; readonly info: ClassInfo }
  | { readonly kind: "union"; readonly members: readonly ClassInfo[] }
  | { readonly kind: "array"; readonly element: Type; readonly length: number }
  | { readonly kind: "span"; readonly element: Type }
  | FunctionType
  | { readonly kind: "nullable"; readonly of: Type };

const integer = (bits: 8 | 16 | 32 | 64, signed: boolean): IntegerType => ({ kind: "integer", bits, signed });

/** Integer types by the names programs use; the three kinds of addresses are plain integers at run time. */
export const INTEGERS: Readonly<Record<string, IntegerType>> = {
  u8: integer(8, false),
  u16: integer(16, false),
  u32: integer(32, false),
  u64: integer(64, false),
  i8: integer(8, true),
  i16: integer(16, true),
  i32: integer(32, true),
  i64: integer(64, true),
  VirtualAddress: integer(32, false),
  UserAddress: integer(32, false),
  PhysicalAddress: integer(64, false),
};

export const U8 = INTEGERS.u8 as IntegerType;
export const U32 = INTEGERS.u32 as IntegerType;
export const I32 = INTEGERS.i32 as IntegerType;
export const LITERAL: Type = { kind: "literal" };
export const BOOL: Type = { kind: "bool" };
export const STRING: Type = { kind: "string" };
export const VOID: Type = { kind: "void" };
export const NEVER: Type = { kind: "never" };
export const NULL: Type = { kind: "null" };

/** The integer type of a name; undefined for any other name. */
export function integerNamed(name: string): IntegerType | undefined {
  return Object.hasOwn(INTEGERS, name) ? INTEGERS[name] : undefined;
}

/** The floating-point type of a name; undefined for any other name. */
export function floatNamed(name: string): FloatType | undefined {
  if (name === "f32") return { kind: "float", bits: 32 };
  return name === "f64" ? { kind: "float", bits: 64 } : undefined;
}

/** The integer type behind an integer or an enum. */
export function integerOf(type: Type | undefined): IntegerType | undefined {
  if (type?.kind === "integer") return type;
  return type?.kind === "enum" ? type.info.base : undefined;
}

/** Whether variables of this type hold a reference to something that lives in place. */
export function isReference(type: Type): boolean {
  return type.kind === "class" || type.kind === "array";
}

/** The low bits of a number, read as a number of the type. */
export function wrap(value: bigint, type: IntegerType): bigint {
  return type.signed ? BigInt.asIntN(type.bits, value) : BigInt.asUintN(type.bits, value);
}

/** The function that wraps to a type, for use in compiled code. */
export function wrapper(type: IntegerType): (value: bigint) => bigint {
  const { bits } = type;
  return type.signed ? (value) => BigInt.asIntN(bits, value) : (value) => BigInt.asUintN(bits, value);
}

/** Whether a number is a value of the type. */
export function fits(value: bigint, type: IntegerType): boolean {
  return wrap(value, type) === value;
}

/** The wider of two integer types. */
export function wider(a: IntegerType, b: IntegerType): IntegerType {
  return b.bits > a.bits ? b : a;
}

/** What is left when null has been ruled out. */
export function withoutNull(type: Type): Type {
  return type.kind === "nullable" ? type.of : type;
}

/** A text that is the same exactly for types that are the same at run time. */
export function typeKey(type: Argument): string {
  if (typeof type === "number") return String(type);
  switch (type.kind) {
    case "integer":
      return `${type.signed ? "i" : "u"}${type.bits}`;
    case "float":
      return `f${type.bits}`;
    case "enum":
      return `enum ${type.info.key}`;
    case "class":
      return type.info.key;
    case "union":
      return `(${type.members.map((member) => member.key).join(" | ")})`;
    case "array":
      return `[${typeKey(type.element)}; ${type.length}]`;
    case "span":
      return `[${typeKey(type.element)}]`;
    case "function":
      return `(${type.parameters.map(typeKey).join()}) => ${typeKey(type.result)}`;
    case "nullable":
      return `${typeKey(type.of)} | null`;
    default:
      return type.kind;
  }
}
