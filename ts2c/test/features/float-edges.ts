/* prints
3000 -2000
6000 9000
2000 6000
held 1500
zero true true false
less false false
*/
// Operands of floating-point operators are evaluated from left to right, and keep what was read; minus zero is a constant.
// spec: L-16.1, L-16.4, L-30.1, L-30.2
let n: f64 = 1.0;
let single: f32 = 1.5;
let minus: f64 = -0.0;
let minusSingle: f32 = -0.0;
let plus: f64 = 0.0;
let nothing: u32 = 0;

function step(): f64 {
  n += 1.0;
  return n;
}

function grown(): f32 {
  single += 1.0;
  return single;
}

/** Thousandths, as `print` writes integers only. */
function show(value: f64): void {
  print(i64(value * 1000.0));
}

export function main(): i32 {
  show(n + step());
  print(" ");
  show(step() - n - n + (step() - n - 1.0) * 0.0 + 1.0);
  print("\n");
  n = 2.0;
  show(n * step());
  print(" ");
  show(step() + n + 1.0);
  print("\n");
  n = 1.0;
  show(step());
  print(" ");
  n *= step();
  show(n);
  print("\nheld ");
  show(f64(grown() - single + grown() - single + single - 2.0));
  print("\nzero ");
  print(1.0 / minus < 0.0);
  print(" ");
  print(1.0 / minusSingle < 0.0);
  print(" ");
  print(1.0 / plus < 0.0);
  print("\nless ");
  print(1.0 / (0.0 - f64(nothing)) < 0.0);
  print(" ");
  print(1.0 / (f32(0) - f32(nothing)) < 0.0);
  print("\n");
  return 0;
}
