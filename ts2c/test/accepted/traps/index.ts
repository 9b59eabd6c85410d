/* traps index out of bounds
 */
const table: FixedArray<u32, 4> = zeroed();
let position: u32 = 4;
export function main(): i32 {
  return i32(table[position]);
}
// spec: L-14.6, L-19.3
