enum Kind {
  Round,
  Square,
  Other,
}
class Round {
  readonly kind = Kind.Round;
  radius: u32 = 0;
}
class Square {
  readonly kind = Kind.Square;
  width: u32 = 0;
}
class Late {
  width: u32 = 0;
  readonly kind = Kind.Other;
}
class Twice {
  readonly kind = Kind.Round;
  height: u32 = 0;
}
class Named {
  readonly name = Kind.Other;
}
class Open {
  kind: Kind = Kind.Round;
}
type Shape = Round | Square;
type WithLate = Round | Late; // error: K2064 17
type WithTwice = Round | Twice; // error: K2064 18
type WithNamed = Round | Named; // error: K2064 18
type WithOpen = Round | Open; // error: K2064 17
type WithNumber = Round | u32; // error: K2002 19
class Holder {
  shape: Shape = zeroed(); // error: K2066 18
}

export function area(shape: Shape, other: Shape): u32 {
  let sum: u32 = 0;
  switch (shape.kind) { // error: K2065 3
    case Kind.Round:
      sum = shape.radius;
      break;
  }
  if (shape.kind === Kind.Round) sum += shape.width; // error: TS2339 47
  sum += other.radius; // error: K2014 10, TS2339 16
  const none: never = shape; // error: TS2322 9
  const square: Square = shape; // error: K2007 26, TS2322 9
  const local: Square = zeroed(); // error: K2066 25
  return sum;
}
