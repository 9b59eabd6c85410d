/* traps index out of bounds
 */
const table: FixedArray<u32, 4> = zeroed();
let length: u32 = 0xffff_ffff;
export function main(): i32 {
  return i32(subSpan(spanOf(table), 1, length).length);
}
// spec: L-14.13
