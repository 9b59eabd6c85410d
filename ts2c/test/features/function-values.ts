/* prints
table 6 5 36
field 11 21
argument 30 14
null none
found 7
same true false
returned 8
span 3 4
*/
// spec: L-27.1, L-27.2, L-27.3
type Operation = (a: u32, b: u32) => u32;

class Button {
  onPress: Operation;
  onRelease: ((value: u32) => void) | null = null;
  constructor(onPress: Operation) {
    this.onPress = onPress;
  }
}

class Named {
  static twice(a: u32, b: u32): u32 {
    return 2 * a + b;
  }
}

function add(a: u32, b: u32): u32 {
  return a + b;
}

function multiply(a: u32, b: u32): u32 {
  return a * b;
}

const table: FixedArray<Operation, 3> = arrayOf(multiply, add, (a, b) => (a + b) * (a + b) + 11);
const optional: FixedArray<Operation | null, 4> = zeroed();
const button = new Button(add);
let current: Operation = add;
let released: u32 = 0;

function apply(operation: Operation, a: u32, b: u32): u32 {
  return operation(a, b);
}

function chooser(wide: bool): Operation {
  return wide ? multiply : add;
}

function each(items: Span<Operation>): void {
  for (const item of items) {
    print(" ");
    print(item(1, 2));
  }
}

export function main(): i32 {
  print("table ");
  print(table[0](2, 3));
  print(" ");
  print(table[1](2, 3));
  print(" ");
  print(table[2](2, 3));
  print("\nfield ");
  print(button.onPress(5, 6));
  print(" ");
  button.onPress = Named.twice;
  print(button.onPress(10, 1));
  print("\nargument ");
  print(apply((a, b) => a * b, 5, 6));
  print(" ");
  print(apply(Named.twice, 5, 4));
  print("\nnull ");
  const slot = optional[2];
  print(slot ? "some" : "none");
  print("\nfound ");
  optional[1] = (a) => a + 2;
  const found = optional[1];
  if (found) print(found(5, 0));
  print("\nsame ");
  print(current === add);
  current = multiply;
  print(" ");
  print(current === add);
  print("\nreturned ");
  print(chooser(true)(2, 4));
  if (button.onRelease) button.onRelease(1);
  button.onRelease = (value) => {
    released += value;
  };
  button.onRelease(1);
  print("\nspan");
  const local: FixedArray<Operation, 2> = arrayOf(add, Named.twice);
  each(spanOf(local));
  print("\n");
  return i32(released) - 1;
}
