/**
 * The compiler's own types. Two types are the same exactly when their keys are equal.
 *
 * Invariants: a class or array type as the type of a value means a reference that is never null; `nullable` wraps
 * class, array and function types only. `literal` is the type of an integer that takes its width from around it.
 */
import type { ClassTree, EnumTree, Expression, Variable } from "../tree.ts";
import type { Argument, Scope } from "./scope.ts";

export type AddressKind = "VirtualAddress" | "UserAddress" | "PhysicalAddress";

export interface IntegerType {
  readonly kind: "integer";
  readonly bits: 8 | 16 | 32 | 64;
  readonly signed: boolean;
  readonly address: AddressKind | null;
}

/** IEEE 754, binary32 or binary64. */
export interface FloatType {
  readonly kind: "float";
  readonly bits: 32 | 64;
}

export interface EnumInfo {
  readonly tree: EnumTree;
  readonly values: ReadonlyMap<string, bigint>;
  /** u32, or i32 when a member is negative. */
  base: IntegerType;
}

export interface Field {
  readonly name: string;
  readonly type: Type;
  /** Each access in the source is one access at run time. */
  readonly volatile: boolean;
  /** What it starts as where an object is made by `new`; null is zero. */
  readonly initializer: Expression | null;
  /** The constructor's parameter that is this field, too. */
  readonly parameter: Variable | null;
  /** For a part of the word that the class is: which bits. */
  readonly bits: BitRange | null;
  /** Bytes that `@align` asks for; 0 where it does not stand. */
  readonly alignment: number;
  /** For the tag of a union's class: its value. */
  readonly tag: bigint | null;
}

export interface BitRange {
  readonly first: number;
  readonly width: number;
}

/** A class; of a generic one, the class for one list of type arguments. */
export interface ClassInfo {
  readonly tree: ClassTree;
  readonly cName: string;
  /** What its type parameters stand for. */
  readonly scope: Scope;
  readonly args: readonly Argument[];
  fields: Field[];
  /** For a class of bit fields: the word that it is. */
  word: { readonly type: IntegerType; readonly volatile: boolean } | null;
  /** The field that keeps its objects from being all zero; null when zero bytes are a valid object. */
  nonZero: string | null;
  packed: boolean;
  alignment: number;
}

/** A union of classes that are told apart by a tag, the first field of each. */
export interface UnionInfo {
  readonly name: string;
  readonly cName: string;
  readonly tag: string;
  readonly members: readonly ClassInfo[];
  readonly type: Type & { kind: "enum" };
}

export type Type =
  | IntegerType
  | FloatType
  | { readonly kind: "literal"; readonly big: boolean }
  | { readonly kind: "bool" | "string" | "void" | "never" | "null" | "wrong" | "anyInteger" | "fraction" }
  | { readonly kind: "enum"; readonly info: EnumInfo }
  | { readonly kind: "class"; readonly info: ClassInfo }
  | { readonly kind: "union"; readonly info: UnionInfo }
  | { readonly kind: "array"; readonly element: Type; readonly volatile: boolean; readonly length: number }
  | { readonly kind: "span"; readonly element: Type; readonly volatile: boolean }
  | { readonly kind: "function"; readonly parameters: readonly Type[]; readonly result: Type }
  | { readonly kind: "nullable"; readonly of: Type };

const integer = (
  bits: 8 | 16 | 32 | 64,
  signed: boolean,
  address: AddressKind | null = null,
): IntegerType => ({
  kind: "integer",
  bits,
  signed,
  address,
});

/** The integer types by the names programs use. */
export const INTEGERS = {
  u8: integer(8, false),
  u16: integer(16, false),
  u32: integer(32, false),
  u64: integer(64, false),
  i8: integer(8, true),
  i16: integer(16, true),
  i32: integer(32, true),
  i64: integer(64, true),
  VirtualAddress: integer(32, false, "VirtualAddress"),
  UserAddress: integer(32, false, "UserAddress"),
  PhysicalAddress: integer(64, false, "PhysicalAddress"),
} as const;

export const FLOATS = { f32: { kind: "float", bits: 32 }, f64: { kind: "float", bits: 64 } } as const;

export const BOOL: Type = { kind: "bool" };
export const STRING: Type = { kind: "string" };
export const VOID: Type = { kind: "void" };
export const NEVER: Type = { kind: "never" };
export const NULL: Type = { kind: "null" };
export const WRONG: Type = { kind: "wrong" };
export const ANY_INTEGER: Type = { kind: "anyInteger" };
export const FRACTION: Type = { kind: "fraction" };

/** The integer type of a name, or undefined. */
export function integerNamed(name: string): IntegerType | undefined {
  return Object.hasOwn(INTEGERS, name) ? INTEGERS[name as keyof typeof INTEGERS] : undefined;
}

/** The C name of an integer type; addresses are plain integers there. */
export function integerName(type: IntegerType): string {
  return `${type.signed ? "i" : "u"}${type.bits}`;
}

/** The type in words a programmer knows; two types are the same when these are equal. */
export function typeName(type: Type): string {
  switch (type.kind) {
    case "integer":
      return type.address ?? integerName(type);
    case "float":
      return `f${type.bits}`;
    case "fraction":
      return "a fraction";
    case "literal":
      return "an integer without a width";
    case "anyInteger":
      return "an integer";
    case "enum":
      return type.info.tree.name;
    case "class":
      return className(type.info);
    case "union":
      return type.info.name;
    case "array":
      return `FixedArray<${elementName(type)}, ${type.length}>`;
    case "span":
      return `Span<${elementName(type)}>`;
    case "function":
      return `(${type.parameters.map(typeName).join(", ")}) => ${typeName(type.result)}`;
    case "nullable":
      return type.of.kind === "function" ? `(${typeName(type.of)}) | null` : `${typeName(type.of)} | null`;
    default:
      return type.kind;
  }
}

/** The name of the method that `using` calls; no other method can have it. */
export const RELEASE = "[Symbol.dispose]";

/** A class's name with its type arguments. */
export function className(info: ClassInfo): string {
  const args = info.args.map((argument) =>
    typeof argument === "bigint" ? String(argument) : typeName(argument),
  );
  return args.length === 0 ? info.tree.name : `${info.tree.name}<${args.join(", ")}>`;
}

function elementName(type: { element: Type; volatile: boolean }): string {
  return type.volatile ? `Volatile<${typeName(type.element)}>` : typeName(type.element);
}

/** Whether two types are the same. Names of classes and enums are compared by declaration. */
export function sameType(a: Type, b: Type): boolean {
  if (a === b) return true;
  if (a.kind === "class" && b.kind === "class") return a.info === b.info;
  if (a.kind === "union" && b.kind === "union") return a.info === b.info;
  if (a.kind === "enum" && b.kind === "enum") return a.info === b.info;
  if (a.kind === "nullable" && b.kind === "nullable") return sameType(a.of, b.of);
  if (a.kind === "span" && b.kind === "span")
    return a.volatile === b.volatile && sameType(a.element, b.element);
  if (a.kind === "array" && b.kind === "array") {
    return a.length === b.length && a.volatile === b.volatile && sameType(a.element, b.element);
  }
  if (a.kind === "function" && b.kind === "function") {
    return (
      a.parameters.length === b.parameters.length &&
      a.parameters.every((parameter, index) => sameType(parameter, b.parameters[index] ?? WRONG)) &&
      sameType(a.result, b.result)
    );
  }
  return a.kind === b.kind && typeName(a) === typeName(b);
}

/** Whether a value of the type is a reference to something in place. */
export function isReference(type: Type): boolean {
  return type.kind === "class" || type.kind === "array";
}

/** Whether a value of the type can lead into the stack frame it was made in. */
export function canPoint(type: Type): boolean {
  return isReference(type) || ["nullable", "span", "string", "union"].includes(type.kind);
}

/** Whether zero bytes are no value of the type: functions and unions are never null. */
export function needsValue(type: Type): boolean {
  if (type.kind === "array") return needsValue(type.element);
  return (
    type.kind === "function" || type.kind === "union" || (type.kind === "class" && type.info.nonZero !== null)
  );
}

/** The smallest and largest value of an integer type. */
export function range(type: IntegerType): { min: bigint; max: bigint } {
  const bits = BigInt(type.bits);
  if (!type.signed) return { min: 0n, max: (1n << bits) - 1n };
  return { min: -(1n << (bits - 1n)), max: (1n << (bits - 1n)) - 1n };
}

/** Whether a value fits into an integer type. */
export function fits(value: bigint, type: IntegerType): boolean {
  const { min, max } = range(type);
  return value >= min && value <= max;
}

/** The low bits of a value as a number of the type. */
export function wrap(value: bigint, type: IntegerType): bigint {
  return type.signed ? BigInt.asIntN(type.bits, value) : BigInt.asUintN(type.bits, value);
}
