/* prints
max 7 -3 9000000000
ring 1 2 3 full true empty false
wide 5000000000
pair 3 yes
swap 2 1
sum 6 10
list 2 1 0
*/
// spec: L-24.1, L-24.2, L-24.4, L-24.6
class Ring<T, N extends number> {
  private items: FixedArray<T, N> = zeroed();
  private head: u32 = 0;
  private count: u32 = 0;

  get full(): bool {
    return this.count === this.items.length;
  }
  get empty(): bool {
    return this.count === 0;
  }
  push(item: T): bool {
    if (this.full) return false;
    this.items[(this.head + this.count) % this.items.length] = item;
    this.count += 1;
    return true;
  }
  pop(): T {
    if (this.empty) panic("empty");
    const item = this.items[this.head];
    this.head = (this.head + 1) % this.items.length;
    this.count -= 1;
    return item;
  }
}

class Pair<A, B> {
  constructor(
    readonly first: A,
    readonly second: B,
  ) {}
}

class Cell<T> {
  value: T;
  next: Cell<T> | null = null;
  constructor(value: T) {
    this.value = value;
  }
}

function max<T extends number | bigint>(a: T, b: T): T {
  return a > b ? a : b;
}

function swap<T, N extends number>(array: FixedArray<T, N>, i: u32, j: u32): void {
  const kept = array[i];
  array[i] = array[j];
  array[j] = kept;
}

function fold<T, R>(items: Span<T>, start: R, step: (sum: R, item: T) => R): R {
  let result: R = start;
  for (const item of items) result = step(result, item);
  return result;
}

const ring: Ring<u8, 3> = zeroed();
const wide = new Ring<u64, 2>();
const pair = new Pair<u32, string>(3, "yes");
const numbers: FixedArray<u32, 3> = arrayOf(1, 2, 3);

function show(value: u32): void {
  print(" ");
  print(value);
}

export function main(): i32 {
  const a: u8 = 7;
  print("max ");
  print(max(a, 5));
  print(" ");
  print(max<i32>(-3, -4));
  print(" ");
  const big: u64 = 9000000000n;
  print(max(big, 1n));
  print("\nring");
  ring.push(1);
  ring.push(2);
  ring.push(3);
  const full = ring.full && !ring.push(4);
  show(u32(ring.pop()));
  show(u32(ring.pop()));
  show(u32(ring.pop()));
  print(" full ");
  print(full);
  print(" empty ");
  print(ring.push(1) && ring.empty);
  print("\nwide ");
  wide.push(5000000000n);
  print(wide.pop());
  print("\npair ");
  print(pair.first);
  print(" ");
  print(pair.second);
  print("\nswap");
  const two: FixedArray<u16, 2> = arrayOf(1, 2);
  swap(two, 0, 1);
  show(u32(two[0]));
  show(u32(two[1]));
  print("\nsum");
  const start: u32 = 0;
  show(fold(spanOf(numbers), start, (sum, item) => sum + item));
  show(fold<u32, u32>(spanOf(numbers), 4, (sum, item) => sum + item));
  print("\nlist");
  const c0 = new Cell<u32>(0);
  const c1: Cell<u32> = new Cell(1);
  const c2 = new Cell<u32>(2);
  c1.next = c0;
  c2.next = c1;
  for (let cell: Cell<u32> | null = c2; cell !== null; cell = cell.next) show(cell.value);
  print("\n");
  return 0;
}
