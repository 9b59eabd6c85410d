/* prints
pointer 12 7
table 11 20
null none 25
recursive 120
arrow 9
string 5 true false 101
bytes 532
parts 3 108 108
escape "a"\	?é
return ab
never 4
*/
type Operation = (a: u32, b: u32) => u32;
type Callback = () => void;

class Command {
  name: string = "";
  run: Operation | null = null;
}

const table: FixedArray<Operation, 2> = arrayOf(add, multiply);
const commands: FixedArray<Command, 2> = zeroed();
let hook: Callback | null = null;
let called: u32 = 0;

function add(a: u32, b: u32): u32 {
  return a + b;
}

function multiply(a: u32, b: u32): u32 {
  return a * b;
}

function apply(operation: Operation, a: u32, b: u32): u32 {
  return operation(a, b);
}

function pick(large: bool): Operation {
  return large ? multiply : add;
}

function factorial(n: u32): u32 {
  return n < 2 ? 1 : n * factorial(n - 1);
}

function fail(): never {
  panic("never called");
}

function half(n: u32): u32 {
  if (n % 2 === 0) return n / 2;
  fail();
}

function sum(bytes: Span<u8>): u32 {
  let result: u32 = 0;
  for (let i: u32 = 0; i < bytes.length; i++) result += bytes[i];
  return result;
}

function run(command: Command): void {
  const operation = command.run;
  if (operation) print(operation(5, 5));
  else print("none");
}

export function main(): i32 {
  print("pointer ");
  print(apply(pick(true), 3, 4));
  print(" ");
  print(apply(pick(false), 3, 4));
  print("\n");
  print("table ");
  print(table[0](5, 6));
  print(" ");
  print(table[1](4, 5));
  print("\n");
  commands[1].run = multiply;
  print("null ");
  run(commands[0]);
  print(" ");
  run(commands[1]);
  print("\n");
  print("recursive ");
  print(factorial(5));
  print("\n");
  hook = () => {
    called += 9;
  };
  if (hook !== null) hook();
  print("arrow ");
  print(called);
  print("\n");
  const text = "hello";
  print("string ");
  print(text.length);
  print(" ");
  print(text === "hello");
  print(" ");
  print(text !== "hello");
  print(" ");
  print(text.charCodeAt(1));
  print("\n");
  print("bytes ");
  print(sum(bytesOf(text)));
  print("\n");
  const part = subSpan(bytesOf(text), 1, 3);
  print("parts ");
  print(part.length);
  print(" ");
  print(part[1]);
  print(" ");
  print(part[2]);
  print("\n");
  print('escape "a"\\	?é\n');
  const letters: FixedArray<u8, 2> = arrayOf(97, 98);
  const view = spanOf(letters);
  print("return ");
  print(stringOf(view));
  print("\n");
  print("never ");
  print(half(8));
  print("\n");
  return 0;
}
