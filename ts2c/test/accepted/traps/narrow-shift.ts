/* traps shift count out of range
 */
let count: u32 = 8;
let one: u8 = 1;
export function main(): i32 {
  return i32(one << count);
}
// spec: L-4.15
