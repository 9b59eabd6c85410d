/* traps this is the end
 */
export function main(): i32 {
  print("printed before");
  panic("this is the end");
}
