/* traps value does not fit
 */
let large: u32 = 256;
export function main(): i32 {
  return i32(checked.u8(large));
}
// spec: L-5.6, L-19.6
