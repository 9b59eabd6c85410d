/* traps this is the end
 */
export function main(): i32 {
  print("printed before");
  panic("this is the end");
}
// spec: L-18.3, L-19.1, L-19.2
