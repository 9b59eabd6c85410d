/**
 * Fields, lengths, and checked indexing.
 */
import {
  addressOf as addressOfC,
  atom,
  type CExpression,
  type CStatement,
  call,
  declareTemporary,
  index as indexC,
  member,
  unary,
} from "../c/tree.ts";
import type { Expression } from "../tree.ts";
import { allowReference, declarePointer, elementAlignment, fieldAlignment } from "./alignment.ts";
import { readBits } from "./bits.ts";
import { afterSteps, type Body, insteadOf, type LocalInfo } from "./body.ts";
import { throughPointer } from "./escape.ts";
import { lowerExpression, narrow } from "./expressions.ts";
import { callMember, memberOf } from "./methods.ts";
import { canPoint, INTEGERS, type IntegerType, isReference, type Type, typeName } from "./types.ts";
import {
  integerOf,
  integerValue,
  READS_MEMORY,
  TRAPS,
  type Value,
  WRITES_MEMORY,
  wrongValue,
} from "./value.ts";

/** `object.name`. */
export function lowerMember(body: Body, e: Expression & { kind: "member" }): Value {
  // A constant length takes the object's place: then C does not see it read.
  const reads = e.name === "length" ? [...body.locals.values()].map(readsOf) : [];
  const object = lowerExpression(body, e.object, undefined);
  const { type } = object;
  if (type.kind === "class") {
    const field = type.info.fields.find((found) => found.name === e.name);
    const getter = !field && memberOf(type.info, e.name, "getter");
    if (getter)
      return allowReference(body, object, e.at) ? callMember(body, object, getter, [], e.at) : wrongValue;
    if (e.method?.role === "method") body.report(e.at, "methodValue", e.name);
    if (!field) return wrongValue;
    if (field.bits) return readBits(object, type.info, field.bits);
    const c = member(object.c, cField(e.name), !object.place);
    const aligned = fieldAlignment(body.world, object, type.info, e.name, field.type);
    return narrow(body, inMemory(object, field.type, c, field.volatile, e.name, aligned), e, false);
  }
  if (type.kind === "union" && e.name === type.info.tag) {
    const c = member(object.c, cField(e.name), true);
    return {
      type: type.info.type,
      c,
      effects: object.effects | READS_MEMORY,
      simple: object.simple === true,
    };
  }
  if (e.name === "length" && type.kind === "array") {
    const length = insteadOf(object, integerValue(INTEGERS.u32, BigInt(type.length)));
    if (length.constant !== undefined) for (const [usage, count] of reads) usage.reads = count;
    return length;
  }
  if (e.name === "length" && (type.kind === "span" || type.kind === "string")) {
    if (object.text !== undefined)
      return integerValue(INTEGERS.u32, BigInt(new TextEncoder().encode(object.text).length));
    return {
      type: INTEGERS.u32,
      c: member(object.c, "length", false),
      effects: object.effects,
      simple: object.simple === true,
    };
  }
  if (type.kind !== "wrong") body.report(e.at, "wrongOperand", `.${e.name}`, `\`${typeName(type)}\``);
  return wrongValue;
}

const C_WORDS = new Set(
  (
    "auto break case char const continue default do double else enum extern float for goto if inline int long register " +
    "restrict return short signed sizeof static struct switch typedef union unsigned void volatile while asm typeof bool " +
    "true false NULL linux unix i386"
  ).split(" "),
);

/** Whether a name cannot be a name in C. */
export function isWordOfC(name: string): boolean {
  return C_WORDS.has(name);
}

function readsOf({ usage }: LocalInfo): [LocalInfo["usage"], number] {
  return [usage, usage.reads];
}

/** A field's C name: C's own words get an underscore. */
export function cField(name: string): string {
  return C_WORDS.has(name) ? `${name}_` : name;
}

/** A field or element: in place, or a value to be read and assigned. */
function inMemory(
  object: Value,
  type: Type,
  c: CExpression,
  volatile: boolean,
  name: string,
  aligned: number | undefined,
): Value {
  const usage = { ...(object.usage ? { usage: object.usage } : {}), ...(aligned ? { aligned } : {}) };
  const base = { type, c, simple: object.simple === true && !volatile, ...usage };
  const origin = object.origin ?? 0;
  if (isReference(type)) {
    return { ...base, effects: object.effects, place: type.kind === "class", embedded: name, origin };
  }
  const effects = object.effects | (volatile ? WRITES_MEMORY : READS_MEMORY);
  const reachable = canPoint(type) ? throughPointer(origin) : 0;
  return { ...base, effects, lvalue: true, volatile, origin: reachable, addressEffects: object.effects };
}

/** `object[index]`, checked unless the index is proved to be inside. */
export function lowerIndex(body: Body, e: Expression & { kind: "index" }): Value {
  const object = lowerExpression(body, e.object, undefined);
  const index = lowerExpression(body, e.index, INTEGERS.u32);
  if (object.type.kind === "wrong" || index.type.kind === "wrong") return wrongValue;
  if (object.type.kind !== "array" && object.type.kind !== "span") {
    body.report(e.at, "wrongOperand", "[ ]", `\`${typeName(object.type)}\``);
    return wrongValue;
  }
  const position = indexValue(body, index, e.index);
  if (!position) return wrongValue;
  const element = elementAt(body, object, position, e);
  return element.type.kind === "wrong" ? element : narrow(body, element, e, false);
}

/** The index as an unsigned integer of at most 32 bits. */
function indexValue(body: Body, value: Value, e: Expression): Value | null {
  if (value.type.kind === "literal") {
    const constant = value.constant ?? 0n;
    if (constant >= 0n && constant < 1n << 32n) return integerValue(INTEGERS.u32, constant);
    body.report(e.at, "doesNotFit", String(constant), "u32");
    return null;
  }
  const type = integerOf(value.type);
  if (type && !type.signed && type.bits <= 32) return value;
  if (!type) body.report(e.at, "wrongOperand", "[ ]", `\`${typeName(value.type)}\``);
  else if (type.signed) body.report(e.at, "mixedSigns", "an index", typeName(value.type), "u32");
  else body.report(e.at, "lossy", typeName(value.type), "u32");
  return null;
}

function elementAt(body: Body, object: Value, position: Value, e: Expression & { kind: "index" }): Value {
  const { type } = object;
  if (type.kind === "array") {
    const length = BigInt(type.length);
    if (position.constant !== undefined && position.constant >= length) {
      body.report(e.index.at, "indexOutside", String(position.constant), String(type.length));
      return wrongValue;
    }
    const proved = isBelow(position, length);
    // The check of the index stands inside the brackets: what the object does must have happened before it.
    const checked = proved ? position : { ...position, effects: position.effects | TRAPS };
    const { steps, values } = body.inOrder([object, checked]);
    const [array, i] = values as [Value, Value];
    const inside = proved ? i.c : call("ts2c_at", i.c, atom(`${type.length}u`), ...body.where(e.index.at));
    return element(body, object, position, steps, indexC(array.c, inside), proved);
  }
  if (type.kind !== "span") return wrongValue;
  const { steps, values } = body.inOrder([object, position]);
  const [span, i] = values as [Value, Value];
  const single = body.once(span);
  const length = member(single.value.c, "length", false);
  const inside = call("ts2c_at", i.c, length, ...body.where(e.index.at));
  const c = indexC(member(single.value.c, "data", false), inside);
  return element(body, object, position, [...steps, ...single.steps], c, false);
}

function element(
  body: Body,
  object: Value,
  position: Value,
  steps: CStatement[],
  place: CExpression,
  proved: boolean,
): Value {
  if (object.type.kind !== "array" && object.type.kind !== "span") return wrongValue;
  const { element: type, volatile } = object.type;
  const aligned = elementAlignment(body.world, object, type);
  const c =
    steps.length === 0 ? place : unary("*", addressAfter(body, steps, place, { type, volatile, aligned }));
  const simple = object.simple === true && position.simple === true && steps.length === 0;
  const value = inMemory({ ...object, simple }, type, c, volatile, "an element", aligned);
  const more = position.effects | (proved ? 0 : TRAPS);
  const { addressEffects } = value;
  return {
    ...value,
    effects: value.effects | more,
    ...(addressEffects === undefined ? {} : { addressEffects: addressEffects | more }),
  };
}

/** The address of an element that is found after some steps, as a pointer that promises no more alignment than there is. */
function addressAfter(
  body: Body,
  steps: CStatement[],
  place: CExpression,
  { type, volatile, aligned }: { type: Type; volatile: boolean; aligned: number | undefined },
): CExpression {
  if (aligned === undefined) return afterSteps(steps, addressOfC(place));
  const name = body.temporaryName();
  const text = declarePointer(body, { type, volatile, aligned }, name);
  return afterSteps([...steps, declareTemporary(text, addressOfC(place))], atom(name));
}

function isBelow(value: Value, length: bigint): boolean {
  const type = integerOf(value.type) as IntegerType;
  const largest = value.constant ?? value.max ?? (1n << BigInt(type.bits)) - 1n;
  return largest < length;
}

/** `text.charCodeAt(index)`. */
export function lowerCharCodeAt(body: Body, object: Value, index: Value, e: Expression): Value {
  const position = indexValue(body, index, e);
  if (!position) return wrongValue;
  const { steps, values } = body.inOrder([object, position]);
  const [text, i] = values as [Value, Value];
  const single = body.once(text);
  const inside = call("ts2c_at", i.c, member(single.value.c, "length", false), ...body.where(e.at));
  const c = afterSteps([...steps, ...single.steps], indexC(member(single.value.c, "data", false), inside));
  return { type: INTEGERS.u8, c, effects: object.effects | position.effects | READS_MEMORY | TRAPS };
}
