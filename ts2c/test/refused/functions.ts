// spec: L-28.2
type Operation = (a: u32) => u32;
class Plain {
  x: u32 = 0;
}
class Lock {
  [Symbol.dispose](): void {}
}
const plain: Plain = zeroed();
const lock: Lock = zeroed();
const table: FixedArray<Operation, 2> = zeroed(); // error: K2066 41
using held = lock; // error: K2001 1
let word: u32 = 0;

export function releases(): void {
  using wrong = plain; // error: K2068 9, TS2850 17
  for (using inner = lock; word < 3; word++) {} // error: K2001 8
  const local: FixedArray<Operation, 1> = zeroed(); // error: K2066 43
}

export function captures(limit: u32): Operation {
  const sum = limit + 1;
  const inner: Operation = (a) => a + sum; // error: K2030 39
  const plainCall = table[0];
  if (plainCall(3) > 2) return (a) => a + limit; // error: K2030 43
  return inner;
}

export function checks(a: u8, b: i8): void {
  const mixed = checked.add(a, b); // error: K2005 17
  const constant: u8 = checked.add(u8(200), 100); // error: K2003 24
  const untyped = checked.mul(2, 3); // error: K2004 19
  const flag = checked.negate(true); // error: K2014 16, TS2345 31
}
