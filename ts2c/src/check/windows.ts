/**
 * Windows: spans over arrays, parts of them, strings and their bytes, memory at an address.
 *
 * Invariant: a window never reaches beyond what it is made of; only `spanAt` believes what it is told.
 */
import { atom, type CExpression, call, cast, member } from "../c/tree.ts";
import type { TypeSyntax } from "../tree.ts";
import { allowReference } from "./alignment.ts";
import { afterSteps, type Body } from "./body.ts";
import { allowIntrinsic } from "./capabilities.ts";
import { declareStorage } from "./ctypes.ts";
import { lowerAs } from "./expressions.ts";
import { addressArgument, argument, type Call, misuse } from "./intrinsics.ts";
import { resolveField } from "./resolve.ts";
import { INTEGERS, STRING, sameType, type Type } from "./types.ts";
import { TRAPS, type Value, wrongValue } from "./value.ts";

type SpanType = Type & { kind: "span" };

function spanArgument(body: Body, e: Call, position: number): Value | null {
  const value = argument(body, e, position);
  if (value.type.kind === "span") return value;
  if (value.type.kind !== "wrong") misuse(body, e, "a Span is needed");
  return null;
}

const BYTES: SpanType = { kind: "span", element: INTEGERS.u8, volatile: false };

function makeSpan(body: Body, type: SpanType, data: CExpression, length: CExpression): CExpression {
  return { k: "compound", type: `struct ${body.world.spans.tag(type)}`, items: [data, length] };
}

/** The window on a whole array. */
export function spanOf(body: Body, e: Call): Value {
  const array = argument(body, e, 0);
  if (array.type.kind === "wrong") return array;
  if (array.type.kind !== "array") return misuse(body, e, "a FixedArray is needed");
  if (!allowReference(body, array, e.args[0]?.at ?? e.at)) return wrongValue;
  const { element, volatile, length } = array.type;
  const type: SpanType = { kind: "span", element, volatile };
  const c = makeSpan(body, type, array.c, atom(`${length}u`));
  return { type, c, effects: array.effects, origin: array.origin ?? 0 };
}

/** A part of a window. */
export function subSpan(body: Body, e: Call): Value {
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

/** The bytes of a string as a window. */
export function bytesOf(body: Body, e: Call): Value {
  const text = argument(body, e, 0);
  if (text.type.kind !== "string")
    return text.type.kind === "wrong" ? text : misuse(body, e, "a string is needed");
  const { steps, value } = body.once(text);
  const data = cast("u8 *", member(value.c, "data", false));
  const c = afterSteps(steps, makeSpan(body, BYTES, data, member(value.c, "length", false)));
  return { type: BYTES, c, effects: text.effects, origin: text.origin ?? 0 };
}

/** The string over a window of bytes. */
export function stringOf(body: Body, e: Call): Value {
  const span = spanArgument(body, e, 0);
  if (!span) return wrongValue;
  if (span.type.kind !== "span" || !sameType(span.type, BYTES))
    return misuse(body, e, "a Span<u8> is needed");
  const { steps, value } = body.once(span);
  const items = [member(value.c, "data", false), member(value.c, "length", false)];
  const c = afterSteps(steps, { k: "compound", type: "ts2c_string", items });
  return { type: STRING, c, effects: span.effects, origin: span.origin ?? 0 };
}

/** The window at an address. */
export function spanAt(body: Body, e: Call, expected: Type | undefined): Value {
  allowIntrinsic(body, e.name, e.at);
  const [syntax] = e.types;
  const type = spanTypeOf(body, syntax, expected);
  if (!type) return misuse(body, e, "the type is missing: write it between `<` and `>`");
  const where = addressArgument(body, e, 0);
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
