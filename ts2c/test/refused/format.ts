// spec: L-32.5
const buffer: FixedArray<u8, 16> = zeroed();
const halves: FixedArray<u16, 16> = zeroed();
class Point {
  x: u32 = 0;
}
const point: Point = zeroed();
let half: f32 = 0.5;

export function use(word: u32): string {
  const text: string = `${word}`; // error: K2072 24
  const plain = `a`; // error: K2072 17
  format(spanOf(halves), `a`); // error: K2042 3, TS2345 10
  format(spanOf(buffer), "a"); // error: K2042 3
  format(spanOf(buffer), `${point}`); // error: K2042 29
  format(spanOf(buffer), `${half}`); // error: K2042 29
  format(spanOf(buffer), `${hex(word, 65)} ${hex(word, 64)}`); // error: K2042 39
  const digits = hex(word); // error: K2042 18
  const local: FixedArray<u8, 16> = zeroed();
  return format(spanOf(local), `${word}`); // error: K2020 10
}
