/* traps index out of bounds
 */
let place: u32 = 2;
export function main(): i32 {
  return i32("ab".charCodeAt(place));
}
// spec: L-8.2
