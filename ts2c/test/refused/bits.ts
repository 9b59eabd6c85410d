class Mixed {
  low: Bits<u32, 0, 4> = 0;
  other: u32 = 0; // error: K2071 3
}
class Later {
  other: u32 = 0;
  low: Bits<u32, 0, 4> = 0; // error: K2071 3
}
class Beyond {
  high: Bits<u32, 30, 3> = 0; // error: K2071 3
  none: Bits<u32, 3, 0> = 0; // error: K2071 3
}
class Signed {
  low: Bits<i32, 0, 4> = 0; // error: K2071 3
}
class Words {
  low: Bits<u32, 0, 4> = 0;
  high: Bits<u16, 4, 4> = 0; // error: K2071 3
}
class Starts {
  low: Bits<u32, 0, 4> = 3; // error: K2071 3
}
class Good {
  low: Bits<u32, 0, 4> = 0;
}
const good: Good = zeroed();
let loose: Bits<u32, 0, 4> = 0; // error: K2002 12

export function use(): u32 {
  good.low = 16; // error: K2003 3
  const after = good.low++; // error: K2014 17
  return offsetOf<Good>("low"); // error: K2042 10
}
