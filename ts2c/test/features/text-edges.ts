/* prints
ff 8000 ffffffff 0ff
-128 18446744073709551615
ab:ab:
cut 12
name=abc
0123456789abcdef
*/
// Text: negative numbers in hexadecimal, a string in the buffer that is written over, a last piece cut short.
// spec: L-32.1, L-32.2, L-32.3
let small: i8 = -1;
let half: i16 = -32768;
let word: i32 = -1;
let most: u64 = 18446744073709551615n;
const buffer: FixedArray<u8, 64> = zeroed();
const short: FixedArray<u8, 6> = zeroed();

function line(text: string): void {
  print(text);
  print("\n");
}

export function main(): i32 {
  line(format(spanOf(buffer), `${hex(small)} ${hex(half)} ${hex(word, 4)} ${hex(small, 3)}`));
  small = -128;
  line(format(spanOf(buffer), `${small} ${most}`));
  const first = format(spanOf(buffer), `ab:`);
  line(format(spanOf(buffer), `${first}${first}`));
  const n: u32 = 123;
  line(format(spanOf(short), `cut ${n}`));
  const name = format(spanOf(short), `abc`);
  line(format(spanOf(buffer), `name=${name}`));
  const digits: u64 = 0x0123456789abcdefn;
  line(format(spanOf(buffer), `${hex(digits, 16)}`));
  return 0;
}
