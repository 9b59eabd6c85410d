/**
 * Expressions: one entry for each kind. `expected` is the type around the expression, where there is one; it gives
 * literals their width and never converts by itself.
 */
import { atom, call, cast } from "../c/tree.ts";
import type { Expression, Flow } from "../tree.ts";
import { lowerAssign, lowerUpdate } from "./assignments.ts";
import type { Body } from "./body.ts";
import { lowerCall } from "./calls.ts";
import { convert } from "./convert.ts";
import { enumOf } from "./enums.ts";
import { fractionValue } from "./floats.ts";
import { functionOf } from "./functions.ts";
import { globalOf } from "./globals.ts";
import { lowerIntrinsic } from "./intrinsics.ts";
import { lowerConditional } from "./logic.ts";
import { cField, lowerIndex, lowerMember } from "./members.ts";
import { lowerBinary, lowerUnary } from "./operators.ts";
import { resolveType } from "./resolve.ts";
import { integerName, NULL, STRING, sameType, type Type, typeName, type UnionInfo, wrap } from "./types.ts";
import { partOf } from "./unions.ts";
import {
  boolValue,
  integerOf,
  integerValue,
  literalValue,
  READS_LOCAL,
  READS_MEMORY,
  TRAPS,
  type Value,
  wrongValue,
} from "./value.ts";

/** Lowers an expression. */
export function lowerExpression(body: Body, e: Expression, expected: Type | undefined): Value {
  switch (e.kind) {
    case "integer":
      return literalValue(e.value, e.text.endsWith("n"));
    case "fraction":
      return fractionValue(e);
    case "text":
      return textValue(e.value);
    case "boolean":
      return boolValue(e.value);
    case "null":
      return { type: NULL, c: atom("NULL"), effects: 0, simple: true };
    case "name":
      return lowerName(body, e);
    case "member":
      return lowerMember(body, e);
    case "index":
      return lowerIndex(body, e);
    case "call":
      return lowerCall(body, e, expected);
    case "template":
      body.report(e.at, "templatePlace");
      return wrongValue;
    case "new":
      body.report(e.at, "newPlace");
      return wrongValue;
    case "intrinsic":
      return lowerIntrinsic(body, e, expected);
    case "unary":
      return lowerUnary(body, e, expected);
    case "update":
      return lowerUpdate(body, e, true);
    case "binary":
      return lowerBinary(body, e, expected);
    case "assign":
      body.report(e.at, "assignmentValue");
      lowerAssign(body, e);
      return wrongValue;
    case "conditional":
      return lowerConditional(body, e, expected);
    case "nonNull":
      return lowerNonNull(body, e);
    case "cast":
      return lowerCast(body, e);
    case "arrow":
      return lowerArrow(body, e, expected);
    case "wrong":
      return wrongValue;
  }
}

/** Lowers an expression and converts it to the type that is needed. */
export function lowerAs(body: Body, e: Expression, type: Type): Value {
  return convert(body, lowerExpression(body, e, type), type, e.at);
}

/** A constant string: its bytes are UTF-8. */
export function textValue(text: string): Value {
  const bytes = new TextEncoder().encode(text);
  const items = [cast("const u8 *", atom(quote(bytes))), atom(`${bytes.length}u`)];
  return { type: STRING, c: { k: "compound", type: "ts2c_string", items }, effects: 0, text, simple: true };
}

/** Bytes as a C literal. */
export function quote(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    if (character === '"' || character === "\\") text += `\\${character}`;
    else if (character === "?") text += "\\?";
    else if (byte === 10) text += "\\n";
    else if (byte < 32 || byte > 126) text += `\\${byte.toString(8).padStart(3, "0")}`;
    else text += character;
  }
  return `"${text}"`;
}

function lowerName(body: Body, e: Expression & { kind: "name" }): Value {
  const { declaration } = e;
  if (declaration.kind === "member") {
    const info = enumOf(body.world, declaration.owner);
    const constant = info.values.get(declaration.name) ?? 0n;
    const name = `${declaration.owner.name}.${declaration.name}`;
    return { ...integerValue(info.base, constant, name), type: { kind: "enum", info } };
  }
  if (declaration.kind === "function") {
    if (declaration.module.library) {
      body.report(e.at, "libraryValue", declaration.name);
      return wrongValue;
    }
    if (declaration.typeParameters.length > 0) {
      body.report(e.at, "typeArguments", declaration.name);
      return wrongValue;
    }
    const info = functionOf(body.world, declaration);
    body.valueOf(info);
    return { type: info.type, c: atom(info.cName), effects: 0, simple: true };
  }
  const bound = body.constants.get(declaration);
  if (bound) return bound;
  if (declaration.scope === "module") return lowerGlobal(body, e);
  const local = body.locals.get(declaration);
  if (!local) {
    if (declaration.owner !== body.tree) body.report(e.at, "capture", declaration.name);
    return wrongValue;
  }
  local.usage.reads += 1;
  const { type, place } = local;
  const c = type.kind === "never" ? call("ts2c_unreachable", ...body.where(e.at)) : atom(local.cName);
  const value: Value = {
    type,
    c,
    effects: READS_LOCAL,
    simple: true,
    place: place && type.kind === "class",
    usage: local.usage,
    origin: local.origin,
  };
  const extra = {
    ...(local.max !== undefined ? { max: local.max } : {}),
    ...(place ? { effects: 0, embedded: declaration.name } : { lvalue: true }),
  };
  return narrow(body, { ...value, ...extra }, e, true);
}

function lowerGlobal(body: Body, e: Expression & { kind: "name" }): Value {
  const { declaration } = e;
  if (declaration.kind !== "variable") return wrongValue;
  const info = globalOf(body.world, declaration);
  if (!info) return wrongValue;
  if (info.constant) return namedConstant(info.constant, declaration.name);
  body.references.add(info);
  const value: Value = { type: info.type, c: atom(info.cName), effects: 0, simple: !info.volatile };
  if (info.place) return { ...value, place: info.type.kind === "class", embedded: declaration.name };
  return narrow(body, { ...value, effects: READS_MEMORY, lvalue: true, volatile: info.volatile }, e, false);
}

function namedConstant(value: Value, name: string): Value {
  if (value.constant === undefined || value.type.kind === "bool") return value;
  if (value.type.kind === "literal") return value;
  const type = integerOf(value.type);
  return type ? { ...value, c: integerValue(type, value.constant, name).c } : value;
}

/**
 * Where TypeScript's flow analysis has ruled out null, the type loses it. For a local that is certain; anything else
 * may have changed since, so a check goes along, which gcc removes where the test stands beside it.
 */
export function narrow(body: Body, value: Value, e: Expression & Flow, certain: boolean): Value {
  if (value.type.kind === "union") return narrowUnion(body, value, value.type.info, e, certain);
  if (value.type.kind !== "nullable" || !e.nonNull()) return value;
  const type = value.type.of;
  const found = certain
    ? { ...value, type }
    : { ...checkedReference(body, { ...value, type }, e), declared: value };
  return type.kind === "union" ? narrowUnion(body, found, type.info, e, certain) : found;
}

/** Where one class of a union remains, the reference becomes one to that class. */
function narrowUnion(
  body: Body,
  value: Value,
  info: UnionInfo,
  e: Expression & Flow,
  certain: boolean,
): Value {
  const left = e.classes?.() ?? [];
  const members = info.members.filter((member) => left.includes(member.tree));
  const type = members.length < info.members.length ? partOf(body.world, info, members) : null;
  if ((type?.kind !== "class" && type?.kind !== "union") || (type.kind === "union" && !certain)) return value;
  const { lvalue: _, aligned: __, ...rest } = value;
  const tag = integerValue(info.type.info.base, members[0]?.fields[0]?.tag ?? 0n).c;
  const checked = certain
    ? value.c
    : call("TS2C_TAGGED", value.c, atom(cField(info.tag)), tag, ...body.where(e.at));
  const c = cast(`struct ${type.info.cName} *`, checked);
  return {
    ...rest,
    type,
    c,
    effects: value.effects | (certain ? 0 : TRAPS),
    declared: value.declared ?? value,
  };
}

function checkedReference(body: Body, value: Value, e: Expression): Value {
  const { lvalue: _, aligned: __, ...rest } = value;
  return { ...rest, c: call("TS2C_NOT_NULL", value.c, ...body.where(e.at)), effects: value.effects | TRAPS };
}

function lowerNonNull(body: Body, e: Expression & { kind: "nonNull" }): Value {
  const value = lowerExpression(body, e.operand, undefined);
  if (value.type.kind !== "nullable") return value;
  return checkedReference(body, { ...value, type: value.type.of, simple: false }, e);
}

function lowerCast(body: Body, e: Expression & { kind: "cast" }): Value {
  const type = resolveType(body.world, e.type);
  const value = lowerExpression(body, e.operand, type.kind === "enum" ? type.info.base : type);
  if (type.kind === "wrong" || value.type.kind === "wrong") return wrongValue;
  if (sameType(type, value.type)) return value;
  const target = integerOf(type);
  if (value.type.kind === "literal" && target) return { ...convert(body, value, target, e.at), type };
  const source = integerOf(value.type);
  const sameWidth = source && target && source.bits === target.bits;
  const sameAddress = sameWidth && (!target.address || !source.address || target.address === source.address);
  if (sameWidth && sameAddress) {
    const { lvalue: _, ...rest } = value;
    if (value.constant !== undefined) return { ...integerValue(target, wrap(value.constant, target)), type };
    return {
      ...rest,
      type,
      c: source.signed === target.signed ? value.c : cast(integerName(target), value.c),
    };
  }
  if (type.kind === "nullable") return convert(body, value, type, e.at);
  body.report(e.at, "wrongCast", `\`${typeName(value.type)}\``, `\`${typeName(type)}\``);
  return wrongValue;
}

function lowerArrow(body: Body, e: Expression & { kind: "arrow" }, expected: Type | undefined): Value {
  const wanted = expected?.kind === "nullable" ? expected.of : expected;
  const info = functionOf(body.world, e.function, wanted?.kind === "function" ? wanted : undefined);
  body.valueOf(info);
  return { type: info.type, c: atom(info.cName), effects: 0, simple: true };
}
