/* traps value does not fit
 */
let wide: u64 = 0x1_0000_0000n;
export function main(): i32 {
  return i32(checked.u32(wide));
}
// spec: L-5.6
