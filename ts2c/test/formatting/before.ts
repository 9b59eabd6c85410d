/* prints
ab120
120 121
*/
// What a piece reads of the buffer is what was there before.
// spec: L-32.3
const buffer: FixedArray<u8, 32> = zeroed();

function at(index: u32): u8 {
  return buffer[index];
}

export function main(): i32 {
  buffer[0] = 120;
  buffer[1] = 121;
  print(format(spanOf(buffer), `ab${at(0)}`));
  print("\n");
  buffer[0] = 120;
  buffer[1] = 121;
  print(format(spanOf(buffer), `${at(0)} ${at(1)}`));
  print("\n");
  return 0;
}
