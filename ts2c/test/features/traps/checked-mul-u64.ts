/* traps value does not fit
 */
// spec: L-28.1
let x: u64 = 4294967296n;
export function main(): i32 {
  return i32(checked.mul(x, x));
}
