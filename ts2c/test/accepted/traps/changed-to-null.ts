/* traps null reference
 */
class Item {
  value: i32 = 0;
}
const only: Item = zeroed();
let item: Item | null = only;
function clear(): void {
  item = null;
}
export function main(): i32 {
  if (item === null) return 1;
  clear();
  return item.value;
}
// spec: L-13.4
