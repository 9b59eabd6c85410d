/* traps division by zero
 */
let divisor: i32 = 0;
export function main(): i32 {
  return 5 / divisor;
}
// spec: L-4.7, L-19.4
