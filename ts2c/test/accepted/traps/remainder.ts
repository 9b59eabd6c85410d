/* traps division by zero
 */
let divisor: u64 = 0n;
export function main(): i32 {
  return i32(5n % divisor);
}
// spec: L-4.7
