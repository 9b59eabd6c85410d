/**
 * Strings: lengths, bytes, equality; literals, elements, and windows on bytes.
 */
import { indexFor } from "./elements.ts";
import { atom, binary, call, type Expression, type Statement, type Typed } from "./tree.ts";
import type { Scope } from "./world.ts";

const TEXTS = ["", "a", "ab", "abc", "abd", "\u00e9t\u00e9", "0123456789", "a\\u0000b", "\\n\\\\"];
/** All texts of the table are this long, so that an index can be kept inside. */
const TABLE = ["kernel", "server", "Kernel", "kerne1"];
const LENGTH = 6;

/** The table of strings, and a function that gives one. */
export function declareTexts(): Statement[] {
  const items = TABLE.map((text) => JSON.stringify(text)).join(", ");
  return [
    `const texts: FixedArray<string, ${TABLE.length}> = arrayOf(${items});`,
    `let text: string = ${JSON.stringify(TABLE[0])};`,
    "function textAt(index: u32): string { return texts[index & 3]; }",
    "function setText(index: u32): void { text = textAt(index); }",
  ].map((line) => ({ parts: [line] }));
}

/** A string of the table. */
function longText(scope: Scope, depth: number): Expression {
  const { random } = scope;
  return random.weighted<() => Expression>([
    [2, () => atom("text")],
    [2, () => atom(JSON.stringify(random.pick(TABLE)))],
    [3, () => ({ kind: "index", object: atom("texts"), index: indexFor(scope, TABLE.length, depth) })],
    [3, () => call("textAt", call("u32", indexFor(scope, TABLE.length, depth)))],
  ])();
}

/** A string of any kind. */
export function anyText(scope: Scope, depth: number): Expression {
  const { random } = scope;
  if (random.percent(25)) return atom(`"${random.pick(TEXTS)}"`);
  if (random.percent(75)) return longText(scope, depth);
  const start = random.below(LENGTH);
  const length = random.below(LENGTH - start + 1);
  const bytes = call("bytesOf", longText(scope, depth));
  return call("stringOf", call("subSpan", bytes, atom(String(start)), atom(String(length))));
}

/** `text.length`. */
export function textLength(scope: Scope, depth: number): Typed {
  const object = anyText(scope, depth - 1);
  const e = call("u32", { kind: "member", object, name: "length" });
  if (object.kind !== "atom" || !object.text.startsWith('"')) return { e, type: "u32", plain: false };
  const bytes = new TextEncoder().encode(JSON.parse(object.text)).length;
  return { e, type: "u32", plain: false, constant: BigInt(bytes) };
}

/** `text.charCodeAt(index)`. */
export function textByte(scope: Scope, depth: number): Typed {
  const callee: Expression = { kind: "member", object: longText(scope, depth - 1), name: "charCodeAt" };
  const args = [call("u32", indexFor(scope, LENGTH, depth - 1))];
  return { e: call("u8", { kind: "call", callee, args }), type: "u8", plain: false };
}

/** Equality of two strings, one of which TypeScript does not know. */
export function textEquality(scope: Scope, depth: number): Expression {
  const { random } = scope;
  const known = call("textAt", call("u32", indexFor(scope, TABLE.length, depth - 1)));
  const other = anyText(scope, depth - 1);
  const operator = random.pick(["===", "!=="]);
  return random.percent(50) ? binary(operator, known, other) : binary(operator, other, known);
}
