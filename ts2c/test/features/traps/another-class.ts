/* traps an object of another class than tested
 */
enum Kind {
  Round,
  Square,
}
class Round {
  readonly kind = Kind.Round;
  radius: u32 = 1;
}
class Square {
  readonly kind = Kind.Square;
  width: u32 = 2;
}
const round = new Round();
const square = new Square();
let current: Round | Square = square;
function change(): void {
  current = round;
}
export function main(): i32 {
  current = square;
  if (current.kind === Kind.Square) {
    change();
    return i32(current.width);
  }
  return 0;
}
