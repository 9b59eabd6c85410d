class Point {
  x: u32 = 0;
}
class Other {
  x: u32 = 0;
}
enum Kind {
  First,
  Second,
}
enum Text {
  Word = "word", // error: K2041 3
}
enum Wide {
  Big = 0x1_0000_0000, // error: K2041 3
}
interface Shape { // error: K2001 1
  x: u32;
}
type Either = u32 | string; // error: K2002 15
let anything: any = 0; // error: K2002 15
let float: number = 1; // error: K2002 12
let maybe: u32 | null = null; // error: K2002 12
let loose: u32[] = zeroed(); // error: K2002 12
let kind: Kind = Kind.First;
let word: u32 = 0;
const point: Point = zeroed();
const other: Other = zeroed();

export function mismatch(): Point {
  let reference: Point = other; // error: K2007 26
  reference = point;
  kind = word; // error: K2007 10
  kind = word as Kind;
  word = kind;
  word = u8(word) as u32; // error: K2013 10
  const flag = word as bool; // error: K2013 16, TS2352 16
  const text: string = "a";
  if (kind === word) word = 1;
  return reference;
}

export function conditions(): void {
  if (word) word = 1; // error: K2008 7
  while ("text") word = 2; // error: K2008 10, TS2872 10
  if (word == 1) word = 1; // error: K2009 12
  if (word != 1) word = 1; // error: K2009 12
  if (!word) word = 1; // error: K2008 8
  const both = word && kind; // error: K2008 16, K2008 24
}

export function operands(text: string, flag: bool): void {
  const sum = text + text; // error: K2014 20
  const negative = -flag; // error: K2014 20
  const order = flag < true; // error: K2014 22
  text.length = 1; // error: K2014 3, TS2540 8
  text(); // error: K2014 3
  for (const letter of text) word = 1; // error: K2014 24, TS2488 24
  switch (text) { // error: K2014 11
    case "a":
      break;
  }
}

export function lengths(a: FixedArray<u8, 0>, b: FixedArray<u8, u32>): void { // error: K2038 43, K2038 65
  word = a.length + b.length;
}

export function untyped(parameter, other: u32) { // error: K2029 17, K2029 25, TS7006 25
  const nothing = null; // error: K2029 9
  let later; // error: K2029 7
  return other;
}
