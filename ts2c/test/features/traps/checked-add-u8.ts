/* traps value does not fit
 */
// spec: L-28.1
let x: u8 = 200;
export function main(): i32 {
  return i32(checked.add(x, 56));
}
