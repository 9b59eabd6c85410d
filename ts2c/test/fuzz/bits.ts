/**
 * Classes that are one word: fields of a few bits, of the whole word, and such that overlap.
 *
 * Invariant: what is written into a field is masked to its width, nearly always.
 */
import { indexFor } from "./elements.ts";
import { integerExpression, literal } from "./integers.ts";
import type { Random } from "./random.ts";
import { check } from "./statements.ts";
import { atom, binary, call, type Expression, type Statement, type Typed } from "./tree.ts";
import { bitsOf, isBig } from "./widths.ts";
import type { Globals, Scope } from "./world.ts";

const WORDS = ["u8", "u16", "u32", "u64"] as const;
export type WordName = (typeof WORDS)[number];

export interface BitsInfo {
  readonly word: WordName;
  readonly name: string;
  readonly width: number;
}

const COUNT = 3;

/** A class for each unsigned type, one object of it and an array of some. */
export function declareBits(random: Random, globals: Globals): Statement[] {
  return WORDS.flatMap((word) => {
    const all = bitsOf(word);
    const type = random.percent(40) ? `Volatile<${word}>` : word;
    const zero = isBig(word) ? "0n" : "0";
    const fields = Array.from({ length: random.below(4) + 2 }, (_, index) => {
      const first = random.below(all - 1);
      const end = random.pick([all, all - 1, first + 1, first + 1 + random.below(all - first)]);
      const width = Math.max(end - first, 1);
      globals.bits.push({ word, name: `b${index}`, width });
      return `b${index}: Bits<${type}, ${first}, ${width}> = ${zero};`;
    });
    fields.push(`all: Bits<${type}, 0, ${all}> = ${zero};`);
    globals.bits.push({ word, name: "all", width: all });
    const lines = [
      `class Word_${word} { ${fields.join(" ")} }`,
      `const word_${word}: Word_${word} = zeroed();`,
      `${random.percent(50) ? "@packed " : ""}class Bank_${word} { first: u8 = 0; words: FixedArray<Word_${word}, ${COUNT}> = zeroed(); last: u8 = 0; }`,
      `const bank_${word}: Bank_${word} = zeroed();`,
    ];
    return lines.map((text): Statement => ({ parts: [text] }));
  });
}

/** A field of some object; undefined when there is none of this type. */
function place(scope: Scope, word: WordName): { e: Expression; width: number } {
  const { random, globals } = scope;
  const field = random.pick(globals.bits.filter((bits) => bits.word === word));
  const words: Expression = { kind: "member", object: atom(`bank_${word}`), name: "words" };
  const object: Expression = random.percent(50)
    ? atom(`word_${word}`)
    : { kind: "index", object: words, index: indexFor(scope, COUNT, 1) };
  return { e: { kind: "member", object, name: field.name }, width: field.width };
}

/** A field's value; undefined for signed types. */
export function bitsValue(scope: Scope, type: string): Typed | undefined {
  const word = WORDS.find((name) => name === type);
  if (!word) return undefined;
  return { e: call(word, place(scope, word).e), type: word, plain: false };
}

/** Writes a field in one of the ways there are, and looks at the whole word. */
export function bitsStatements(scope: Scope): Statement[] {
  const { random } = scope;
  const word = random.pick(WORDS);
  const { e, width } = place(scope, word);
  const ones = (1n << BigInt(width)) - 1n;
  const value = integerExpression(scope, word, 2);
  const fits = value.constant === undefined ? value.e : atom(`g_${word}`);
  const masked = random.percent(97) && width < bitsOf(word) ? binary("&", fits, literal(ones, word).e) : fits;
  const look = e.kind === "member" && e.object.kind === "atom" ? look64(scope, word) : lookAll(scope, word);
  const constant = literal(random.wide() & ones, word).e;
  return random.weighted<() => Statement[]>([
    [6, () => [{ parts: [e, " = ", call(word, masked), ";"] }, ...look]],
    [2, () => [{ parts: [e, " = ", constant, ";"] }, ...look]],
    [3, () => [{ parts: [e, ` ${random.pick(["|=", "&=", "^="])} `, masked, ";"] }, ...look]],
    [1, () => [{ parts: [e, random.pick(["++;", "--;"])] }, ...look]],
    [
      1,
      () => [
        { parts: [e, " >>>= ".replace(">>>", isBig(word) ? ">>" : ">>>"), literal(1n, word).e, ";"] },
        ...look,
      ],
    ],
  ])();
}

function look64(scope: Scope, word: WordName): Statement[] {
  return [check(scope, call("u64", atom(`word_${word}.all`)))];
}

/** The words of the bank and what lies beside them. */
function lookAll(scope: Scope, word: WordName): Statement[] {
  const index = scope.random.below(COUNT);
  return [
    check(scope, call("u64", atom(`bank_${word}.words[${index}].all`))),
    check(scope, call("u64", atom(`bank_${word}.last`))),
  ];
}
