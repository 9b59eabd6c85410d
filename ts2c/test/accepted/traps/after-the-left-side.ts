/* traps shift count out of range
 */
/** The check of a count comes after what the left operand does: "left" is printed. */
let count: u32 = 40;
function left(): u32 {
  print("left");
  return 1;
}
export function main(): i32 {
  return i32(left() << count);
}
