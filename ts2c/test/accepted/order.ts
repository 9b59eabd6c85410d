/* prints
operands 1 2 -1
arguments 1 2 3
index 1 7
assign 1 2 9
compound 15
read 1 11
logic 1 2
fields 3 100
chosen 20 2
list 1 2 12
dropped 1 8 2 true 3 true
*/
/** What must happen in the written order although C leaves it open. */
class Box {
  value: u32 = 0;
  items: FixedArray<u32, 8> = zeroed();
}

const boxes: FixedArray<Box, 2> = zeroed();
let counter: u32 = 0;
let current: Box = boxes[0];

function next(): u32 {
  counter += 1;
  return counter;
}

function trace(value: u32): u32 {
  print(" ");
  print(value);
  return value;
}

function three(a: u32, b: u32, c: u32): u32 {
  return a * 100 + b * 10 + c;
}

function moveOn(): u32 {
  current = boxes[1];
  return 100;
}

function addTen(): u32 {
  counter += 10;
  return 10;
}

function chooseSecond(): u32 {
  current = boxes[1];
  return 2;
}

function fields(): void {
  current = boxes[0];
  boxes[0].value = 3;
  boxes[1].value = 0;
  current.value = moveOn();
  print("fields ");
  print(boxes[1].value + 3);
  print(" ");
  print(boxes[0].value);
  print("\n");
}

function chosen(): void {
  current = boxes[0];
  boxes[0].items[1] = 10;
  boxes[1].items[1] = 50;
  const result = current.items[1] * chooseSecond();
  print("chosen ");
  print(result);
  print(" ");
  print(current === boxes[1] ? u32(2) : 0);
  print("\n");
}

function list(): void {
  print("list");
  const both: FixedArray<u32, 2> = arrayOf(trace(1), trace(2));
  print(" ");
  print(both[0] * 10 + both[1]);
  print("\n");
}

function traced(value: u32): Box {
  return boxes[trace(value) & 1];
}

/** The value is known without the call, which must happen all the same. */
function dropped(): void {
  print("dropped");
  const length = traced(1).items.length;
  print(" ");
  print(length);
  const there = boxes[trace(2) & 1] !== null;
  print(" ");
  print(there);
  if (traced(3)) print(" true");
  print("\n");
}

export function main(): i32 {
  print("operands");
  const difference = i32(trace(1)) - i32(trace(2));
  print(" ");
  print(difference);
  print("\n");
  print("arguments");
  const value = three(trace(1), trace(2), trace(3));
  print("\n");
  const box = boxes[0];
  box.items[next()] = next() + 5;
  print("index ");
  print(box.items[0] + 1);
  print(" ");
  print(box.items[1]);
  print("\n");
  print("assign");
  boxes[trace(1) & 1].items[trace(2)] = trace(9);
  print("\n");
  counter = 5;
  counter += addTen();
  print("compound ");
  print(counter);
  print("\n");
  counter = 1;
  const before = counter;
  const sum = counter + addTen();
  print("read ");
  print(before);
  print(" ");
  print(sum);
  print("\n");
  print("logic");
  if (trace(1) === 1 && trace(2) === 3 && trace(3) === 3) print(" wrong");
  print("\n");
  fields();
  chosen();
  list();
  dropped();
  let i: u32 = 0;
  box.items[i++] = i;
  return value === 123 && box.items[0] === 1 ? 0 : 1;
}
