// spec: L-24.9
class Ring<T, N extends number> {
  items: FixedArray<T, N> = zeroed(); // error: K2038 24
  push(item: T): void {
    this.items[0] = item;
  }
}
const ring: Ring<u8, 4> = zeroed();
const made = new Ring(); // error: K2063 14
const odd: Ring<u8, u16> = zeroed();
class Sized<N extends number> {
  size: N = zeroed(); // error: K2002 9
}
const sized: Sized<5> = zeroed();
let bare: Ring | null = null; // error: TS2314 11

class Growing<T> {
  next: Growing<FixedArray<T, 1>> | null = null; // error: K2062 9
}
let growing: Growing<u8> | null = null;

function deep<T>(value: T): void {
  const again: FixedArray<T, 1> = zeroed();
  deep<FixedArray<T, 1>>(again); // error: K2062 3
}

function largest<T extends number>(a: T, b: T): T {
  return a > b ? a : b;
}
function nothing<T>(): void {}
class Box<T> {
  value: T | null = null; // error: K2002 10
}
const box: Box<u32> = zeroed();

type Pair<T> = FixedArray<T, 2>; // error: K2002 27
type Optional<T> = T | null; // error: K2002 20
type Given<T = u8> = Span<T>; // error: K2001 12
type Endless<T> = Box<Endless<T>>; // error: K2040 23
let endless: Endless<u8> | null = null;
let absent: Optional<u32> = null;
let unfinished: Pair | null = null; // error: TS2314 17
const sizes: Pair<5> = zeroed();
const three: Pair<u8> = arrayOf(1, 2, 3); // error: K2042 25

export function use(a: u8, b: u32): void {
  const value: u32 = largest(1, 2);
  const untyped = largest(1, 2); // error: K2063 19
  nothing(); // error: K2063 3
  const same = largest(b, 300);
  const narrow = largest(a, 300); // error: K2003 29
  ring.push(256); // error: K2003 13
  const f: (a: u32, b: u32) => u32 = largest; // error: K2063 38
  deep(a);
  const mixed = largest(b, largest(a, 1)); // error: TS2345 28
}
