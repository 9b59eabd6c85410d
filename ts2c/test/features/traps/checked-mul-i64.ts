/* traps value does not fit
 */
// spec: L-28.1
let x: i64 = -4611686018427387905n;
export function main(): i32 {
  return i32(checked.mul(x, 2n));
}
