/**
 * The functions of the library: conversions, storage, windows, printing. Raw memory and the machine do not exist here.
 */
import { compileCheckedArithmetic } from "./checked.ts";
import { type Compiled, compileAs, compileExpression, constantValue, failure } from "./expressions.ts";
import { compileToFloat, singleText, wholeOf } from "./floats.ts";
import { compileFormat } from "./format.ts";
import { offsetInBytes, sizeInBytes } from "./layout.ts";
import { isWidthless } from "./operators.ts";
import { OracleGap, Trap } from "./outcome.ts";
import type { Scope } from "./program.ts";
import { resolveType } from "./resolve.ts";
import { lineOf, ts } from "./syntax.ts";
import {
  fits,
  floatNamed,
  type IntegerType,
  integerNamed,
  NEVER,
  STRING,
  type Type,
  U8,
  U32,
  VOID,
  wrapper,
} from "./types.ts";
import { ArrayObject, copyInto, type Frame, SpanValue, TextValue, type Value, zeroOf } from "./values.ts";

type Call = ts.CallExpression;
type LibraryFunction = (scope: Scope, node: Call, expected: Type | undefined) => Compiled;

/** A call of a function that the program itself does not declare. */
export function compileLibraryCall(
  scope: Scope,
  name: string,
  node: Call,
  expected: Type | undefined,
): Compiled {
  const float = floatNamed(name);
  if (float) return compileToFloat(argument(scope, node, 0), float, node);
  const integer = integerNamed(name);
  if (integer) return compileConversion(scope, integer, node);
  const checked = name.startsWith("checked.") ? integerNamed(name.slice("checked.".length)) : undefined;
  if (checked) return compileChecked(scope, checked, node);
  const arithmetic = compileCheckedArithmetic(scope, name, node, expected);
  if (arithmetic) return arithmetic;
  const found = TABLE[name];
  if (!found) throw new OracleGap(`the library function ${name}`, node);
  return found(scope, node, expected);
}

function argument(scope: Scope, node: Call, position: number, expected?: Type): Compiled {
  const found = node.arguments[position];
  if (!found) throw new OracleGap("a missing argument", node);
  return expected ? compileAs(scope, found, expected) : compileExpression(scope, found, undefined);
}

/** The operand of a conversion; literals in it have the width that is asked for. */
function convertedOperand(scope: Scope, type: IntegerType, node: Call): Compiled {
  const [only] = node.arguments;
  if (!only) throw new OracleGap("a conversion of nothing", node);
  return compileExpression(scope, only, isWidthless(only) ? type : undefined);
}

/** `u8(x)`: the low bits. */
function compileConversion(scope: Scope, type: IntegerType, node: Call): Compiled {
  const value = convertedOperand(scope, type, node);
  if (value.type.kind === "float") return wholeNumber(scope, value, type, node);
  const fix = wrapper(type);
  if (value.constant !== undefined) return constantValue(type, fix(value.constant));
  const { run } = value;
  if (value.type.kind === "bool") return { type, run: (frame) => (run(frame) ? 1n : 0n) };
  return { type, run: (frame) => fix(run(frame) as bigint) };
}

/** `checked.u8(x)`: the same number, or a failed check. */
function compileChecked(scope: Scope, type: IntegerType, node: Call): Compiled {
  const value = convertedOperand(scope, type, node);
  if (value.type.kind === "float") return wholeNumber(scope, value, type, node);
  const { run } = value;
  const fail = failure(scope, "misfit", node);
  const check = (frame: Frame) => {
    const value = run(frame) as bigint;
    return fits(value, type) ? value : fail();
  };
  return { type, run: check };
}

/** A floating-point number without its fraction, where the integer holds the rest. */
function wholeNumber(scope: Scope, { run }: Compiled, type: IntegerType, node: Call): Compiled {
  const fail = failure(scope, "misfit", node);
  const whole = (frame: Frame): Value => {
    const value = wholeOf(run(frame) as number);
    return value !== undefined && fits(value, type) ? value : fail();
  };
  return { type, run: whole };
}

function typeArgument(scope: Scope, node: Call, expected: Type | undefined): Type {
  const [written] = node.typeArguments ?? [];
  const type = written ? resolveType(scope.module, written) : expected;
  if (!type) throw new OracleGap("a missing type", node);
  return type;
}

function zeroed(scope: Scope, node: Call, expected: Type | undefined): Compiled {
  const type = typeArgument(scope, node, expected);
  return { type, run: () => zeroOf(type) };
}

function arrayOf(scope: Scope, node: Call, expected: Type | undefined): Compiled {
  if (expected?.kind !== "array") throw new OracleGap("arrayOf without a type", node);
  const { element } = expected;
  const items = node.arguments.map((item) => compileAs(scope, item, element).run);
  return { type: expected, run: (frame) => new ArrayObject(items.map((item) => item(frame))) };
}

function spanOf(scope: Scope, node: Call): Compiled {
  const { type, run } = argument(scope, node, 0);
  if (type.kind !== "array") throw new OracleGap("spanOf of this", node);
  const { length, element } = type;
  return {
    type: { kind: "span", element },
    run: (frame) => new SpanValue((run(frame) as ArrayObject).slots, 0, length),
  };
}

function subSpan(scope: Scope, node: Call): Compiled {
  const { type, run } = argument(scope, node, 0);
  const start = argument(scope, node, 1, U32).run;
  const length = argument(scope, node, 2, U32).run;
  const fail = failure(scope, "bounds", node);
  const part = (frame: Frame): Value => {
    const span = run(frame) as SpanValue;
    const from = Number(start(frame));
    const count = Number(length(frame));
    if (from > span.length || count > span.length - from) fail();
    return new SpanValue(span.slots, span.start + from, count);
  };
  return { type, run: part };
}

function bytesOf(scope: Scope, node: Call): Compiled {
  const { run } = argument(scope, node, 0);
  const bytes = (frame: Frame) => {
    const text = run(frame) as TextValue;
    return new SpanValue(text.slots, text.start, text.length);
  };
  return { type: { kind: "span", element: U8 }, run: bytes };
}

function stringOf(scope: Scope, node: Call): Compiled {
  const { run } = argument(scope, node, 0);
  const text = (frame: Frame) => {
    const bytes = run(frame) as SpanValue;
    return new TextValue(bytes.slots, bytes.start, bytes.length);
  };
  return { type: STRING, run: text };
}

/** `text.charCodeAt(index)`. */
export function compileCharCodeAt(scope: Scope, text: Compiled, node: Call): Compiled {
  const index = argument(scope, node, 0, U32).run;
  const fail = failure(scope, "bounds", node.arguments[0] ?? node);
  const { run } = text;
  const byte = (frame: Frame) => {
    const found = run(frame) as TextValue;
    const position = Number(index(frame));
    return position < found.length ? found.slots[found.start + position] : fail();
  };
  return { type: U8, run: byte };
}

function copy(scope: Scope, node: Call): Compiled {
  const to = argument(scope, node, 0);
  const from = argument(scope, node, 1);
  const { type } = to;
  const run = (frame: Frame): Value => {
    const target = to.run(frame);
    copyInto(type, target, from.run(frame));
    return undefined;
  };
  return { type: VOID, run };
}

function sizeOf(scope: Scope, node: Call): Compiled {
  const type = typeArgument(scope, node, undefined);
  return constantValue(U32, BigInt(sizeInBytes(type, scope.module.machine.pointerBytes)));
}

function offsetOf(scope: Scope, node: Call): Compiled {
  const type = typeArgument(scope, node, undefined);
  const [name] = node.arguments;
  if (type.kind !== "class" || !name || !ts.isStringLiteral(name)) throw new OracleGap("this offset", node);
  return constantValue(U32, BigInt(offsetInBytes(type.info, name.text, scope.module.machine.pointerBytes)));
}

function panic(scope: Scope, node: Call): Compiled {
  const message = argument(scope, node, 0, STRING).run;
  const file = scope.module.shown;
  const line = lineOf(node);
  const stop = (frame: Frame): never => {
    throw new Trap(String(message(frame)), file, line);
  };
  return { type: NEVER, run: stop };
}

function print(scope: Scope, node: Call): Compiled {
  const { type, run } = argument(scope, node, 0);
  const single = type.kind === "float" && type.bits === 32;
  const { output } = scope.module.machine;
  const show = (frame: Frame): Value => {
    const value = run(frame);
    if (value instanceof TextValue) {
      for (let i = 0; i < value.length; i++) output.push(Number(value.slots[value.start + i]));
    } else {
      const text = single ? singleText(value as number) : String(value);
      for (const character of text) output.push(character.charCodeAt(0));
    }
    return undefined;
  };
  return { type: VOID, run: show };
}

/** The machine's clock stands still here: what a program prints must not depend on it. */
function readTimeStampLow(): Compiled {
  return constantValue(U32, 0n);
}

const TABLE: Readonly<Record<string, LibraryFunction>> = {
  format: compileFormat,
  zeroed,
  arrayOf,
  spanOf,
  subSpan,
  bytesOf,
  stringOf,
  copy,
  sizeOf,
  offsetOf,
  panic,
  print,
  readTimeStampLow,
};
