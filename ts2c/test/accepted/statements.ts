/* prints
if 1 2 3
loops 10 10 3 7
nested 6
switch zero few few many down
of 6 321 60
bool true false true
while 5
jump 0 1 3
declared 11
*/
import { Colour, Signed } from "./support/constants.ts";

const table: FixedArray<u32, 3> = arrayOf(1, 2, 3);
class Cell {
  value: u32 = 0;
}
const cells: FixedArray<Cell, 3> = zeroed();

function choose(n: u32): u32 {
  if (n > 10) return 1;
  else if (n > 5) {
    return 2;
  }
  return 3;
}

function word(n: u32): string {
  switch (n) {
    case 0:
      return "zero";
    case 1:
    case 2: {
      const text = "few";
      return text;
    }
    default:
      break;
  }
  return "many";
}

function direction(value: Signed): string {
  switch (value) {
    case Signed.Down:
      return "down";
    case Signed.Up:
      return "up";
  }
}

function loops(): void {
  let sum: u32 = 0;
  for (let i: u32 = 0; i < 5; i++) sum += i;
  print("loops ");
  print(sum);
  let count: u32 = 0;
  while (true) {
    count += 1;
    if (count === 10) break;
  }
  print(" ");
  print(count);
  let tries: u32 = 0;
  do {
    tries += 1;
  } while (tries < 3);
  print(" ");
  print(tries);
  let steps: u32 = 0;
  for (let i: u32 = 0, j: u32 = 7; i < j; j--) steps += 1;
  print(" ");
  print(steps);
  print("\n");
}

function nested(): void {
  let found: u32 = 0;
  for (let i: u32 = 0; i < 4; i++) {
    for (let j: u32 = 0; j < 4; j++) {
      if (j === i) break;
      found += 1;
    }
  }
  print("nested ");
  print(found);
  print("\n");
}

function iterate(): void {
  let sum: u32 = 0;
  for (const value of table) sum += value;
  let digits: u32 = 0;
  let scale: u32 = 1;
  for (const value of spanOf(table)) {
    digits += value * scale;
    scale *= 10;
  }
  let next: u32 = 10;
  let all: u32 = 0;
  for (const cell of cells) {
    cell.value = next;
    next += 10;
  }
  for (const cell of cells) all += cell.value;
  print("of ");
  print(sum);
  print(" ");
  print(digits);
  print(" ");
  print(all);
  print("\n");
}

function jumps(): void {
  print("jump");
  for (let i: u32 = 0; i < 5; i++) {
    switch (i) {
      case 2:
        continue;
      case 4:
        break;
      default:
        print(" ");
        print(i);
    }
  }
  print("\n");
}

export function main(): i32 {
  print("if ");
  print(choose(11));
  print(" ");
  print(choose(6));
  print(" ");
  print(choose(0));
  print("\n");
  loops();
  nested();
  print("switch ");
  print(word(0));
  print(" ");
  print(word(1));
  print(" ");
  print(word(2));
  print(" ");
  print(word(3));
  print(" ");
  print(direction(Signed.Down));
  print("\n");
  iterate();
  const yes = true;
  const n: u32 = 0;
  const no: bool = !yes;
  print("bool ");
  print(yes && !no);
  print(" ");
  print(no || no);
  print(" ");
  print(yes !== (n === 5));
  print("\n");
  let m: u32 = 0;
  while (m < 5) m++;
  print("while ");
  print(m);
  print("\n");
  jumps();
  let late: u32;
  if (m === 5) late = u32(Colour.Green) + 6;
  else late = 0;
  print("declared ");
  print(late);
  print("\n");
  return i32(Colour.Blue) - 6;
}
