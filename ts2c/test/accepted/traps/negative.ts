/* traps value does not fit
 */
let negative: i32 = -1;
export function main(): i32 {
  return i32(checked.u32(negative));
}
// spec: L-5.6
