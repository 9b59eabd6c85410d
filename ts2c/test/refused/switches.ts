enum Kind {
  First,
  Second,
}
let word: u32 = 0;

export function run(kind: Kind, limit: u32): u32 {
  switch (word) {
    case 1: // error: K2026 5
      word = 2;
    case 2:
      word = 3;
      break;
    case 2: // error: K2027 10
      break;
    case limit: // error: K2027 10
      break;
    default:
  }
  switch (kind) {
    case Kind.First:
      const x: u32 = 1; // error: K2028 7
      return x;
    case Kind.Second:
      return 2;
  }
}
