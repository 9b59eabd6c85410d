/* traps value does not fit
 */
// spec: L-30.5
let below: f32 = -1.0;
export function main(): i32 {
  return i32(u8(below));
}
