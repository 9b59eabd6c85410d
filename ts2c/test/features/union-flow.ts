/* prints
21 -15 3 5 3 106 99164 924124847 1234b4712
*/
// Unions in loops, choices and fields, told apart by tests and by assignments.
enum K {
  A = 3,
  B,
  C,
}
class A {
  readonly k = K.A;
  value: u32;
  constructor(value: u32) {
    this.value = value;
  }
  get twice(): u32 {
    return this.value * 2;
  }
  bump(by: u32): A {
    this.value += by;
    return this;
  }
}
class B {
  readonly k = K.B;
  value: i64 = -5n;
  name: string = "b";
  get twice(): i64 {
    return this.value * 2n;
  }
}
class C {
  readonly k = K.C;
  f: f32 = 1.5;
  set twice(x: u32) {
    this.f = f32(x) * 0.5;
  }
  get twice(): u32 {
    return u32(this.f * 2.0);
  }
}
type U = A | B | C;
class Holder {
  shape: U;
  other: U | null = null;
  constructor(shape: U) {
    this.shape = shape;
  }
}
const a = new A(7);
const b = new B();
const c = new C();
const h = new Holder(a);
let trace: u32 = 0;
function note<T>(x: T, n: u32): T {
  trace = trace * 10 + n;
  return x;
}
function look(u: U): i64 {
  if (u.k === K.A) return i64(u.value) + i64(u.twice);
  if (u.k !== K.C) {
    return u.value + u.twice;
  }
  return i64(u.twice);
}
function loop(u: U): u32 {
  let x: U = u;
  let n: u32 = 0;
  while (x.k !== K.C) {
    if (x.k === K.A) {
      n += x.value;
      x = b;
    } else {
      n += u32(x.value);
      x = c;
    }
  }
  return n + x.twice;
}
function pick(n: u32): U {
  if (n === 0) return a;
  if (n === 1) return b;
  return pick2();
}
function pick2(): U {
  return c;
}
function sum(all: Span<U>): i64 {
  let s: i64 = 0n;
  for (const u of all) {
    switch (u.k) {
      case K.A:
        s += i64(u.value);
        break;
      case K.B:
      case K.C:
        if (u.k === K.B && u.value < 0n) s -= 1n;
        else s += 100n;
        break;
    }
  }
  return s;
}
function maybe(u: U | null): u32 {
  return u && u.k === K.A ? u.bump(1).twice : u === null ? 99 : u32(u.k);
}
export function main(): i32 {
  print(look(a));
  print(" ");
  print(look(b));
  print(" ");
  print(look(c));
  print(" ");
  print(loop(a));
  print(" ");
  print(loop(c));
  print(" ");
  const all: FixedArray<U, 3> = arrayOf(pick(1), pick(0), pick(2));
  print(sum(spanOf(all)));
  print(" ");
  print(maybe(null));
  print(maybe(a));
  print(maybe(b));
  print(" ");
  if (h.shape.k === K.A && note(true, 1)) {
    h.shape.value += 1;
    print(h.shape.value);
    h.shape.bump(note(3, 2));
    print(h.shape.twice);
  }
  c.twice += 3;
  c.twice = c.twice << 1;
  print(c.twice);
  c.twice <<= 2;
  print(c.twice);
  note(c, 3).twice -= note<u32>(1, 4);
  print(c.twice);
  print(" ");
  print(trace);
  h.other = b;
  const o = h.other;
  if (o.k === K.B) print(o.name);
  let q: U = a;
  q = c;
  print(q.twice);
  const local = new Holder(pick(2));
  local.shape = a;
  print(local.shape.value);
  print("\n");
  return 0;
}
