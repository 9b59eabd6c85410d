export class Start {
  a: u32 = 0;
  d: Start | null = null;
  e: u32; // error: K2021 3, TS2564 3
  f = 0; // error: K2029 3
}
class Base {
  x: u32 = 0;
  protected hidden: u32 = 0; // error: K2022 3
  #secret: u32 = 0; // error: K2022 3
  declare later: u32; // error: K2021 3, K2022 3
  optional?: u32; // error: K2021 3, K2022 3, TS2411 3
  static {} // error: K2022 3
  [key: string]: u32; // error: K2022 3
}
class Derived extends Base {} // error: K2022 1
class Loop {
  inside: Loop = zeroed(); // error: K2023 3
}
class First {
  second: Second = zeroed();
}
class Second {
  first: FixedArray<First, 2> = zeroed(); // error: K2023 3
}
@sealed // error: K2044 1
class Sealed {}
declare function sealed(target: unknown, context: unknown): void; // error: K2002 33, K2002 51
@align(3) // error: K2042 8
class Odd {
  x: u32 = 0;
}
class Registers {
  text: Volatile<string> = ""; // error: K2047 9
  point: Volatile<Odd> = zeroed(); // error: K2047 10
}
const odd: Odd = zeroed({ align: 5 }); // error: K2042 34
const registers: FixedArray<Odd, 2> = zeroed();
let moving: Odd = zeroed(); // error: K2025 5
let kept: Odd | null = null;
const holder: Registers = zeroed();

export function assign(volatile: Volatile<u32>): void { // error: K2047 34
  holder.point = odd; // error: K2019 3
  registers[0] = odd; // error: K2019 3
  const copied: Odd = zeroed();
  let changed: Odd = zeroed(); // error: K2025 7
  kept = copied; // error: K2020 10
  const alias = copied;
  kept = alias; // error: K2020 10
  const object = { x: 1 }; // error: K2001 18
}

export function leak(): Odd {
  const local: Odd = zeroed();
  return local; // error: K2020 10
}

export function window(): Span<u8> {
  const bytes: FixedArray<u8, 4> = zeroed();
  const view = spanOf(bytes);
  return view; // error: K2020 10
}

export function late(again: bool): Odd | null {
  const local: Odd = zeroed();
  let found: Odd | null = null;
  while (again) {
    if (found) return found; // error: K2020 23
    found = local;
  }
  return null;
}
