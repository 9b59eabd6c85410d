/* prints
7 9 7
*/
// A union is the same in whatever order its classes are written.
// spec: L-25.1, L-25.2
enum Kind {
  First,
  Second,
}
class First {
  readonly kind = Kind.First;
  size: u32 = 7;
}
class Second {
  readonly kind = Kind.Second;
  size: u32 = 9;
}
const one = new First();
const two = new Second();

type Measure = (thing: Second | First) => u32;

function sizeOfThing(thing: First | Second): u32 {
  return thing.kind === Kind.First ? thing.size : thing.size;
}

function sizeOfFirst(things: FixedArray<Second | First, 2>): u32 {
  return sizeOfThing(things[0]);
}

const measure: FixedArray<Measure, 1> = arrayOf(sizeOfThing);

export function main(): i32 {
  const things: FixedArray<First | Second, 2> = arrayOf<First | Second, 2>(one, two);
  print(measure[0](one));
  print(" ");
  print(measure[0](two));
  print(" ");
  print(sizeOfFirst(things));
  print("\n");
  return 0;
}
