/**
 * The library's special functions: conversions, storage, windows, sizes, raw memory.
 */
import { addressOf as addressOfC, atom, type CExpression, call, cast, member, unary } from "../c/tree.ts";
import type { Expression } from "../tree.ts";
import { afterSteps, type Body } from "./body.ts";
import { allowIntrinsic } from "./capabilities.ts";
import { lowerChecked } from "./checked.ts";
import { convertChecked, convertExplicitly } from "./conversions.ts";
import { convert } from "./convert.ts";
import { declareStorage, declareValue } from "./ctypes.ts";
import { lowerAs, lowerExpression, quote } from "./expressions.ts";
import { convertToFloat } from "./floats.ts";
import { lowerFormat } from "./format.ts";
import { cField } from "./members.ts";
import { resolveType } from "./resolve.ts";
import {
  ANY_INTEGER,
  FLOATS,
  INTEGERS,
  integerNamed,
  isReference,
  NEVER,
  STRING,
  sameType,
  type Type,
  typeName,
  VOID,
} from "./types.ts";
import { integerOf, READS_MEMORY, referenceC, type Value, WRITES_MEMORY, wrongValue } from "./value.ts";
import { bytesOf, spanAt, spanOf, stringOf, subSpan } from "./windows.ts";

export type Call = Expression & { kind: "intrinsic" };
type Lowering = (body: Body, e: Call, expected: Type | undefined) => Value;

/** A call of a special library function. */
export function lowerIntrinsic(body: Body, e: Call, expected: Type | undefined): Value {
  if (e.name === "f32" || e.name === "f64") return convertToFloat(body, e, FLOATS[e.name]);
  const integer = integerNamed(e.name);
  if (integer) return convertExplicitly(body, e, integer);
  const checked = e.name.startsWith("checked.") ? integerNamed(e.name.slice(8)) : undefined;
  if (checked) return convertChecked(body, e, checked);
  if (e.name.startsWith("checked.")) return lowerChecked(body, e, expected);
  const lowering = TABLE[e.name];
  return lowering ? lowering(body, e, expected) : misuse(body, e, "is not known");
}

/** Reports what an intrinsic does not take. */
export function misuse(body: Body, e: Call, why: string): Value {
  body.report(e.at, "intrinsicUse", e.name, why);
  return wrongValue;
}

/** One of the arguments, lowered. */
export function argument(body: Body, e: Call, position: number, expected?: Type): Value {
  const found = e.args[position];
  return found ? lowerExpression(body, found, expected) : wrongValue;
}

function copy(body: Body, e: Call): Value {
  const [to, from] = [argument(body, e, 0), argument(body, e, 1)];
  if (to.type.kind === "wrong" || from.type.kind === "wrong") return wrongValue;
  if (!isReference(to.type) || !sameType(to.type, from.type)) {
    return misuse(
      body,
      e,
      `two objects of one class or array type are needed, these are \`${typeName(to.type)}\` and \`${typeName(from.type)}\``,
    );
  }
  if (to.type.kind === "array" && to.type.volatile)
    return misuse(body, e, "device registers are copied one by one");
  const { steps, values } = body.inOrder([to, from]);
  const [target, source] = values as [Value, Value];
  const size = call("sizeof", atom(declareStorage(body.world.spans, to.type, "", false)));
  const object = (value: Value) => (value.place ? value.c : unary("*", value.c));
  const c: CExpression =
    to.type.kind === "class"
      ? { k: "assign", op: "", l: object(target), r: object(source) }
      : call("__builtin_memcpy", target.c, source.c, size);
  return {
    type: VOID,
    c: afterSteps(steps, c),
    effects: to.effects | from.effects | READS_MEMORY | WRITES_MEMORY,
  };
}

function typeArgument(body: Body, e: Call, expected?: Type): Type | null {
  const [syntax] = e.types;
  if (syntax) return resolveType(body.world, syntax);
  if (expected) return expected.kind === "nullable" ? expected.of : expected;
  misuse(body, e, "the type is missing: write it between `<` and `>`");
  return null;
}

function sizeOf(body: Body, e: Call): Value {
  const type = typeArgument(body, e);
  if (!type || type.kind === "wrong") return wrongValue;
  const c = call("sizeof", atom(declareStorage(body.world.spans, type, "", false)));
  return { type: INTEGERS.u32, c: cast("u32", c), effects: 0, simple: true };
}

function offsetOf(body: Body, e: Call): Value {
  const type = typeArgument(body, e);
  const [field] = e.args;
  if (type?.kind !== "class" || field?.kind !== "text")
    return misuse(body, e, "a class and the name of a field as a literal are needed");
  if (type.info.word) return misuse(body, e, "bits have no offset in bytes");
  const c = call("__builtin_offsetof", atom(`struct ${type.info.cName}`), atom(cField(field.value)));
  return { type: INTEGERS.u32, c: cast("u32", c), effects: 0, simple: true };
}

function panic(body: Body, e: Call): Value {
  const [message] = e.args;
  const text = message ? lowerAs(body, message, STRING) : wrongValue;
  if (text.type.kind === "wrong") return { ...wrongValue, type: NEVER };
  const [file, line] = body.where(e.at) as [CExpression, CExpression];
  const c =
    text.text === undefined
      ? call("ts2c_panic", text.c, unary("*", file), line)
      : call("ts2c_panic_text", atom(quote(new TextEncoder().encode(text.text))), unary("*", file), line);
  return { type: NEVER, c, effects: text.effects | WRITES_MEMORY };
}

function print(body: Body, e: Call): Value {
  if (body.world.target !== "host") body.report(e.at, "hostOnly", "print");
  const value = argument(body, e, 0, ANY_INTEGER);
  if (value.type.kind === "wrong") return { ...wrongValue, type: VOID };
  const shown = printable(body, value, e);
  const suffix = printSuffix(shown.type);
  if (suffix === null) return misuse(body, e, `it does not take \`${typeName(shown.type)}\``);
  return { type: VOID, c: call(`ts2c_print_${suffix}`, shown.c), effects: shown.effects | WRITES_MEMORY };
}

/** A literal in the type that it is printed in: the narrowest of the integers, `f64`. */
function printable(body: Body, value: Value, e: Call): Value {
  if (value.type.kind === "literal") return convert(body, value, ANY_INTEGER, e.at);
  return value.type.kind === "fraction" ? convert(body, value, FLOATS.f64, e.at) : value;
}

/** Which of the run-time header's functions prints a type; null when none does. */
function printSuffix(type: Type): string | null {
  const integer = integerOf(type);
  if (integer) return integer.signed ? "i64" : "u64";
  if (type.kind === "float") return typeName(type);
  return type.kind === "string" || type.kind === "bool" ? type.kind : null;
}

/** The address that a memory intrinsic is given. */
export function addressArgument(body: Body, e: Call, position: number): Value {
  const found = e.args[position];
  return found ? lowerAs(body, found, ANY_INTEGER) : wrongValue;
}

function referenceAt(body: Body, e: Call, expected: Type | undefined): Value {
  allowIntrinsic(body, e.name, e.at);
  const type = typeArgument(body, e, expected);
  const where = addressArgument(body, e, 0);
  if (!type || type.kind === "wrong" || where.type.kind === "wrong") return wrongValue;
  if (!isReference(type)) return misuse(body, e, `\`${typeName(type)}\` is not a class or FixedArray`);
  const pointer = cast(declareValue(body.world.spans, type, ""), cast("ts2c_address", where.c));
  return { type, c: pointer, effects: where.effects };
}

function addressOf(body: Body, e: Call): Value {
  allowIntrinsic(body, e.name, e.at);
  const value = argument(body, e, 0);
  const result = (c: CExpression): Value => ({
    type: INTEGERS.u32,
    c: cast("u32", cast("ts2c_address", c)),
    effects: value.effects,
  });
  const { type } = value;
  if (type.kind === "wrong") return wrongValue;
  if (type.kind === "span" || type.kind === "string") return result(member(value.c, "data", false));
  if (isReference(type) || type.kind === "nullable" || type.kind === "function")
    return result(referenceC(value));
  const [found] = e.args;
  const inMemory =
    value.lvalue &&
    !(
      found?.kind === "name" &&
      found.declaration.kind === "variable" &&
      found.declaration.scope !== "module"
    );
  return inMemory
    ? result(addressOfC(value.c))
    : misuse(body, e, `\`${typeName(type)}\` here has no address`);
}

const TABLE: Record<string, Lowering> = {
  format: lowerFormat,
  hex: (body, e) => misuse(body, e, "it stands in the template literal of `format`"),
  zeroed: (body, e) =>
    misuse(body, e, "it starts a field, a module variable, or a local `const` of a class or array type"),
  arrayOf: (body, e) => misuse(body, e, "it starts a module variable or a local `const`"),
  symbol: (body, e) => {
    body.report(e.at, "symbolUse");
    return wrongValue;
  },
  spanOf,
  subSpan,
  bytesOf,
  stringOf,
  copy,
  sizeOf,
  offsetOf,
  panic,
  print,
  referenceAt,
  spanAt,
  addressOf,
};
