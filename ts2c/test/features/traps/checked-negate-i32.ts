/* traps value does not fit
 */
// spec: L-28.1
let x: i32 = -2147483648;
export function main(): i32 {
  return checked.negate(x);
}
