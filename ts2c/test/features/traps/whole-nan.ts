/* traps value does not fit
 */
// spec: L-30.5
let zero: f64 = 0.0;
export function main(): i32 {
  return i32(zero / zero);
}
