/* prints
wrap 4 251 65535 4294967295 18446744073709551615
signed -128 127 -32768 -2147483648 -9223372036854775808
divide 3 1 -3 -1 2147483648 0 1000000007 5
shift 128 1 -1 2147483648 16 2
bits 240 15 4294967280 4080 65520
convert 44 -1 255 200 1 0 305419896
checked 255 -128 7
compare true true false true
address 8192 3 4096
update 5 7 6 255
compound 30 2 1 112 7
limits -128 255 -9223372036854775808
edges 1 2147483648 0 9223372036854775808
*/
import { PAGE } from "./support/constants.ts";

let one: u8 = 1;
let word: u32 = 0x12345678;
let minimum: i32 = -2147483648;
let minimum64: i64 = -9223372036854775808n;
let minusOne: i32 = -1;

function wrapping(): void {
  const a: u8 = 250;
  const b: u16 = 0;
  const c: u32 = 0;
  const d: u64 = 0n;
  print("wrap ");
  print(u8(a + 10));
  print(" ");
  print(one - 6);
  print(" ");
  print(b - one);
  print(" ");
  print(c - one);
  print(" ");
  print(d - 1n);
  print("\n");
}

function signed(): void {
  const a: i8 = 127;
  const b: i8 = -128;
  const c: i16 = 32767;
  const d: i32 = 2147483647;
  const e: i64 = 9223372036854775807n;
  const step: i8 = 1;
  print("signed ");
  print(a + step);
  print(" ");
  print(b - step);
  print(" ");
  print(c + step);
  print(" ");
  print(d + step);
  print(" ");
  print(e + i64(step));
  print("\n");
}

function dividing(): void {
  const seven: i32 = 7;
  const two: i32 = 2;
  const huge: u64 = 1000000007000000035n;
  const million: u64 = 1000000000n;
  print("divide ");
  print(seven / two);
  print(" ");
  print(seven % two);
  print(" ");
  print(-seven / two);
  print(" ");
  print(-seven % two);
  print(" ");
  print(u32(minimum / minusOne));
  print(" ");
  print(minimum % minusOne);
  print(" ");
  print(huge / million);
  print(" ");
  print(huge % 10n);
  print("\n");
}

function shifting(): void {
  const n: u32 = 7;
  const negative: i8 = -2;
  const wide: u64 = 1n << 36n;
  print("shift ");
  print(one << 7);
  print(" ");
  print((one << 7) >>> n);
  print(" ");
  print(negative >> 1);
  print(" ");
  print(u32(1) << (n + 24));
  print(" ");
  print(wide >> 32n);
  print(" ");
  print((word >>> (word & 31)) & 7);
  print("\n");
}

function bits(): void {
  const mask: u8 = 0x0f;
  const page: u32 = 0xfff0;
  print("bits ");
  print(~mask);
  print(" ");
  print(mask & 0xff);
  print(" ");
  print(~u32(mask));
  print(" ");
  print(page & 0xfff);
  print(" ");
  print(page & ~0xf);
  print("\n");
}

function converting(): void {
  const big: u32 = 300;
  const low: i8 = -1;
  print("convert ");
  print(u8(big));
  print(" ");
  print(i32(low));
  print(" ");
  print(u8(low));
  print(" ");
  const negative: i8 = -56;
  print(u8(negative));
  print(" ");
  print(u32(true));
  print(" ");
  print(u8(false));
  print(" ");
  print(u32(u64(word)));
  print("\n");
  const fits: u32 = 255;
  const down: i32 = -128;
  print("checked ");
  print(checked.u8(fits));
  print(" ");
  print(checked.i8(down));
  print(" ");
  print(checked.u32(7n));
  print("\n");
}

function comparing(): void {
  const small: u8 = 200;
  const negative: i16 = -3;
  print("compare ");
  print(small < word);
  print(" ");
  print(negative < 0);
  print(" ");
  print(minimum64 > 0n);
  print(" ");
  print(one !== 2);
  print("\n");
}

function addresses(): void {
  const first: VirtualAddress = 0x1000;
  const next: VirtualAddress = first + PAGE;
  const pages: u32 = (next + 0x2000 - first) / PAGE;
  print("address ");
  print(next);
  print(" ");
  print(pages);
  print(" ");
  print((next & ~0xfff & 0x1000) | 0x1000);
  print("\n");
}

function updating(): void {
  let i: u32 = 5;
  print("update ");
  print(i++);
  print(" ");
  print(++i);
  print(" ");
  print(--i);
  print(" ");
  let b: u8 = 0;
  b--;
  print(b);
  print("\n");
}

function compounding(): void {
  let a: i32 = 10;
  a *= 3;
  print("compound ");
  print(a);
  print(" ");
  a /= 12;
  print(a);
  print(" ");
  a %= 2;
  a -= -1;
  print(a);
  print(" ");
  let b: u8 = 7;
  b <<= 4;
  print(b);
  print(" ");
  b >>>= 4;
  b |= 3;
  print(b);
  print("\n");
}

function limits(): void {
  const low: i8 = -128;
  const high: u8 = 0xff;
  print("limits ");
  print(low);
  print(" ");
  print(high);
  print(" ");
  print(minimum64);
  print("\n");
}

function edges(): void {
  const half: u16 = 65535;
  print("edges ");
  print(half * half);
  print(" ");
  print(u32(minimum / -1));
  print(" ");
  print(minimum % -1);
  print(" ");
  print(u64(minimum64 / -1n));
  print("\n");
}

export function main(): i32 {
  wrapping();
  signed();
  dividing();
  shifting();
  bits();
  converting();
  comparing();
  addresses();
  updating();
  compounding();
  limits();
  edges();
  return 0;
}
