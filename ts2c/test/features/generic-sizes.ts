/* prints
3 5 12
*/
// Two sizes of one generic class, of one element type, are two classes.
// spec: L-24.1, L-24.2
class Row<T, N extends number> {
  items: FixedArray<T, N> = zeroed();
  get size(): u32 {
    return this.items.length;
  }
}

const short: Row<u32, 3> = zeroed();
const long: Row<u32, 5> = zeroed();

export function main(): i32 {
  for (let i: u32 = 0; i < 5; i++) long.items[i] = 4;
  print(short.size);
  print(" ");
  print(long.size);
  print(" ");
  print(sizeOf<Row<u32, 3>>());
  print("\n");
  return 0;
}
