/* prints
12 7
0 0 1 2 4
*/
// Packed classes: what is misaligned there is read and written in its place, in every order of evaluation.
// spec: L-12.10, L-12.11
class Inner {
  a: u32 = 0;
  b: u16 = 0;
  list: FixedArray<u32, 3> = zeroed();
  next: Inner | null = null;
  get sum(): u32 {
    return this.a;
  }
  add(n: u32): void {
    this.a += n;
  }
}
@packed
class Bytes {
  x: u32 = 0;
  y: u16 = 0;
}
class Word {
  low: Bits<u32, 0, 4> = 0;
  high: Bits<u32, 28, 4> = 0;
}
@packed
class P {
  tag: u8 = 0;
  word: u32 = 0;
  wide: u64 = 0n;
  signed: i32 = 0;
  flags: Word = zeroed();
  inner: Inner = zeroed();
  list: FixedArray<u32, 3> = zeroed();
  grid: FixedArray<FixedArray<u16, 2>, 3> = zeroed();
  objects: FixedArray<Inner, 2> = zeroed();
  bytes: FixedArray<u8, 3> = zeroed();
  small: Bytes = zeroed();
  next: P | null = null;
  text: string = "";
  shared: Volatile<u32> = 0;
}
@packed
@align(8)
class Q {
  @align(8) inner: Inner = zeroed();
  tag: u8 = 0;
  @align(8) second: Inner = zeroed();
  @align(4) word: u32 = 0;
}
const p: P = zeroed();
const q: Q = zeroed();
const other: Inner = zeroed();
let calls: u32 = 0;
function next(): u32 {
  calls += 1;
  p.tag += 1;
  return calls;
}
function take(i: Inner): u32 {
  i.a += 1;
  return i.a;
}
function sumOf(b: Span<u8>): u32 {
  return b.length;
}
function use(b: Bytes): u32 {
  b.x += 1;
  return b.x;
}
function get(): P {
  p.tag += 1;
  return p;
}
export function main(): i32 {
  p.word += next();
  p.word = next() + p.word;
  p.signed += i32(next());
  p.signed++;
  p.wide += u64(next());
  get().word += next();
  get().word = next();
  p.inner.a += next();
  get().inner.a += next();
  get().inner.list[next() & 1] += next();
  p.list[next() % 3] = next();
  p.list[2] += next();
  p.grid[next() % 3][1] = u16(next());
  get().grid[1][next() % 2] += u16(next());
  p.objects[next() & 1].b += u16(next());
  p.objects[next() & 1].list[next() & 1]++;
  p.flags.low = 5;
  get().flags.high += next() & 1;
  p.shared += next();
  copy(p.inner, other);
  copy(other, p.inner);
  copy(p.list, p.inner.list);
  copy(get().inner, get().objects[next() & 1]);
  p.next = p;
  p.inner.next = other;
  if (p.inner.next !== null) p.inner.next.a += 1;
  if (p.next) p.next.word++;
  let n = take(q.inner) + take(q.second) + sumOf(spanOf(p.bytes)) + use(p.small);
  for (const b of p.list) n += b;
  for (const row of q.inner.list) n += row;
  p.text = "abc";
  n += p.text.length;
  n += p.list.length;
  const aligned = (offsetOf<Q>("inner") | offsetOf<Q>("second")) & 7;
  print(n);
  print(" ");
  print(p.word + p.inner.a + p.list[0]);
  print("\n");
  print(aligned);
  print(" ");
  print(sizeOf<Q>() & 7);
  print(" ");
  print(offsetOf<P>("word"));
  print(" ");
  print(p.objects[0].list[0] + p.objects[0].list[1] + p.objects[1].list[0] + p.objects[1].list[1] + 1);
  print(" ");
  print(u32(p.signed));
  print("\n");
  return 0;
}
