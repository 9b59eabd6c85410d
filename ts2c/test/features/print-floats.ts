/* prints
0.5 -2 0 0 0.1 0.1 0.30000000000000004 0.3 123456.789 |
1e+21 100000000000000000000 0.000001 1e-7 -1.5e-10 123456789012345680000 1.2345678901234568e+21 |
5e-324 1.7976931348623157e+308 2.2250738585072014e-308 5.684341886080802e-14 1e-45 3.4028235e+38 |
NaN Infinity -Infinity 16777216 1e+23 9007199254740993000 4.35 0.000035 |
*/
// Floating-point numbers in decimal: the fewest digits that read back, as JavaScript writes them.
// spec: L-18.27
let tenth: f64 = 0.1;
let zero: f64 = 0.0;
let half: f32 = 0.1;

function wide(value: f64): void {
  print(value);
  print(" ");
}
function single(value: f32): void {
  print(value);
  print(" ");
}

export function main(): i32 {
  print(0.5);
  print(" ");
  wide(-2.0);
  wide(zero);
  wide(-zero);
  wide(tenth);
  single(half);
  wide(tenth + tenth + tenth);
  single(half + half + half);
  wide(123456.789);
  print("|\n");
  wide(1e21);
  wide(1e20);
  wide(1e-6);
  wide(1e-7);
  wide(-1.5e-10);
  wide(123456789012345678901.0);
  wide(1234567890123456789012.0);
  print("|\n");
  wide(5e-324);
  wide(1.7976931348623157e308);
  wide(2.2250738585072014e-308);
  wide(5.684341886080801486968994140625e-14);
  single(1e-45);
  single(3.4028235e38);
  print("|\n");
  wide(zero / zero);
  wide(1.0 / zero);
  wide(-1.0 / zero);
  single(16777217.0);
  wide(1e23);
  wide(9007199254740993e3);
  single(4.35);
  single(0.000035);
  print("|\n");
  return 0;
}
