/* traps value does not fit
 */
let large: u32 = 256;
export function main(): i32 {
  return i32(checked.u8(large));
}
