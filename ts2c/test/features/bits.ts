/* prints
read 1 0 5 4660
word 305418309
write 2 7 305418335
compound 3 1 0
narrow 9 240 249
wide 1099511627775 1
array 3 12
once 1
edge 5 1 3
*/
// spec: L-31.1, L-31.2, L-31.3, L-31.4
class Control {
  enable: Bits<u32, 0, 1> = 0;
  mode: Bits<u32, 1, 1> = 0;
  speed: Bits<u32, 2, 3> = 0;
  rest: Bits<u32, 16, 16> = 0;
  word: Bits<u32, 0, 32> = 0;
}
class Small {
  low: Bits<Volatile<u8>, 0, 4> = 0;
  high: Bits<Volatile<u8>, 4, 4> = 0;
  all: Bits<Volatile<u8>, 0, 8> = 0;
}
class Wide {
  low: Bits<u64, 0, 40> = 0n;
  top: Bits<u64, 63, 1> = 0n;
}
/** One field ends below the last bit, one starts behind the first. */
class Edge {
  lowest: Bits<u32, 0, 1> = 0;
  below: Bits<u32, 28, 3> = 0;
  highest: Bits<u32, 31, 1> = 0;
  word: Bits<u32, 0, 32> = 0;
}
class Device {
  control: Control = zeroed();
  small: FixedArray<Small, 4> = zeroed();
  wide: Wide = zeroed();
}
const device: Device = zeroed();
let calls: u32 = 0;

function control(): Control {
  calls += 1;
  return device.control;
}

function show(value: u32): void {
  print(" ");
  print(value);
}

export function main(): i32 {
  const c = device.control;
  c.word = 0x12345a95;
  c.word = (c.word & ~0xffff) | 0x15;
  print("read");
  show(c.enable);
  show(c.mode);
  show(c.speed);
  show(c.rest);
  print("\nword");
  c.word = 305418309;
  show(c.word);
  c.speed = 7;
  c.mode = 1;
  const next: u32 = 2;
  print("\nwrite");
  show(next);
  show(c.speed);
  c.word |= 64;
  show(c.word);
  c.speed -= 4;
  print("\ncompound");
  show(c.speed);
  c.enable = 0;
  c.enable++;
  show(c.enable);
  c.enable &= 0;
  show(c.enable);
  const small = device.small[3];
  small.high = 15;
  small.low = 9;
  print("\nnarrow");
  show(u32(small.low));
  show(u32(small.all & 0xf0));
  show(u32(small.all));
  const wide = device.wide;
  wide.top = 1n;
  wide.low = 1099511627775n;
  print("\nwide ");
  print(wide.low);
  print(" ");
  print(wide.top);
  print("\narray");
  for (const one of device.small) one.low = 3;
  show(u32(device.small[1].low));
  show(u32(device.small[0].low + device.small[1].low + device.small[2].low + device.small[3].low));
  print("\nonce");
  control().speed += 1;
  show(calls);
  const edge: Edge = zeroed();
  edge.word = 0xd000_0000;
  print("\nedge");
  show(edge.below);
  edge.below = 7;
  show(edge.highest);
  edge.lowest = 1;
  show((edge.word >>> 31) + (edge.word & 1) * 2);
  print("\n");
  return i32(sizeOf<Control>() - 4 + sizeOf<Small>() - 1 + sizeOf<Wide>() - 8);
}
