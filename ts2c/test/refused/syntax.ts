import "./support/empty.ts";
import * as everything from "./support/empty.ts"; // error: K2031 8
import defaulted from "./support/empty.ts"; // error: K2031 1, TS1192 8
export * from "./support/empty.ts"; // error: K2031 1
export default 5; // error: K2031 1
namespace Space { // error: K2001 1
  export const x = 1;
}
let word: u32 = 0;
var old: u32 = 0; // error: K2001 1
word = 1; // error: K2001 1
const first: u32 = word; // error: K2024 20
const a: u32 = b; // error: K2040 7, TS2448 16, TS2454 16
const b: u32 = a;
type Many<T> = T | null;
declare const missing: u32;

export function expressions(flag: bool): void {
  const list = [1, 2]; // error: K2001 16
  const text = `a${word}`; // error: K2072 16
  const plain = `a`; // error: K2072 17
  const pattern = /a/; // error: K2001 19
  const kind = typeof word; // error: K2001 16
  const nothing = void 0; // error: K2001 19
  const value = (word = 1); // error: K2018 18
  const comma = (word, 1); // error: TS2695 18, K2001 22
  const power = word ** 2; // error: K2001 22
  const chained = text?.length; // error: K2001 19
  const spread = arrayOf(...list); // error: K2029 9, K2001 26
  const functionValue = function (): void {}; // error: K2001 25
  const classValue = class {}; // error: K2001 22
  const satisfied = 1 satisfies number; // error: K2001 21
  const unset = undefined; // error: K2001 17
  const self = this; // error: K2001 16, TS2683 16
  const { length } = text; // error: K2001 9
  delete word; // error: K2001 3, TS1102 10, TS2703 10
}

export function statements(): void {
  for (const key in word) word = 1; // error: K2001 3
  outer: while (true) { // error: K2001 3
    break outer;
  }
  try { // error: K2001 3
    throw word;
  } catch {}
  debugger; // error: K2001 3
  function inner(): void {} // error: K2001 3
  class Inner {} // error: K2001 3
  enum Nested {} // error: K2001 3
  type Local = u32; // error: K2001 3
  for (word of [1]) word = 2; // error: K2001 8
  with (word) word = 1; // error: K2001 3, TS1101 3, TS2410 3
}

export function* generator(): void { // error: K2001 1, TS2505 31
  yield 1; // error: K2001 3
}
export async function later(): void { // error: K2001 1
  await word; // error: K2001 3
}
export function optional(a?: u32, b: u32 = 1, ...rest: u32[]): void {} // error: K2001 26, K2001 35, K2001 47, K2029 47
export function generic<T = u32>(value: T): void {} // error: K2001 25
export function overloaded(a: u32): void; // error: K2001 1
export function overloaded(a: u32): void {}
export function captures(limit: u32): void {
  const compare: (x: u32) => bool = (x: u32): bool => x < limit; // error: K2030 59
  const inferred = (x) => x; // error: K2029 20, K2029 21, TS7006 21
}
