/* traps value does not fit
 */
// spec: L-28.1
let x: u32 = 3;
export function main(): i32 {
  return i32(checked.sub(x, 4));
}
