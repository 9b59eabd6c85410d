/* traps a place that cannot be reached was reached
 */
enum Answer {
  No,
  Yes,
}
let number: u32 = 2;
function name(answer: Answer): u32 {
  switch (answer) {
    case Answer.No:
      return 0;
    case Answer.Yes:
      return 1;
  }
}
export function main(): i32 {
  return i32(name(number as Answer));
}
// spec: L-15.10, L-19.8
