/* traps shift count out of range
 */
let count: u32 = 32;
let one: u32 = 1;
export function main(): i32 {
  return i32(one << count);
}
// spec: L-4.15, L-19.5
