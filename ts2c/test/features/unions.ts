/* prints
area 12 20 9
name circle square circle
first 20
none 0
same true false
*/
// spec: L-25.2, L-25.3, L-25.5
enum ShapeKind {
  Circle = 5,
  Square,
  Box,
}
class Circle {
  readonly kind = ShapeKind.Circle;
  constructor(public radius: u32) {}
}
class Square {
  readonly kind: ShapeKind.Square = ShapeKind.Square;
  width: u32 = 4;
  height: u32 = 5;
}
class Box {
  readonly kind = ShapeKind.Box;
  size: u32 = 3;
}
type Shape = Circle | Square | Box;

const circle = new Circle(2);
const square = new Square();
const shapes: FixedArray<Shape | null, 4> = zeroed();
let current: Shape = circle;

function area(shape: Shape): u32 {
  switch (shape.kind) {
    case ShapeKind.Circle:
      return 3 * shape.radius * shape.radius;
    case ShapeKind.Square:
      return shape.width * shape.height;
    case ShapeKind.Box:
      return shape.size * shape.size;
  }
}

function name(shape: Circle | Square): string {
  if (shape.kind === ShapeKind.Circle) return "circle";
  return shape.width > 0 ? "square" : "";
}

function both(shape: Shape): string {
  switch (shape.kind) {
    case ShapeKind.Circle:
    case ShapeKind.Square:
      return name(shape);
    case ShapeKind.Box:
      return "box";
    default: {
      const missing: never = shape;
      return missing;
    }
  }
}

function isCircle(shape: Shape): bool {
  return shape === circle;
}

function show(value: u32): void {
  print(" ");
  print(value);
}

export function main(): i32 {
  const box = new Box();
  print("area");
  show(area(circle));
  show(area(square));
  show(area(box));
  print("\nname ");
  print(both(circle));
  print(" ");
  print(both(square));
  print(" ");
  print(both(current));
  shapes[1] = square;
  const found = shapes[1];
  print("\nfirst");
  if (found && found.kind === ShapeKind.Square) show(found.width * found.height);
  print("\nnone");
  const none = shapes[2];
  show(none === null ? 0 : area(none));
  current = square;
  print("\nsame ");
  print(found === current);
  print(" ");
  print(isCircle(current));
  print("\n");
  if (current.kind === ShapeKind.Square) current.width = 1;
  return i32(square.width - 1);
}
