let word: u32 = 0;
function one(): void {}
function two(): void {}
symbol(one, "shared");
symbol(two, "shared"); // error: K2037 1
symbol(word, "not a name"); // error: K2036 14
symbol(one); // error: K2036 1, TS2554 1
symbol(5, "five"); // error: K2036 1
declare function given(x: u32): u32;
symbol(given, "given"); // error: K2036 1
declare function supplied(x: u32): u32;
function supplier(): void {}
const FOLDED: u32 = 5;
symbol(FOLDED, "folded"); // error: K2036 1
symbol(supplier, "supplied"); // error: K2007 1

export function use(): void {
  print(word); // error: K2035 3
  word = supplied(1);
}
declare const register: u32; // error: K2037 15
function looped(): void {}
symbol(looped, "while"); // error: K2037 1
