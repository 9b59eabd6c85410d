/* prints
100000 333333 2500000 2500000 18446744140 900720062500 4294967296000000 -7000000 -2333333 truetruetruetruefalsetruetrue9007199254740991-1280-9223372036854775808 556142 -556142 1000000 1500000 -2250000 -7000000 -2125000 1000000 -500000 
*/
// Floating point at the edges: halfway, infinite, not a number, minus zero.
let z: f64 = 0.0;
let one: f32 = 1.0;
let n: i32 = -7;
let u: u64 = 18446744073709551615n;
let m: u64 = 9007199791611905n;
let k: u32 = 4294967295;
const P = 2.5;
const Q: f32 = 0.1;
class V {
  x: f32;
  y: f64 = 1e300;
  constructor(x: f32) {
    this.x = x;
  }
  get l(): f64 {
    return f64(this.x) * this.y;
  }
}
const v = new V(0.3);
function g<T extends number>(a: T, b: T): T {
  return a;
}
function s(x: f64): void {
  print(i64(x * 1000000.0));
  print(" ");
}
export function main(): i32 {
  s(f64(Q));
  s(f64(one / 3.0));
  s(P);
  s(f64(one * P));
  s(f64(f32(u) / 1e15));
  s(f64(f32(m) / 1e10));
  s(f64(f32(k)));
  s(f64(n));
  s(f64(f32(n) / 3.0));
  print(f32(16777217) === f32(16777216));
  print(f64(f32(9007199791611905n)) === f64(f32(m)));
  print(1.0 / -z < z);
  print(-z === z);
  print(z / z === z / z);
  print(!(z / z < 1.0));
  print(f32(u) === f32(1.8446744073709552e19));
  print(u64(f64(u >> 11n)));
  print(i8(-128.9 + z));
  print(u8(-0.9 + z));
  print(i64(f64(-9223372036854775808.0) + z));
  let w = v.x;
  w += 1.0;
  w *= 3.0;
  w /= 7.0;
  w -= 1e-3;
  print(" ");
  s(f64(w));
  v.x = -w;
  s(f64(v.x));
  s(f64(g(one, 2.0)));
  const arr: FixedArray<f32, 3> = arrayOf(1.5, -2.25, f32(n));
  for (const a of arr) s(f64(a));
  arr[1] += 0.125;
  s(f64(arr[1]));
  const c = n < 0 ? one : 2.0;
  s(f64(c));
  const d: f64 = n > 0 ? 1.0 : -0.5;
  s(d);
  print("\n");
  return 0;
}
