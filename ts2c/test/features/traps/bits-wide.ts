/* traps value does not fit
 */
// A value of 41 bits, whose low 32 bits would fit.
// spec: L-31.3
class Table {
  base: Bits<u64, 12, 40> = 0n;
}
const table: Table = zeroed();
let base: u64 = 0x100_0000_0001n;
export function main(): i32 {
  table.base = 0xff_ffff_ffffn;
  table.base = base;
  return 0;
}
