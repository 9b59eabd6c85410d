/* traps index out of bounds
 */
/** The check of an index comes after what the object does: "object" is printed. */
class Row {
  cells: FixedArray<u32, 4> = zeroed();
}
const rows: FixedArray<Row, 2> = zeroed();
let place: u32 = 4;
function row(): Row {
  print("object");
  return rows[1];
}
export function main(): i32 {
  return i32(row().cells[place]);
}
