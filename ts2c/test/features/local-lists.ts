/* prints
6 9 1 4
*/
// Local objects passed to functions that only look at them, or link them to other local objects.
// spec: L-11.17
class Item {
  next: Item | null = null;
  value: u32 = 0;
}
class List {
  first: Item | null = null;
  last: Item | null = null;
  spare: Item = zeroed();
  push(item: Item): void {
    if (this.last === null) this.first = item;
    else this.last.next = item;
    this.last = item;
  }
  own(): Item {
    return this.spare;
  }
}
type Visit = (item: Item) => void;

function link(from: Item, to: Item): Item {
  from.next = to;
  return from;
}
function look(item: Item): void {
  item.value += 1;
}
function each(list: List, visit: Visit): u32 {
  let count: u32 = 0;
  for (let item = list.first; item !== null; item = item.next) {
    visit(item);
    count += item.value;
  }
  return count;
}
function sum(values: Span<u32>): u32 {
  let result: u32 = 0;
  for (const value of values) result += value;
  return result;
}

export function main(): i32 {
  const list: List = zeroed();
  const one: Item = zeroed();
  const two: Item = zeroed();
  const values: FixedArray<u32, 3> = arrayOf(2, 3, 4);
  list.push(one);
  list.push(two);
  two.value = 3;
  print(each(list, look) + one.value);
  print(" ");
  print(sum(spanOf(values)));
  print(" ");
  const linked = link(one, two);
  list.own().value = linked.value;
  print(list.spare.value);
  print(" ");
  print(two.value);
  print("\n");
  return 0;
}
