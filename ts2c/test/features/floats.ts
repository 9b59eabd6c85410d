/* prints
sum 3750 1250
product 3125 2000
rounded 16777216 16777217
single true double false
order true false true
nan false true false
whole 3 -3 255 4294967295
wide 9007199254740992 18446744073709549568 -9223372036854775808
zero 0 true
negative -2500
compound 4500
field 1500 true
constant 100 33
chosen 2500
infinite true
largest 340282346
argument 7000
*/
// spec: L-30.1, L-30.2, L-30.3, L-30.4, L-30.5, L-30.6
const HALF: f64 = 0.5;
const STEP: f32 = 1e-1;
let a: f64 = 2.5;
let b: f64 = 1.25;
let single: f32 = 16777216.0;
let big: u64 = 9007199254740993n;
let zero: f64 = 0.0;

class Vector {
  x: f32 = 0.0;
  y: f64 = 0.0;
}
const vector: Vector = zeroed();
const table: FixedArray<f64, 3> = arrayOf(1.0, 2.0, -4.5);

/** Thousandths, as `print` writes integers only. */
function show(value: f64): void {
  print(" ");
  print(i64(value * 1000.0));
}

function largest(values: Span<f64>): f64 {
  let most: f64 = values[0];
  for (const value of values) if (value > most) most = value;
  return most;
}

function line(name: string): void {
  print("\n");
  print(name);
}

function flag(value: bool): void {
  print(" ");
  print(value);
}

export function main(): i32 {
  print("sum");
  show(a + b);
  show(a - b);
  line("product");
  show(a * b);
  show(a / b);
  line("rounded ");
  print(u32(single + 1.0));
  print(" ");
  print(u32(f64(single) + 1.0));
  line("single");
  flag(single + 1.0 === single);
  print(" double");
  flag(f64(single) + 1.0 === f64(single));
  line("order");
  flag(b < a);
  flag(b >= a);
  flag(a !== b);
  const nan: f64 = zero / zero;
  line("nan");
  flag(nan === nan);
  flag(nan !== nan);
  flag(nan < 1.0);
  line("whole ");
  print(i32(3.99 + zero));
  print(" ");
  print(i8(-3.99 - zero));
  print(" ");
  print(checked.u8(255.9 + zero));
  print(" ");
  print(u32(4294967295.5 + zero));
  line("wide ");
  print(u64(f64(big)));
  print(" ");
  print(u64(18446744073709549568.0 + zero));
  print(" ");
  print(i64(-9223372036854775808.0 + zero));
  line("zero");
  show(zero);
  flag(-zero === zero);
  line("negative");
  show(-a);
  let sum: f64 = a;
  sum += 2.0;
  sum *= 2.0;
  sum -= HALF * 0.0;
  sum /= 2.0;
  line("compound");
  show(sum);
  vector.x = 1.5;
  vector.x += 0.0;
  line("field");
  show(f64(vector.x));
  print(" ");
  print(sizeOf<Vector>() <= 16);
  line("constant");
  show(f64(STEP));
  show(f64(f32(1) / f32(30)));
  line("chosen");
  show(a > 2.0 ? a : 0.0);
  line("infinite");
  flag(1.0 / zero > 1e308);
  line("largest ");
  const most: f32 = 3.4028234663852886e38;
  print(u64(f64(most) / 1e30));
  line("argument");
  show(largest(spanOf(table)) + 5.0);
  print("\n");
  return 0;
}
