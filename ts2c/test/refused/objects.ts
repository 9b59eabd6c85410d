let word: u32 = 0;
enum Kind {
  Round = 1,
  Square,
}
class Point {
  constructor(
    public x: u32,
    public y: u32,
  ) {}
  sum(): u32 {
    return this.x + this.y;
  }
  static zero(): u32 {
    return this.length; // error: K2001 12, TS2339 17
  }
}
class Start {
  a: u32 = word; // error: K2024 12
  point: Point = zeroed(); // error: K2066 18
  other: Start | null = new Start(); // error: K2007 25
  onEnd: () => void = zeroed(); // error: K2066 23
}
class Counter {
  count: u32;
  total: u32 = 0;
  constructor(limit: u32) {
    this.count = limit;
    for (let i: u32 = 0; i < limit; i++) this.total += i;
  }
  get next(): u32 {
    return this.count + 1;
  }
  private hidden(): void {}
}
const counter = new Counter(3); // error: K2024 17
const point = new Point(word, 1); // error: K2024 25
const zero: Point = zeroed(); // error: K2066 21
const many: FixedArray<Point, 2> = zeroed(); // error: K2066 36
const mixed: FixedArray<Point, 2> = arrayOf(new Point(1, 2), point); // error: K2042 37
let moving = new Point(1, 2); // error: K2025 5
const wrong: Start = new Point(1, 2); // error: K2007 22, TS2739 7
let kept: Point | null = null;

export function use(start: Start): Point {
  const local = new Point(1, 2);
  kept = local; // error: K2020 10
  kept = new Point(3, 4); // error: K2060 10
  const method = local.sum; // error: K2061 18
  counter.next = 3; // error: K2014 3, TS2540 11
  counter.hidden(); // error: TS2341 11
  const outside = this; // error: K2001 19, TS2683 19
  const arrow = (): u32 => word;
  return local; // error: K2020 10
}
class Holding {
  constructor(readonly point: Point) {} // error: K2019 24
}
class Capturing {
  value: u32 = 0;
  run(): void {
    const inner = (): u32 => this.value; // error: K2030 30
  }
  keep(): Capturing {
    return this;
  }
}
