/* traps value does not fit
 */
// spec: L-30.5
let most: f64 = 4294967296.0;
export function main(): i32 {
  return i32(u32(most));
}
