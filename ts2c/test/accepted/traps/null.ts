/* traps null reference
 */
class Item {
  value: i32 = 0;
}
let item: Item | null = null;
export function main(): i32 {
  return item!.value;
}
// spec: L-13.2, L-19.7
