/* traps shift count out of range
 */
let count: u64 = 0x1_0000_0000n;
let one: u64 = 1n;
export function main(): i32 {
  return i32(one << count);
}
// spec: L-4.15
