/**
 * Bit fields: classes that are one word, each field some bits of it.
 *
 * Invariants: reading a field reads the word once; writing one reads it once and writes it once, so that the other bits
 * stay, and a field that is the whole word is only written. Nothing that does not fit is ever written.
 */
import { assign, binary, type CExpression, call, cast, member } from "../c/tree.ts";
import type { Position } from "../diagnostics.ts";
import type { Expression, FieldTree, TypeSyntax } from "../tree.ts";
import { afterSteps, type Body } from "./body.ts";
import { convert } from "./convert.ts";
import { lowerExpression } from "./expressions.ts";
import { arithmetic } from "./operators.ts";
import { lengthValue, resolveField } from "./resolve.ts";
import { SHIFTS, shift } from "./shifts.ts";
import {
  type BitRange,
  type ClassInfo,
  type IntegerType,
  integerName,
  type Type,
  typeName,
  VOID,
} from "./types.ts";
import { integerValue, READS_MEMORY, TRAPS, type Value, WRITES_MEMORY, wrongValue } from "./value.ts";
import type { World } from "./world.ts";

/** Adds a field of type `Bits<…>` to its class. */
export function addBits(
  world: World,
  info: ClassInfo,
  field: FieldTree,
  syntax: TypeSyntax & { kind: "library" },
): void {
  const [word, first, width] = syntax.args;
  if (!word || !first || !width) return;
  const { type, volatile } = resolveField(world, word);
  const bits = {
    first: Number(lengthValue(world, first) ?? -1n),
    width: Number(lengthValue(world, width) ?? 0n),
  };
  const why = problemWith(info, field, type, volatile, bits);
  if (why !== null) world.sink.report(field.at, "bitField", field.name, why);
  if (why !== null || type.kind !== "integer") return;
  world.hasBits = true;
  info.word = { type, volatile };
  const { name, initializer } = field;
  info.fields.push({ name, type, volatile, initializer, parameter: null, tag: null, bits, alignment: 0 });
}

function problemWith(
  info: ClassInfo,
  field: FieldTree,
  type: Type,
  volatile: boolean,
  { first, width }: BitRange,
): string | null {
  if (type.kind !== "integer" || type.signed) return `\`${typeName(type)}\` is no unsigned word`;
  if (first < 0 || width < 1 || first + width > type.bits)
    return `a constant range inside the ${type.bits} bits is needed`;
  if (field.initializer?.kind !== "integer" || field.initializer.value !== 0n) return "they start as zero";
  if (field.alignment) return "they lie where the word lies, so that `@align` stands before the class";
  if (info.fields.length > 0 && !info.word) return "the other fields are no bits";
  if (info.word && (info.word.type !== type || info.word.volatile !== volatile))
    return "the other fields are bits of another word";
  return null;
}

const maskOf = ({ width }: BitRange) => (1n << BigInt(width)) - 1n;

function wordOf(object: Value): CExpression {
  return member(object.c, "bits", !object.place);
}

/** The value of a field: one read of the word. */
export function readBits(object: Value, info: ClassInfo, range: BitRange): Value {
  if (!info.word) return wrongValue;
  const { type, volatile } = info.word;
  const effects = object.effects | (volatile ? WRITES_MEMORY : READS_MEMORY);
  const c = extract(type, range, wordOf(object));
  return { type, c, effects, max: maskOf(range), simple: object.simple === true && !volatile };
}

function extract(type: IntegerType, range: BitRange, word: CExpression): CExpression {
  const { first, width } = range;
  const shifted = first === 0 ? word : binary(">>", word, integerValue(type, BigInt(first)).c);
  if (width === type.bits) return word;
  const value =
    first + width === type.bits ? shifted : binary("&", shifted, integerValue(type, maskOf(range)).c);
  return type.bits < 32 ? cast(integerName(type), value) : value;
}

/** Some bits that are assigned. */
interface BitTarget {
  readonly object: Value;
  readonly info: ClassInfo;
  readonly range: BitRange;
}

/** The bits that an assignment's target is, or null. */
export function bitTarget(body: Body, e: Expression): BitTarget | null {
  if (!body.world.hasBits || e.kind !== "member") return null;
  const object = lowerExpression(body, e.object, undefined);
  if (object.type.kind !== "class" || !object.type.info.word) return null;
  const { info } = object.type;
  const range = info.fields.find((field) => field.name === e.name)?.bits;
  return range ? { object, info, range } : null;
}

/** `object.field = value` and `object.field op= value`, as a statement. */
export function assignBits(
  body: Body,
  { object: found, info, range }: BitTarget,
  operator: string,
  written: Expression,
  at: Position,
): Value {
  if (!info.word) return wrongValue;
  const { type } = info.word;
  const once = operator === "" ? { steps: [], value: found } : body.once(found);
  const object = once.value;
  const isShift = SHIFTS.includes(operator);
  const operand = lowerExpression(body, written, isShift ? undefined : type);
  const current = readBits(object, info, range);
  const result =
    operator === ""
      ? operand
      : isShift
        ? shift(body, operator, current, operand, undefined, at)
        : arithmetic(body, operator, current, operand, at);
  const value = convert(body, result, type, written.at);
  if (value.type.kind === "wrong") return wrongValue;
  const fitting = fit(body, value, type, range, at);
  if (!fitting) return wrongValue;
  const { steps, values } = body.inOrder([{ ...object, effects: object.effects | WRITES_MEMORY }, fitting]);
  const [place, bits] = values as [Value, Value];
  const single = body.once(place);
  const kept = body.once(bits);
  const word = wordOf(single.value);
  const c = assign("", word, insert(type, range, word, kept.value.c));
  const effects = found.effects | value.effects | READS_MEMORY | WRITES_MEMORY | TRAPS;
  return { type: VOID, c: afterSteps([...once.steps, ...steps, ...single.steps, ...kept.steps], c), effects };
}

/** The value, checked to have no more bits than the field. */
function fit(body: Body, value: Value, type: IntegerType, range: BitRange, at: Position): Value | null {
  const mask = maskOf(range);
  if (value.constant !== undefined && value.constant > mask) {
    body.report(at, "doesNotFit", String(value.constant), `${range.width} bits`);
    return null;
  }
  if (range.width === type.bits || (value.constant ?? value.max ?? mask + 1n) <= mask) return value;
  const helper = type.bits === 64 ? "ts2c_fit_u64" : "ts2c_fit_u32";
  const c = call(
    helper,
    value.c,
    integerValue({ ...type, bits: type.bits === 64 ? 64 : 32 }, mask).c,
    ...body.where(at),
  );
  return { ...value, c, effects: value.effects | TRAPS, simple: false };
}

function insert(type: IntegerType, range: BitRange, word: CExpression, value: CExpression): CExpression {
  if (range.width === type.bits) return value;
  const name = integerName(type);
  const first = BigInt(range.first);
  const others = integerValue(type, ((1n << BigInt(type.bits)) - 1n) ^ (maskOf(range) << first)).c;
  const moved =
    first === 0n ? cast(name, value) : binary("<<", cast(name, value), integerValue(type, first).c);
  const whole = binary("|", binary("&", word, others), moved);
  return type.bits < 32 ? cast(name, whole) : whole;
}
