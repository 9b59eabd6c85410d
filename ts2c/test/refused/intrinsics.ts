// target: host
class Point {
  x: u32 = 0;
}
const point: Point = zeroed();
const bytes: FixedArray<u8, 4> = zeroed();
const words: FixedArray<u32, 2> = arrayOf(1, 2, 3); // error: K2042 35
const points: FixedArray<Point, 1> = arrayOf(point); // error: K2042 38
const device: FixedArray<Volatile<u32>, 2> = zeroed();
let word: u32 = 0;
const name = "section";
const placed: Point = zeroed({ section: name }); // error: K2042 41
const other: Point = zeroed({ size: 1 }); // error: K2001 31, TS2353 31

export function main(): u32 { // error: K2043 17
  const address = addressOf(point); // error: K2034 19
  const reference = referenceAt<Point>(0); // error: K2034 21
  const span = spanAt<u8>(0, 4); // error: K2034 16
  writeCr3(word); // error: K2034 3
  const answer = systemCall(0, zeroed()); // error: K2034 18, K2042 32
  copyBytes(0, 0, 0); // error: K2034 3
  copy(point, bytes); // error: K2042 3, TS2345 15
  copy(word, word); // error: K2042 3
  const window = spanOf(point); // error: K2042 18, TS2345 25
  const part = subSpan(point, 0, 1); // error: K2042 16, TS2345 24
  const text = stringOf(spanOf(words)); // error: K2042 16, TS2345 25
  const some = bytesOf(bytes); // error: K2042 16, TS2345 24
  word = sizeOf(); // error: K2042 10
  word = offsetOf<Point>(name); // error: K2042 10, TS2345 26
  word = offsetOf<Point>("y"); // error: TS2345 26
  word = u32("text"); // error: K2042 10, TS2345 14
  word = u32(zeroed()); // error: K2042 14
  print(point); // error: K2042 3, TS2345 9
  symbol(main, "start"); // error: K2036 3
  const function_ = print; // error: K2045 21
  const converter = u32; // error: K2045 21
  copy(device, device); // error: K2042 3
  readTimeStampLow();
  return word;
}
