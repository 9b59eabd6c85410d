/* prints
n=42 -7 true ok
0x00001f 0xff 0xffffffffffffffff
12345678
[] plain
18446744073709551615 -9223372036854775808
order 1 2 3
80 0 1 1f
8 00000000
*/
// spec: L-32.1, L-32.2, L-32.3
const buffer: FixedArray<u8, 64> = zeroed();
const short: FixedArray<u8, 8> = zeroed();
let count: u32 = 0;
const most: u64 = 18446744073709551615n;
let least: i64 = -9223372036854775808n;

function next(): u32 {
  count += 1;
  return count;
}

function line(text: string): void {
  print(text);
  print("\n");
}

export function main(): i32 {
  const n: u32 = 42;
  const signed: i8 = -7;
  const negative: i8 = -1;
  const wide: i64 = -1n;
  const name = "ok";
  let address: u32 = 31;
  line(format(spanOf(buffer), `n=${n} ${signed} ${n > 3} ${name}`));
  line(format(spanOf(buffer), `0x${hex(address, 6)} 0x${hex(negative)} 0x${hex(wide)}`));
  line(format(spanOf(short), `${123456789}0`));
  const empty = format(subSpan(spanOf(buffer), 0, 0), `${n}`);
  print("[");
  print(empty);
  print("] ");
  line(format(spanOf(buffer), `plain`));
  line(format(spanOf(buffer), `${most} ${least}`));
  line(format(spanOf(buffer), `order ${next()} ${next()} ${next()}`));
  const many: FixedArray<u8, 100> = zeroed();
  address = 80;
  const long = format(spanOf(many), `${hex(31, address)}`);
  print(long.length);
  line(format(spanOf(buffer), ` ${long.charCodeAt(0) - 48} ${long.charCodeAt(78) - 48} ${hex(31, 2)}`));
  address = 0xffff_ffff;
  const zeros = format(spanOf(short), `${hex(31, address)}`);
  print(zeros.length);
  print(" ");
  line(zeros);
  address = 0;
  return i32(address);
}
