/* traps index out of bounds
 */
const table: FixedArray<u32, 4> = zeroed();
export function main(): i32 {
  const span = subSpan(spanOf(table), 1, 2);
  let last: u32 = span.length;
  return i32(span[last]);
}
// spec: L-14.6
