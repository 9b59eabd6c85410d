/* traps shift count out of range
 */
let count: u32 = 40;
let one: u32 = 1;
export function main(): i32 {
  return i32(one << (count & 32));
}
// spec: L-4.15
