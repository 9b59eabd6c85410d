/**
 * Text built by `format`: strings, integers of all types, bools, `hex`, in windows that are often too short.
 */
import { booleanExpression } from "./booleans.ts";
import { integerExpression } from "./integers.ts";
import { check } from "./statements.ts";
import { anyText } from "./texts.ts";
import { atom, call, type Expression, type Statement } from "./tree.ts";
import { INTEGER_NAMES } from "./widths.ts";
import type { Scope } from "./world.ts";

const BYTES = 48;
const WORDS = ["", "", " ", "=", "0x", "\\n", "\u00e9", "$", "a b", "\\u{1f600}", "\\`", "{}"];

/** A buffer, and a function that makes a number of a text: of its length and of every byte. */
export function declareFormats(): Statement[] {
  return [
    `const buffer: FixedArray<u8, ${BYTES}> = zeroed();`,
    "function seen(text: string): u64 { let sum: u64 = u64(text.length); for (const byte of bytesOf(text)) sum = sum * 31n + u64(byte); return sum; }",
  ].map((text) => ({ parts: [text] }));
}

function piece(scope: Scope): Expression {
  const { random } = scope;
  const type = random.pick(INTEGER_NAMES);
  const integer = () => call(type, integerExpression(scope, type, 2).e);
  return random.weighted<() => Expression>([
    [5, integer],
    [2, () => booleanExpression(scope, 2)],
    [3, () => anyText(scope, 1)],
    [2, () => call("hex", integer())],
    [2, () => call("hex", integer(), digits(scope))],
  ])();
}

function digits(scope: Scope): Expression {
  const { random } = scope;
  if (random.percent(80)) return atom(String(random.pick([0, 1, 2, 4, 8, 16, 17, 40])));
  // No constant asks for more than 64 digits (K2042), whatever constants are in it.
  const value = call("u32", integerExpression(scope, "u32", 1).e);
  return { kind: "binary", operator: "&", left: value, right: atom("63") };
}

/** Formats, and looks at the text and at what lies behind it. */
export function formatStatements(scope: Scope): Statement[] {
  const { random } = scope;
  const count = random.below(4);
  const template: Expression = {
    kind: "template",
    texts: Array.from({ length: count + 1 }, () => random.pick(WORDS)),
    values: Array.from({ length: count }, () => piece(scope)),
  };
  const whole = call("spanOf", atom("buffer"));
  const start = random.below(8);
  const length = random.below(random.percent(60) ? BYTES - start : 6);
  const window = random.percent(40)
    ? whole
    : call("subSpan", whole, atom(String(start)), atom(String(length)));
  const name = scope.name();
  return [
    { parts: [`const ${name} = `, call("format", window, template), ";"] },
    check(scope, call("seen", atom(name))),
    ...(random.percent(20) ? [check(scope, call("seen", call("stringOf", whole)))] : []),
  ];
}
