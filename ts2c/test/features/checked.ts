/* prints
u8 255 0 252 0
i8 127 -128 -127 127
u32 4294967295 0
i32 2147483647 -2147483648 2147483647
u64 18446744073709551615 18446744065119617025 0
i64 9223372036854775807 -9223372036854775808 -9223372036854775808
*/
// spec: L-28.1
const u8Max: u8 = 255;
let a8: u8 = 250;
let b8: i8 = -100;
let a32: u32 = 4294967290;
let b32: i32 = -2147483640;
let a64: u64 = 18446744073709551610n;
let b64: i64 = -9223372036854775800n;
let half: u64 = 4294967295n;
let low: i64 = -4611686018427387904n;

function space(): void {
  print(" ");
}

export function main(): i32 {
  const zero8: u8 = 0;
  print("u8 ");
  print(checked.add(a8, 5));
  space();
  print(checked.sub(a8, 250));
  space();
  print(checked.mul(u8(63), u8(a8 - 246)));
  space();
  print(checked.negate(zero8));
  print("\ni8 ");
  print(checked.sub(27, b8));
  space();
  print(checked.add(b8, -28));
  space();
  print(checked.sub(b8, 27));
  space();
  print(checked.negate(checked.sub(b8, 27)));
  print("\nu32 ");
  print(checked.add(a32, 5));
  space();
  print(checked.sub(a32, 4294967290));
  print("\ni32 ");
  print(checked.negate(checked.sub(b32, 7)));
  space();
  print(checked.sub(b32, 8));
  space();
  print(checked.sub(7, b32));
  print("\nu64 ");
  print(checked.add(a64, 5n));
  space();
  print(checked.mul(half, half));
  space();
  print(checked.mul(a64, 0n));
  print("\ni64 ");
  print(checked.sub(7n, b64));
  space();
  print(checked.sub(b64, 8n));
  space();
  print(checked.mul(low, 2n));
  print("\n");
  return 0;
}
