/* prints
counter 3 5 12
static 7 42
origin 0 0 moved 3 4
local 9 16 25
getter 10 setter 20 21
nested 1 2 5
array 1 2 3
handler 8
*/
// spec: L-23.1, L-23.2, L-23.4, L-23.5, L-23.6, L-23.9, L-23.10
const SIZE = 4;

class Counter {
  private count: u32 = 3;
  limit: u32 = 100;
  add(amount: u32): void {
    if (this.count + amount <= this.limit) this.count += amount;
  }
  get value(): u32 {
    return this.count;
  }
  addTwice(amount: u32): u32 {
    this.add(amount);
    this.add(amount);
    return this.value;
  }
}

class Point {
  static readonly ORIGIN_X: i32 = 7;
  static made: u32 = 40;
  static count(): u32 {
    Point.made += 2;
    return Point.made;
  }
  constructor(
    public x: i32,
    public y: i32,
  ) {}
  move(dx: i32, dy: i32): void {
    this.x += dx;
    this.y += dy;
  }
}

class Square {
  readonly side: u32;
  area: u32 = 0;
  constructor(side: u32) {
    this.side = side;
    for (let i: u32 = 0; i < side; i++) this.area += side;
  }
}

class Celsius {
  private tenths: i32 = 100;
  get degrees(): i32 {
    return this.tenths / 10;
  }
  set degrees(value: i32) {
    this.tenths = value * 10;
  }
}

class Inner {
  a: u32;
  b: u32 = 2;
  constructor(a: u32) {
    this.a = a;
  }
}

class Outer {
  inner: Inner = new Inner(1);
  last: u32;
  constructor(last: u32) {
    this.last = last;
  }
}

class Machine {
  onTick: (n: u32) => u32;
  slots: FixedArray<u32, typeof SIZE> = zeroed();
  constructor(onTick: (n: u32) => u32) {
    this.onTick = onTick;
  }
}

const counter: Counter = new Counter();
const origin = new Point(0, 0);
const celsius = new Celsius();
const outer = new Outer(5);
const points: FixedArray<Inner, 3> = arrayOf(new Inner(1), new Inner(2), new Inner(3));
const machine = new Machine((n) => n * 2);

export function main(): i32 {
  print("counter ");
  print(counter.value);
  print(" ");
  counter.add(2);
  print(counter.value);
  print(" ");
  counter.limit = 12;
  counter.add(4);
  print(counter.addTwice(3));
  print("\nstatic ");
  print(Point.ORIGIN_X);
  print(" ");
  print(Point.count());
  print("\norigin ");
  print(origin.x);
  print(" ");
  print(origin.y);
  origin.move(3, 4);
  print(" moved ");
  print(origin.x);
  print(" ");
  print(origin.y);
  print("\nlocal ");
  for (let i: u32 = 3; i <= 5; i++) {
    const square = new Square(i);
    print(square.area);
    if (i < 5) print(" ");
  }
  print("\ngetter ");
  print(celsius.degrees);
  celsius.degrees = 20;
  print(" setter ");
  print(celsius.degrees);
  celsius.degrees += 1;
  print(" ");
  print(celsius.degrees);
  print("\nnested ");
  print(outer.inner.a);
  print(" ");
  print(outer.inner.b);
  print(" ");
  print(outer.last);
  print("\narray");
  for (const point of points) {
    print(" ");
    print(point.a);
  }
  print("\nhandler ");
  print(machine.onTick(4));
  print("\n");
  return 0;
}
