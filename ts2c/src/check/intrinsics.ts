/**
 * The library's special functions: conversions, storage, windows, sizes, raw memory.
 */
import { addressOf as addressOfC, atom, type CExpression, call, cast, member, unary } from "../c/tree.ts";
import type { Expression, TypeSyntax } from "../tree.ts";
import { allowReference } from "./alignment.ts";
import { afterSteps, type Body } from "./body.ts";
import { allowIntrinsic } from "./capabilities.ts";
import { lowerChecked } from "./checked.ts";
import { convert } from "./convert.ts";
import { declareStorage, declareValue } from "./ctypes.ts";
import { lowerAs, lowerExpression } from "./expressions.ts";
import { convertToFloat, convertToWhole, isFloat } from "./floats.ts";
import { lowerFormat } from "./format.ts";
import { cField } from "./members.ts";
import { isWidthless } from "./operators.ts";
import { resolveField, resolveType } from "./resolve.ts";
import {
  ANY_INTEGER,
  FLOATS,
  fits,
  INTEGERS,
  type IntegerType,
  integerName,
  integerNamed,
  isReference,
  NEVER,
  range,
  STRING,
  sameType,
  type Type,
  typeName,
  VOID,
  wrap,
} from "./types.ts";
import {
  integerOf,
  integerValue,
  READS_MEMORY,
  referenceC,
  TRAPS,
  type Value,
  WRITES_MEMORY,
  wrongValue,
} from "./value.ts";

type Call = Expression & { kind: "intrinsic" };
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

function misuse(body: Body, e: Call, why: string): Value {
  body.report(e.at, "intrinsicUse", e.name, why);
  return wrongValue;
}

function argument(body: Body, e: Call, position: number, expected?: Type): Value {
  const found = e.args[position];
  return found ? lowerExpression(body, found, expected) : wrongValue;
}

function convertExplicitly(body: Body, e: Call, type: IntegerType): Value {
  const [only] = e.args;
  const value = argument(body, e, 0, only && isWidthless(only) ? { ...type, address: null } : undefined);
  if (value.type.kind === "wrong") return { ...wrongValue, type };
  if (isFloat(value.type)) return convertToWhole(body, e, value, type);
  if (value.constant !== undefined) return integerValue(type, wrap(value.constant, type));
  const source = integerOf(value.type);
  if (!source && value.type.kind !== "bool")
    return misuse(body, e, `it does not take \`${typeName(value.type)}\``);
  const { lvalue: _, volatile: __, place: ___, max, ...rest } = value;
  const kept = source && !source.signed && max !== undefined && fits(max, type) ? { max } : {};
  const same = source && source.bits === type.bits && source.signed === type.signed;
  const widened =
    source && !source.signed && type.bits > source.bits && max === undefined
      ? { max: range(source).max }
      : {};
  return { ...rest, ...kept, ...widened, type, c: same ? value.c : cast(integerName(type), value.c) };
}

/** Math.min is not for bigint. */
function smaller(a: bigint, b: bigint): bigint {
  return [a, b].sort((x, y) => (x < y ? -1 : 1))[0] ?? a;
}

function convertChecked(body: Body, e: Call, type: IntegerType): Value {
  const [only] = e.args;
  const value = argument(body, e, 0, only && isWidthless(only) ? type : undefined);
  if (value.type.kind === "wrong") return { ...wrongValue, type };
  if (isFloat(value.type)) return convertToWhole(body, e, value, type);
  const source = integerOf(value.type);
  if (value.constant !== undefined) {
    if (fits(value.constant, type)) return integerValue(type, value.constant);
    body.report(e.at, "doesNotFit", String(value.constant), typeName(type));
    return wrongValue;
  }
  if (!source) return misuse(body, e, `it does not take \`${typeName(value.type)}\``);
  const from = range(source);
  const to = range(type);
  const { lvalue: _, volatile: __, ...rest } = value;
  if (from.min >= to.min && from.max <= to.max) return { ...rest, type, c: cast(integerName(type), value.c) };
  const wide: IntegerType = {
    kind: "integer",
    bits: source.bits === 64 ? 64 : 32,
    signed: source.signed,
    address: null,
  };
  const most = integerValue(wide, smaller(to.max, range(wide).max)).c;
  const least = integerValue(wide, -smaller(-to.min, -range(wide).min)).c;
  const limits = source.signed ? [least, most] : [most];
  const c = call(`ts2c_fit_${integerName(wide)}`, value.c, ...limits, ...body.where(e.at));
  return { ...rest, type, c: cast(integerName(type), c), effects: value.effects | TRAPS, simple: false };
}

function spanArgument(body: Body, e: Call, position: number): Value | null {
  const value = argument(body, e, position);
  if (value.type.kind === "span") return value;
  if (value.type.kind !== "wrong") misuse(body, e, "a Span is needed");
  return null;
}

type SpanType = Type & { kind: "span" };

const BYTES: SpanType = { kind: "span", element: INTEGERS.u8, volatile: false };

function makeSpan(body: Body, type: SpanType, data: CExpression, length: CExpression): CExpression {
  return { k: "compound", type: `struct ${body.world.spans.tag(type)}`, items: [data, length] };
}

function spanOf(body: Body, e: Call): Value {
  const array = argument(body, e, 0);
  if (array.type.kind === "wrong") return array;
  if (array.type.kind !== "array") return misuse(body, e, "a FixedArray is needed");
  if (!allowReference(body, array, e.args[0]?.at ?? e.at)) return wrongValue;
  const { element, volatile, length } = array.type;
  const type: SpanType = { kind: "span", element, volatile };
  const c = makeSpan(body, type, array.c, atom(`${length}u`));
  return { type, c, effects: array.effects, origin: array.origin ?? 0 };
}

function subSpan(body: Body, e: Call): Value {
  const span = spanArgument(body, e, 0);
  const [, start, length] = e.args;
  if (!span || !start || !length || span.type.kind !== "span") return wrongValue;
  const args = [span, lowerAs(body, start, INTEGERS.u32), lowerAs(body, length, INTEGERS.u32)];
  if (args.some((value) => value.type.kind === "wrong")) return wrongValue;
  const ordered = body.inOrder(args);
  const steps = [...ordered.steps];
  const [s, a, n] = ordered.values.map((value) => {
    const single = body.once(value);
    steps.push(...single.steps);
    return single.value.c;
  }) as [CExpression, CExpression, CExpression];
  const checked = call("ts2c_part", a, n, member(s, "length", false), ...body.where(e.at));
  const data = { k: "binary", op: "+", l: member(s, "data", false), r: checked } as const;
  const c = afterSteps(steps, makeSpan(body, span.type, data, n));
  const effects = args.reduce((sum, value) => sum | value.effects, TRAPS);
  return { type: span.type, c, effects, origin: span.origin ?? 0 };
}

function bytesOf(body: Body, e: Call): Value {
  const text = argument(body, e, 0);
  if (text.type.kind !== "string")
    return text.type.kind === "wrong" ? text : misuse(body, e, "a string is needed");
  const { steps, value } = body.once(text);
  const data = cast("u8 *", member(value.c, "data", false));
  const c = afterSteps(steps, makeSpan(body, BYTES, data, member(value.c, "length", false)));
  return { type: BYTES, c, effects: text.effects, origin: text.origin ?? 0 };
}

function stringOf(body: Body, e: Call): Value {
  const span = spanArgument(body, e, 0);
  if (!span) return wrongValue;
  if (span.type.kind !== "span" || !sameType(span.type, BYTES))
    return misuse(body, e, "a Span<u8> is needed");
  const { steps, value } = body.once(span);
  const items = [member(value.c, "data", false), member(value.c, "length", false)];
  const c = afterSteps(steps, { k: "compound", type: "ts2c_string", items });
  return { type: STRING, c, effects: span.effects, origin: span.origin ?? 0 };
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
  const c = call("ts2c_panic", text.c, unary("*", file), line);
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

function address(body: Body, e: Call, position: number): Value {
  const found = e.args[position];
  return found ? lowerAs(body, found, ANY_INTEGER) : wrongValue;
}

function referenceAt(body: Body, e: Call, expected: Type | undefined): Value {
  allowIntrinsic(body, e.name, e.at);
  const type = typeArgument(body, e, expected);
  const where = address(body, e, 0);
  if (!type || type.kind === "wrong" || where.type.kind === "wrong") return wrongValue;
  if (!isReference(type)) return misuse(body, e, `\`${typeName(type)}\` is not a class or FixedArray`);
  const pointer = cast(declareValue(body.world.spans, type, ""), cast("ts2c_address", where.c));
  return { type, c: pointer, effects: where.effects };
}

function spanAt(body: Body, e: Call, expected: Type | undefined): Value {
  allowIntrinsic(body, e.name, e.at);
  const [syntax] = e.types;
  const type = spanTypeOf(body, syntax, expected);
  if (!type) return misuse(body, e, "the type is missing: write it between `<` and `>`");
  const where = address(body, e, 0);
  const [, lengthArgument] = e.args;
  const length = lengthArgument ? lowerAs(body, lengthArgument, INTEGERS.u32) : wrongValue;
  if (where.type.kind === "wrong" || length.type.kind === "wrong") return wrongValue;
  const { steps, values } = body.inOrder([where, length]);
  const [at, count] = values as [Value, Value];
  const { element, volatile } = type;
  const name = element.kind === "array" ? "(*)" : "*";
  const pointer = cast(declareStorage(body.world.spans, element, name, volatile), cast("ts2c_address", at.c));
  const c = afterSteps(steps, makeSpan(body, type, pointer, count.c));
  return { type, c, effects: where.effects | length.effects };
}

function spanTypeOf(body: Body, syntax: TypeSyntax | undefined, expected: Type | undefined): SpanType | null {
  if (!syntax) return expected?.kind === "span" ? expected : null;
  const { type, volatile } = resolveField(body.world, syntax);
  return { kind: "span", element: type, volatile };
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
