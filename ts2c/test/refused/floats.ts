// spec: L-30.3
let half: f32 = 0.5;
let wide: f64 = 0.5;
let count: u32 = 3;
const whole: u32 = 1.5; // error: K2017 20
const bare = 1.5;
const large: f32 = 1e39; // error: K2003 20
const literal: f64 = 2; // error: K2070 22
const flag: bool = true;

export function mixes(): void {
  half = half + wide; // error: K2007 15
  wide = wide + count; // error: K2070 15
  wide = wide * 2; // error: K2070 15
  wide = count; // error: K2070 10, TS2322 3
  count = wide; // error: K2007 11, TS2322 3
  wide = wide % 2.0; // error: K2014 15
  half = ~half; // error: K2014 10
  wide++; // error: K2014 3
  if (wide) count = 1; // error: K2008 7
  const local = 0.5; // error: K2004 9
  const sum = 0.5 + 0.5; // error: K2004 19
  wide = wide + flag; // error: K2014 15, TS2365 10
  count = u32(2.5); // error: K2017 11
  half = f32(flag); // error: K2042 10, TS2345 14
  wide = half; // error: K2007 10, TS2322 3
  wide <<= 1; // error: K2014 3
}
