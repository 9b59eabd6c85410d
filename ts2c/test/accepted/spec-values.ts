/* prints
all hold
*/
/** Chapters 7 to 10 of docs/language.md: bool, strings, enums, functions. */
import { check, finish } from "./support/check.ts";

enum Order {
  Zero,
  One,
  Five = 5,
  Six,
  Both = One | (Five << 4),
}

enum Signed {
  Below = -2,
  Above,
}

class Pair {
  first: u32 = 0;
  second: u32 = 0;
}

type Operation = (a: u32, b: u32) => u32;

class Command {
  name: string = "";
  run: Operation | null = null;
}

const pair: Pair = zeroed();
const operations: FixedArray<Operation, 2> = arrayOf(add, subtract);
const command: Command = zeroed();
const list: FixedArray<u32, 2> = zeroed();
let calls: u32 = 0;
let word: u32 = 5;
let truth: bool = true;
let missing: Pair | null = null;

function add(a: u32, b: u32): u32 {
  return a + b;
}

function subtract(a: u32, b: u32): u32 {
  return a - b;
}

function called(answer: bool): bool {
  calls += 1;
  return answer;
}

function bools(): void {
  const other: boolean = !truth;
  check("L-7.1", truth === true && other === false && u32(truth) === 1 && sizeOf<bool>() === 1);
  calls = 0;
  const both = called(false) && called(true);
  const either = called(true) || called(false);
  check("L-7.3 leaves out", !both && either && calls === 2);
  const reference = pair && truth;
  check("L-7.3 a bool", reference === true && (missing || truth) === true && !(missing && truth));
  calls = 0;
  const chosen = truth ? word : u32(called(true));
  check("L-7.3 one branch", chosen === 5 && calls === 0);
  const small: u8 = 200;
  const wide = truth ? small : word;
  check("L-7.4", wide + 100 === 300);
  check("L-7.5", truth !== other && (truth === other) === false && called(true) === truth);
}

function strings(): void {
  const text: string = "aé€";
  check("L-8.1", text.length === 6 && bytesOf(text).length === 6);
  check("L-8.2", text.charCodeAt(0) === 97 && text.charCodeAt(1) === 0xc3 && text.charCodeAt(5) === 0xac);
  const short = stringOf(subSpan(bytesOf(text), 0, 3));
  const wrong = stringOf(bytesOf("aé₭"));
  const same = stringOf(subSpan(bytesOf("xaé€y"), 1, 6));
  check(
    "L-8.3",
    same === text && text !== short && "" === stringOf(subSpan(bytesOf(text), 6, 0)) && text !== wrong,
  );
  check("L-8.4", '\n\t"\\\x41\u00e9\u{20ac}'.length === 10 && "\0".charCodeAt(0) === 0 && "it's" === "it's");
  const digits = "\x012\x003";
  check(
    "L-8.4 digits",
    digits.charCodeAt(0) === 1 && digits.charCodeAt(1) === 50 && digits.charCodeAt(3) === 51,
  );
  check("L-8.4 no trigraphs", "??/".length === 3 && "\x80".length === 2);
  const letters: FixedArray<u8, 3> = arrayOf(104, 105, 255);
  const view = stringOf(spanOf(letters));
  letters[0] = 72;
  check("L-8.6", view.length === 3 && view.charCodeAt(0) === 72 && bytesOf(view)[2] === 255);
}

function enums(): void {
  check(
    "L-9.1",
    (Order.Zero as u32) === 0 &&
      (Order.One as u32) === 1 &&
      (Order.Six as u32) === 6 &&
      (Order.Both as u32) === 0x51,
  );
  check("L-9.2", (Signed.Above as i32) === -1 && (Signed.Below as i32) < 0 && sizeOf<Order>() === 4);
  const order = word as Order;
  const number: u32 = order;
  check(
    "L-9.4",
    order === Order.Five && order + 1 === 6 && (order & 4) === 4 && order > Order.One && number === 5,
  );
  check("L-9.4 signed", Signed.Below * 2 === -4 && Signed.Below < Signed.Above);
}

function change(value: u32, values: FixedArray<u32, 2>, object: Pair, span: Span<u32>): void {
  value += 1;
  values[0] += value;
  object.first += value;
  span[1] = value;
  span = subSpan(span, 0, 0);
}

function factorial(n: u32): u32 {
  return n < 2 ? 1 : n * factorial(n - 1);
}

function stop(): never {
  panic("not here");
}

function half(n: u32): u32 {
  if ((n & 1) === 0) return n >>> 1;
  stop();
}

function apply(operation: Operation, a: u32, b: u32): u32 {
  return operation(a, b);
}

function functions(): void {
  const value: u32 = 1;
  const span = spanOf(list);
  change(value, list, pair, span);
  check("L-10.2", value === 1 && list[0] === 2 && pair.first === 2 && list[1] === 2 && span.length === 2);
  check("L-10.3", factorial(6) === 720);
  check("L-10.4", half(8) === 4);
  const local: Operation = subtract;
  check("L-10.5", apply(add, 2, 3) === 5 && operations[1](5, 3) === 2 && local(9, 1) === 8);
  check("L-10.5 arrow", apply((a: u32, b: u32): u32 => a * b, 6, 7) === 42);
  check("L-10.6 absent", command.run === null);
  command.run = local;
  const found = command.run;
  check("L-10.6", found !== null && found(3, 2) === 1);
  check("L-10.7", command.run === subtract && local !== operations[0]);
  check("L-10.8", apply((a, b) => a << b, 1, 4) === 16);
}

export function main(): i32 {
  bools();
  strings();
  enums();
  functions();
  return finish();
}
