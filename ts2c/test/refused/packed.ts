// spec: L-12.12
class Inner {
  a: u32 = 0;
  list: FixedArray<u16, 4> = zeroed();
  get sum(): u32 {
    return this.a;
  }
  set whole(value: u32) {
    this.a = value;
  }
  add(): void {
    this.a += 1;
  }
}
@packed
class Packet {
  tag: u8 = 0;
  inner: Inner = zeroed();
  list: FixedArray<u32, 3> = zeroed();
  objects: FixedArray<Inner, 2> = zeroed();
  bytes: FixedArray<u8, 3> = zeroed();
  next: Packet | null = null;
}
@packed
@align(4)
class Proved {
  inner: Inner = zeroed();
  half: u16 = 0;
  odd: Inner = zeroed();
  @align(4) even: Inner = zeroed();
}
@packed
class Odd {
  @align(3) x: u32 = 0; // error: K2042 10
  @packed y: u32 = 0; // error: K2044 3
  @align(4) static z: u32 = 0; // error: K2044 3
}
class Word {
  @align(4) low: Bits<u32, 0, 4> = 0; // error: K2071 3
}
const packet: Packet = zeroed();
const packets: FixedArray<Packet, 2> = zeroed();
const proved: Proved = zeroed();
const odd: Odd = zeroed();
const word: Word = zeroed();
const first: Inner = packet.inner; // error: K2074 22
const fixed = packet.inner; // error: K2074 15
let started: Inner | null = packets[1].inner; // error: K2074 29
let kept: Inner | null = null;

function take(inner: Inner): void {}
function bytes(list: Span<u8>): void {}

export function use(which: bool): Inner {
  take(packet.inner); // error: K2074 8
  take(packet.objects[1]); // error: K2074 8
  take(proved.inner);
  take(proved.odd); // error: K2074 8
  take(proved.even);
  bytes(spanOf(packet.bytes));
  const window = spanOf(packet.list); // error: K2074 25
  const part = spanOf(packet.inner.list); // error: K2074 23
  const local = packet.inner; // error: K2074 17
  const chosen = which ? packet.inner : proved.inner; // error: K2074 26
  kept = packet.inner; // error: K2074 10
  packet.inner.add(); // error: K2074 3
  packet.inner.whole = 1; // error: K2074 3
  packet.inner.a = packet.inner.sum; // error: K2074 20
  if (kept === packet.inner) kept = null; // error: K2074 12
  for (const inner of packet.objects) take(inner); // error: K2074 23
  for (const value of packet.list) packet.inner.a += value;
  packet.next = packet;
  if (packet.next !== null) take(proved.inner);
  return packet.inner; // error: K2074 10
}
