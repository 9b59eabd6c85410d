/**
 * Implicit conversions: from a value to the type that is needed where it stands.
 *
 * Invariant: nothing is ever lost here; whatever could lose something is reported.
 */
import { atom, type CExpression, type CStatement, cast } from "../c/tree.ts";
import type { Position } from "../diagnostics.ts";
import { allowReference } from "./alignment.ts";
import { afterSteps, type Body } from "./body.ts";
import { declareValue } from "./ctypes.ts";
import { fixFraction } from "./floats.ts";
import { unsetOf } from "./initializers.ts";
import {
  fits,
  INTEGERS,
  type IntegerType,
  integerName,
  NULL,
  sameType,
  type Type,
  typeName,
  wrap,
} from "./types.ts";
import { integerOf, integerValue, referenceC, type Value, wrongValue } from "./value.ts";

/** Turns a value into the needed type, or reports why that cannot be. */
export function convert(body: Body, value: Value, target: Type, at: Position): Value {
  const source = value.type;
  if (source.kind === "wrong" || target.kind === "wrong") return wrongValue;
  if (!allowReference(body, value, at)) return wrongValue;
  if (sameType(source, target)) return value;
  if (source.kind === "never") return neverAs(body, value, target);
  if (target.kind === "float" && source.kind === "fraction") return fixFraction(body, value, target, at);
  if (source.kind === "fraction" && ["integer", "enum", "anyInteger"].includes(target.kind)) {
    body.report(at, "notInteger", value.c.k === "atom" ? value.c.text : "this");
    return wrongValue;
  }
  if (target.kind === "float" && (source.kind === "literal" || integerOf(source))) {
    body.report(at, "mixesFloat", typeName(target));
    return wrongValue;
  }
  if (target.kind === "anyInteger") return toAnyInteger(body, value, at);
  if (target.kind === "integer") return toInteger(body, value, target, at);
  if (target.kind === "union") return toUnion(body, value, target, at);
  if (target.kind === "nullable") {
    const toNullableUnion =
      target.of.kind === "union" && source.kind !== "null" && source.kind !== "nullable";
    if (toNullableUnion) return { ...convert(body, value, target.of, at), type: target };
    const cameFromUnion =
      target.of.kind === "union" && source.kind === "nullable" && isMember(source.of, target.of);
    if (cameFromUnion) return { ...value, type: target, c: asUnion(target.of, value.c) };
    if (value.declared && sameType(value.declared.type, target)) return value.declared;
    if (source.kind === "null") return { ...value, type: target };
    if (sameType(source, target.of)) return { ...value, c: referenceC(value), place: false, type: target };
  }
  return mismatch(body, value, target, at);
}

type UnionType = Type & { kind: "union" };

const asUnion = (type: UnionType, c: CExpression) => cast(`struct ${type.info.cName} *`, c);

/** Whether every object of the type is one of the union. */
function isMember(type: Type, union: Type): union is UnionType {
  if (union.kind !== "union") return false;
  if (type.kind === "class") return union.info.members.includes(type.info);
  return type.kind === "union" && type.info.members.every((member) => union.info.members.includes(member));
}

/** A reference to an object of a class, or of a smaller union, as one of the union. */
function toUnion(body: Body, value: Value, target: UnionType, at: Position): Value {
  if (!isMember(value.type, target)) return mismatch(body, value, target, at);
  const { lvalue: _, place: __, embedded: ___, declared: ____, ...rest } = value;
  return { ...rest, type: target, c: asUnion(target, referenceC(value)) };
}

/** A call that never returns, where a value is needed. */
function neverAs(body: Body, value: Value, target: Type): Value {
  if (target.kind === "void") return value;
  const name = body.temporaryName();
  const steps: CStatement[] = [
    {
      k: "declare",
      text: declareValue(body.world.spans, target, name),
      init: unsetOf(target),
      usage: null,
      at: null,
    },
    { k: "expression", e: value.c, at: null },
  ];
  return { type: target, c: afterSteps(steps, atom(name)), effects: value.effects };
}

function mismatch(body: Body, value: Value, target: Type, at: Position): Value {
  const name = (type: Type) =>
    ["literal", "null", "void"].includes(type.kind) ? typeName(type) : `\`${typeName(type)}\``;
  body.report(at, "mismatch", value.type === NULL ? "null" : name(value.type), name(target));
  return wrongValue;
}

function toAnyInteger(body: Body, value: Value, at: Position): Value {
  if (value.type.kind !== "literal") {
    return integerOf(value.type) ? value : mismatch(body, value, { kind: "anyInteger" }, at);
  }
  const constant = value.constant ?? 0n;
  const { u32, i32, u64, i64 } = INTEGERS;
  const types = value.type.big ? [u64, i64] : [u32, i32, u64, i64];
  return fixLiteral(body, value, types.find((type) => fits(constant, type)) ?? u64, at);
}

/** Gives a literal its type; it must fit. */
export function fixLiteral(body: Body, value: Value, type: IntegerType, at: Position): Value {
  const constant = value.constant ?? 0n;
  if (fits(constant, type)) return integerValue(type, constant);
  const lowest = -(1n << BigInt(type.bits));
  if (value.complement && !type.signed && constant >= lowest) return integerValue(type, wrap(constant, type));
  body.report(at, "doesNotFit", String(constant), typeName(type));
  return integerValue(type, 0n);
}

function toInteger(body: Body, value: Value, target: IntegerType, at: Position): Value {
  if (value.type.kind === "literal") return fixLiteral(body, value, target, at);
  const source = integerOf(value.type);
  if (!source) return mismatch(body, value, target, at);
  if (target.address && source.address !== target.address && value.constant === undefined) {
    body.report(at, "addressKinds", typeName(value.type), target.address);
    return wrongValue;
  }
  if (!losesNothing(source, target)) {
    body.report(at, "lossy", typeName(value.type), typeName(target));
    return wrongValue;
  }
  return retype(value, source, target);
}

/** Whether every value of one type is a value of the other. */
export function losesNothing(source: IntegerType, target: IntegerType): boolean {
  if (source.signed === target.signed) return source.bits <= target.bits;
  return !source.signed && source.bits < target.bits;
}

/** The same number in another type of integer, where that is known to hold it. */
export function retype(value: Value, source: IntegerType, target: IntegerType): Value {
  if (value.constant !== undefined) {
    return {
      ...integerValue(target, value.constant),
      c: sameC(source, target) ? value.c : integerValue(target, value.constant).c,
    };
  }
  const { lvalue: _, volatile: __, ...rest } = value;
  const c = sameC(source, target) ? value.c : cast(integerName(target), value.c);
  return { ...rest, type: target, c };
}

function sameC(a: IntegerType, b: IntegerType): boolean {
  return a.bits === b.bits && a.signed === b.signed;
}
