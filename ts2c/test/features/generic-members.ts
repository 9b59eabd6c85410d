/* prints
250 250 2 2truetruefalse -4611686018427387904-576460752303423488 513 -14yes104104 18 40000,14464,0,54466 253530false 10151996106
*/
// Generic classes within generic classes, methods, accessors, statics and arrows.
const N = 4;
enum Sz {
  Two = 2,
  Three,
}
class Cell<T> {
  value: T;
  next: Cell<T> | null = null;
  constructor(value: T) {
    this.value = value;
  }
  map<R>(f: (x: T) => R): R {
    return f(this.value);
  }
  set(x: T): Cell<T> {
    this.value = x;
    return this;
  }
}
class Stack<T, N extends number> {
  private items: FixedArray<T, N> = zeroed();
  private n: u32 = 0;
  static made: u32 = 0;
  readonly limit: u32 = 3;
  push(x: T): bool {
    if (this.n === this.items.length) return false;
    this.items[this.n++] = x;
    return true;
  }
  get top(): T {
    return this.items[this.n - 1];
  }
  set top(x: T) {
    this.items[this.n - 1] = x;
  }
  each(f: (x: T) => void): void {
    for (const x of this.items) f(x);
  }
  static bump(n: u32): u32 {
    Stack.made += n;
    return Stack.made;
  }
}
class Wrap<T> {
  inner: Cell<T> = zeroed();
  pair: FixedArray<T, 2> = zeroed();
}
class Wrapped<T> {
  inner: Stack<T, Sz.Three> = new Stack();
}
const s1 = new Stack<u8, typeof N>();
const s2: Stack<i64, 2> = new Stack();
const w = new Wrapped<u16>();
let log: u32 = 0;
function add<T extends number>(a: T, b: T): T {
  return a > b ? a : b;
}
function len<T, N extends u32>(a: FixedArray<T, N>): u32 {
  return a.length;
}
function first<T>(a: Span<T>): T {
  return a[0];
}
function apply<A, B>(a: A, f: (x: A) => B): B {
  return f(a);
}
function orElse<T>(a: T | null, b: T): T {
  return a ?? b;
}
function id<T>(x: T): T {
  log += 1;
  return x;
}
function size<T>(x: T): u32 {
  return sizeOf<T>();
}
function show(x: u16): void {
  print(x);
  print(",");
}
function zero<T>(): T {
  const c: FixedArray<T, 1> = zeroed();
  return c[0];
}
class P {
  constructor(
    readonly a: u8,
    public b: u64,
  ) {}
  y: u32 = 5;
  z: FixedArray<u32, 2> = arrayOf(1, 2);
  sum(): u32 {
    return u32(this.a) + u32(this.b) + this.y + this.z[1];
  }
}
const p = new P(1, 2n);
const ps: FixedArray<P, 2> = arrayOf(new P(3, 4n), new P(5, 6n));
export function main(): i32 {
  const x: u8 = 250;
  print(add(x, 10));
  print(" ");
  print(add(id(x), id(x)));
  print(" ");
  print(log);
  print(" ");
  s1.push(x);
  s1.push(x + 1);
  s1.top += 7;
  print(s1.top);
  print(s1.push(1));
  print(s1.push(2));
  print(s1.push(3));
  print(" ");
  s2.push(-1n);
  s2.top <<= 62n;
  print(s2.top);
  s2.top >>= 3n;
  print(s2.top);
  print(" ");
  const arr: FixedArray<u16, 5> = arrayOf(1, 2, 3, 4, 5);
  print(len(arr));
  print(first(spanOf(arr)));
  print(first(subSpan(spanOf(arr), 2, 2)));
  print(" ");
  const big: i32 = -7;
  print(apply<i32, i32>(big, (v) => v * 2));
  const t: string = apply(x, (v) => (v > 5 ? "yes" : "no"));
  print(t);
  const c = new Cell<u32>(9);
  const d = new Cell<u32>(10);
  c.next = d;
  print(c.map<u64>((v): u64 => u64(v) + 1n));
  print(c.set(4).value);
  print(orElse(c.next, c).value);
  print(orElse(d.next, c).value);
  print(" ");
  print(size(x));
  print(size<u64>(1n));
  print(" ");
  w.inner.push(40000);
  w.inner.push(40000);
  w.inner.top += 40000;
  w.inner.each(show);
  w.inner.each((v) => {
    log += u32(v);
  });
  print(log);
  print(" ");
  print(Stack.bump(2));
  print(Stack.bump(3));
  Stack.made *= 7;
  print(Stack.made);
  print(w.inner.limit);
  print(zero<u64>());
  print(zero<bool>());
  print(" ");
  print(p.sum());
  for (const q of ps) {
    q.b += 1n;
    print(q.sum());
  }
  for (let i: u32 = 0; i < 2; i++) {
    const q = new P(u8(i), u64(i) * 4294967296n + 1n);
    q.y += 1;
    q.z[0] = 9;
    print(q.sum());
    print(q.y);
  }
  print("\n");
  return i32(log & 1) - i32(log & 1);
}
