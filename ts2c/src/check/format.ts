/**
 * `format(buffer, `…`)`: the pieces of a template literal, written into a buffer one after the other.
 *
 * Invariants: all values are computed before anything is written, as in JavaScript; no piece is larger than the buffer
 * allows, which the run-time header sees to.
 */
import { addressOf, atom, type CExpression, type CStatement, call, cast, member } from "../c/tree.ts";
import type { Expression } from "../tree.ts";
import { afterSteps, type Body } from "./body.ts";
import { convert } from "./convert.ts";
import { lowerAs, lowerExpression, textValue } from "./expressions.ts";
import { ANY_INTEGER, INTEGERS, STRING, sameType, type Type, typeName, wrap } from "./types.ts";
import { integerOf, integerValue, READS_MEMORY, type Value, WRITES_MEMORY, wrongValue } from "./value.ts";

type Intrinsic = Expression & { kind: "intrinsic" };

const BYTES: Type = { kind: "span", element: INTEGERS.u8, volatile: false };

/** More digits than this, four times what the widest integer has, are taken for a mistake where they are a constant. */
const HEX_DIGITS_MAX = 64n;

/** A call of `format`. */
export function lowerFormat(body: Body, e: Intrinsic): Value {
  const [target, template] = e.args;
  if (!target || !template) return wrongValue;
  const buffer = lowerExpression(body, target, BYTES);
  if (template.kind !== "template" || !sameType(buffer.type, BYTES)) {
    const why = template.kind === "template" ? "its buffer is a Span<u8>" : "it takes a template literal";
    if (buffer.type.kind !== "wrong") body.report(e.at, "intrinsicUse", e.name, why);
    return wrongValue;
  }
  const span = body.keep(buffer);
  const text = atom(body.temporaryName());
  const steps: CStatement[] = [span.step];
  const writes: CStatement[] = [];
  let effects = buffer.effects | READS_MEMORY | WRITES_MEMORY;
  const write = (name: string, ...args: CExpression[]) =>
    writes.push({ k: "expression", e: call(`ts2c_put_${name}`, addressOf(text), ...args), at: null });
  for (const [position, piece] of template.texts.entries()) {
    if (piece !== "") write("string", textValue(piece).c);
    const value = template.values[position];
    const lowered = value && lowerPiece(body, value);
    if (value && !lowered) return wrongValue;
    if (!lowered) continue;
    effects |= lowered.effects;
    const kept = lowered.args.map((argument) => {
      if (argument.constant !== undefined || argument.text !== undefined) return argument.c;
      const one = body.keep(argument);
      steps.push(one.step);
      return one.value.c;
    });
    write(lowered.name, ...kept);
  }
  const start = [member(span.value.c, "data", false), member(span.value.c, "length", false), atom("0")];
  steps.push({
    k: "declare",
    text: `struct ts2c_text ${text.k === "atom" ? text.text : ""}`,
    init: { k: "compound", type: "", items: start },
    usage: null,
    at: null,
  });
  const items = [member(text, "data", false), member(text, "length", false)];
  const c = afterSteps([...steps, ...writes], { k: "compound", type: "ts2c_string", items });
  return { type: STRING, c, effects, origin: buffer.origin ?? 0 };
}

interface Piece {
  readonly name: string;
  readonly args: Value[];
  readonly effects: number;
}

/** How a value is written; null after reporting. */
function lowerPiece(body: Body, e: Expression): Piece | null {
  if (e.kind === "intrinsic" && e.name === "hex") return lowerHex(body, e);
  const found = lowerExpression(body, e, undefined);
  const value = found.type.kind === "literal" ? convert(body, found, ANY_INTEGER, e.at) : found;
  const integer = integerOf(value.type);
  const { kind } = value.type;
  if (kind === "wrong") return null;
  if (!integer && kind !== "string" && kind !== "bool") {
    body.report(e.at, "intrinsicUse", "format", `it does not take \`${typeName(value.type)}\``);
    return null;
  }
  const name = integer ? (integer.signed ? "i64" : "u64") : kind;
  return { name, args: [value], effects: value.effects };
}

function lowerHex(body: Body, e: Intrinsic): Piece | null {
  const [first, second] = e.args;
  if (!first) return null;
  const found = lowerAs(body, first, ANY_INTEGER);
  const digits = second ? lowerAs(body, second, INTEGERS.u32) : integerValue(INTEGERS.u32, 1n);
  const integer = integerOf(found.type);
  if (!integer || digits.type.kind === "wrong") return null;
  if (second && (digits.constant ?? 0n) > HEX_DIGITS_MAX) {
    body.report(second.at, "intrinsicUse", "hex", `a constant asks for at most ${HEX_DIGITS_MAX} digits`);
    return null;
  }
  const unsigned = INTEGERS[`u${integer.bits}`];
  const value: Value =
    found.constant === undefined
      ? { ...found, type: unsigned, c: cast(typeName(unsigned), found.c) }
      : integerValue(unsigned, wrap(found.constant, unsigned));
  const base = integerValue(INTEGERS.u32, 16n);
  return { name: "digits", args: [value, base, digits], effects: value.effects | digits.effects };
}
