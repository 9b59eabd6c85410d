/* prints
5 7 3 4
7 9 2 4
9 5 6 256
*/
// Aliases with type parameters: of arrays, windows, functions, unions, classes, other aliases, and numbers.
// spec: L-24.7, L-24.8
enum Kind {
  Leaf,
  Branch,
}
class Leaf<T> {
  readonly kind = Kind.Leaf;
  value: T;
  constructor(value: T) {
    this.value = value;
  }
}
class Branch<T> {
  readonly kind = Kind.Branch;
  left: Maybe<Leaf<T>> = null;
  next: Maybe<Branch<T>> = null;
}
type Same<T> = T;
type Pair<T> = FixedArray<T, 2>;
type Grid<T, N extends number> = FixedArray<Pair<T>, N>;
type Maybe<T> = T | null;
type Chain = Link;
type Link = Maybe<Cell>;
class Cell {
  next: Chain = null;
  value: u32 = 0;
}
type Tree<T> = Leaf<T> | Branch<T>;
type Step<A, B> = (value: A) => B;
type Bytes = Span<u8>;
type Double<N extends number> = N;
type Registers<N extends number> = FixedArray<Volatile<u8>, Double<N>>;
class Box<T> {
  held: Pair<T> = zeroed();
  again: Maybe<Box<T>> = null;
}
type Words = Box<u32>;

const pair: Pair<u32> = arrayOf(5, 7);
const grid: Grid<u8, 3> = zeroed();
const nested: Pair<Pair<Same<u16>>> = zeroed();
const registers: Registers<4> = zeroed();
const box: Words = zeroed();
const leaf = new Leaf<u32>(9);
const branch: Branch<u32> = new Branch();
const cell: Cell = zeroed();

function larger<T extends number>(of: Pair<T>): T {
  return of[0] > of[1] ? of[0] : of[1];
}
function rows<N extends number>(of: Grid<u8, N>): u32 {
  return of.length;
}
function apply<A, B>(step: Step<A, B>, value: A): B {
  return step(value);
}
function valueOf(tree: Tree<u32>): u32 {
  switch (tree.kind) {
    case Kind.Leaf:
      return tree.value;
    case Kind.Branch:
      return tree.left === null ? 0 : tree.left.value;
  }
}
function widen(value: u8): u32 {
  return u32(value) + 1;
}
function line(a: u32, b: u32, c: u32, d: u32): void {
  print(a);
  print(" ");
  print(b);
  print(" ");
  print(c);
  print(" ");
  print(d);
  print("\n");
}

export function main(): i32 {
  nested[1][0] = 3;
  nested[1][1] = 4;
  line(pair[0], pair[1], u32(nested[1][0]), u32(nested[1][1]));
  const bytes: Bytes = spanOf(grid[2]);
  bytes[1] = 255;
  line(larger(pair), valueOf(leaf), bytes.length, registers.length);
  branch.left = leaf;
  box.held[1] = 5;
  box.again = box;
  cell.next = cell;
  cell.value = 6;
  const again: Maybe<Words> = box.again;
  const next: Link = cell.next;
  line(
    valueOf(branch),
    again === null ? 0 : again.held[1],
    next === null ? 0 : next.value,
    apply(widen, grid[2][1]),
  );
  return i32(rows(grid) - 3);
}
