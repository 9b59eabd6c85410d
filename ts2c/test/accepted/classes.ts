/* prints
fields 3 -4 0
embedded 9 9 7
list 2 1 0 none
copy 9 9 1 2
array 5 0 5
nullable false true
same true false
pass 42
volatile 3 7
local 0 0 0
conditional 7
packed 7
nested 12
*/
import { COUNT } from "./support/constants.ts";

class Point {
  x: i32 = 0;
  y: i32 = 0;
}

export class Shape {
  name: string = "";
  corner: Point = zeroed();
  corners: FixedArray<Point, typeof COUNT> = zeroed();
  next: Shape | null = null;
  visible: bool = false;
  register: u32 = 0;
}

@packed
class Packed {
  tag: u8 = 0;
  value: u32 = 0;
  tail: u16 = 0;
}

class Device {
  status: Volatile<u32> = 0;
  data: FixedArray<Volatile<u8>, 4> = zeroed();
}

@align(64)
class Line {
  words: FixedArray<u32, 3> = zeroed();
}

const shapes: FixedArray<Shape, 3> = zeroed({ align: 32 });
const origin: Point = zeroed();
const lines: FixedArray<FixedArray<u8, 4>, 3> = zeroed();
let first: Shape | null = null;

function setPoint(point: Point, x: i32, y: i32): void {
  point.x = x;
  point.y = y;
}

function link(): void {
  for (let i: u32 = 0; i < 3; i++) {
    shapes[i].register = i;
    shapes[i].next = first;
    first = shapes[i];
  }
}

function find(register: u32): Shape | null {
  for (let shape = first; shape !== null; shape = shape.next) {
    if (shape.register === register) return shape;
  }
  return null;
}

function freshIsZero(): void {
  print("local");
  for (let i: u32 = 0; i < 3; i++) {
    const local: Point = zeroed();
    print(" ");
    print(local.x);
    setPoint(local, 5, 6);
  }
  print("\n");
}

function nested(): void {
  lines[2][3] = 12;
  const line = lines[2];
  print("nested ");
  print(line[3]);
  print("\n");
}

export function main(): i32 {
  setPoint(origin, 3, -4);
  print("fields ");
  print(origin.x);
  print(" ");
  print(origin.y);
  print(" ");
  print(shapes[0].corner.x);
  print("\n");
  const shape = shapes[1];
  const corner = shape.corner;
  corner.x = 9;
  shape.corners[3].y = 7;
  print("embedded ");
  print(shapes[1].corner.x);
  print(" ");
  print(corner.x);
  print(" ");
  print(shape.corners[3].y);
  print("\n");
  link();
  print("list ");
  for (let s = first; s !== null; s = s.next) {
    print(s.register);
    print(" ");
  }
  print(find(9) ? "found" : "none");
  print("\n");
  const saved: Point = zeroed();
  copy(saved, corner);
  copy(shape.corners[0], corner);
  setPoint(saved, 1, 2);
  print("copy ");
  print(corner.x);
  print(" ");
  print(shape.corners[0].x);
  print(" ");
  print(saved.x);
  print(" ");
  print(saved.y);
  print("\n");
  const numbers: FixedArray<u32, 5> = zeroed();
  numbers[4] = 5;
  print("array ");
  print(numbers.length);
  print(" ");
  print(numbers[0]);
  print(" ");
  print(numbers[4]);
  print("\n");
  const found = find(1);
  print("nullable ");
  print(find(7) !== null);
  print(" ");
  print(found === shape);
  print("\n");
  print("same ");
  print(shape.corner === corner);
  print(" ");
  print(saved === corner);
  print("\n");
  if (found) found.register = 42;
  print("pass ");
  print(shape.register);
  print("\n");
  const device: Device = zeroed();
  device.status |= 1;
  device.status |= 2;
  device.data[1] = 7;
  print("volatile ");
  print(device.status);
  print(" ");
  print(device.data[1]);
  print("\n");
  freshIsZero();
  const chosen = shape.visible ? origin : shape.corners[3];
  print("conditional ");
  print(chosen.y);
  print("\n");
  print("packed ");
  print(sizeOf<Packed>());
  print("\n");
  nested();
  return i32(sizeOf<Line>() - 64);
}
