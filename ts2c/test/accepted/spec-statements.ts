/* prints
print -5 18446744073709551615 true text
all hold
*/
/** Chapters 15 to 18 of docs/language.md: statements, order, module variables, print. */
import { check, finish } from "./support/check.ts";

class Cell {
  value: u32 = 0;
}

enum Colour {
  Red,
  Green,
  Blue,
}

type Operation = (a: u32, b: u32) => u32;

const K: u32 = 3;
const N: u32 = 4 * K;
const cells: FixedArray<Cell, 3> = zeroed();
const firstCell: Cell = cells[1];
const numbers: FixedArray<u32, 4> = arrayOf(1, 2, 3, 4);
const greeting = "hello";
let started: i16 = -5;
let handler: Operation = record;
let name: string = "ts2c";
let absent: Cell | null = null;
let flag: bool = true;
let trace: u32 = 0;
let n: u32 = 0;

function note(digit: u32): u32 {
  trace = trace * 10 + digit;
  return digit;
}

function record(a: u32, b: u32): u32 {
  return a * 10 + b;
}

function pickHandler(): Operation {
  note(7);
  return handler;
}

function table(): FixedArray<Cell, 3> {
  note(1);
  return cells;
}

function addTen(): u32 {
  n += 10;
  return 10;
}

function loops(): u32 {
  let sum: u32 = 0;
  for (let i: u32 = 0; i < 10; i++) {
    if (i === 2) continue;
    if (i === 5) break;
    sum += i;
  }
  while (sum < 20) sum += 5;
  do {
    sum += 1;
  } while (sum < 10);
  if (sum === 0) return 1;
  else if (sum > 100) return 2;
  {
    const sum: u32 = 1;
    trace = sum;
  }
  return sum;
}

function overArrays(): void {
  trace = 0;
  let sum: u32 = 0;
  for (const number of numbers) sum = sum * 10 + number;
  for (const cell of table()) cell.value = 5;
  for (const byte of bytesOf("\x01\x02")) sum += byte;
  check("L-15.3", sum === 1237 && cells[0].value === 5 && cells[2].value === 5);
  check("L-15.4", trace === 1);
}

function order(): void {
  trace = 0;
  check("L-16.1", note(1) - note(2) * note(3) === 0xffff_fffb && trace === 123);
  trace = 0;
  check("L-16.2", pickHandler()(note(1), note(2)) === 12 && trace === 712);
  trace = 0;
  cells[note(2)].value = note(4);
  check("L-16.3", trace === 24 && cells[2].value === 4);
  n = 1;
  check("L-16.4 n + f()", n + addTen() === 11 && n === 11);
  n = 5;
  n += addTen();
  check("L-16.4 n += f()", n === 15);
  trace = 0;
  check("L-16.5", table().length === 3 && trace === 1);
}

function word(value: u32): u32 {
  switch (value) {
    default:
      return 9;
    case 0:
    case 1:
      return 1;
    case 2:
      break;
  }
  return 2;
}

function shade(colour: Colour): u32 {
  switch (colour) {
    case Colour.Red:
      return 1;
    case Colour.Green:
      return 2;
    case Colour.Blue:
      return 3;
  }
}

function truth(value: bool): u32 {
  switch (value) {
    case true:
      return 1;
    case false:
      return 0;
  }
}

function switches(): void {
  check("L-15.7", word(0) === 1 && word(1) === 1 && word(2) === 2 && word(3) === 9);
  check("L-15.7 kinds", shade(Colour.Green) === 2 && truth(flag) === 1 && truth(!flag) === 0);
  check("L-15.10", shade(Colour.Blue) === 3);
}

export function main(): i32 {
  print("print ");
  print(started);
  print(" ");
  print(0xffff_ffff_ffff_ffffn);
  print(" ");
  print(flag);
  print(" text\n"); // spec: L-18.4
  check("L-15.1", loops() === 24);
  check("L-15.2", trace === 1);
  overArrays();
  order();
  switches();
  check(
    "L-17.2",
    started === -5 && name === "ts2c" && absent === null && handler(1, 2) === 12 && greeting.length === 5,
  );
  check("L-17.2 objects", firstCell === cells[1] && numbers[3] === 4 && N === 12);
  return finish();
}
