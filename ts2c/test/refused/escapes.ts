// spec: L-11.11, L-11.17
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
  get top(): Item {
    return this.spare;
  }
}
type Visit = (item: Item) => void;
const list: List = zeroed();
let kept: Item | null = null;
let text: Span<u8> = zeroed();
function keep(item: Item): void {
  kept = item;
}
function through(item: Item): void {
  const other = item;
  keep(other);
}
function look(item: Item): void {
  item.value += 1;
}
function call(visit: Visit, item: Item): void {
  visit(item);
}
function window(bytes: Span<u8>): void {
  text = bytes;
}
function link(from: Item, to: Item): void {
  from.next = to;
}
function late(again: bool, item: Item): void {
  let found: Item | null = null;
  while (again) {
    if (found !== null) keep(found);
    found = item;
  }
}
function pass(to: Item): void {
  const own: Item = zeroed();
  link(to, own); // error: K2020 12
}
class Holder {
  constructor(item: Item) {
    kept = item;
  }
}
let visit: Visit = look;
export function main(): i32 {
  const item: Item = zeroed();
  const other: Item = zeroed();
  const own: List = zeroed();
  const bytes: FixedArray<u8, 4> = zeroed();
  own.push(item);
  link(item, other);
  look(item);
  list.push(item); // error: K2020 13
  keep(item); // error: K2020 8
  through(other); // error: K2020 11
  call(visit, item); // error: K2020 15
  visit = keep;
  window(spanOf(bytes)); // error: K2020 10
  const holder = new Holder(item); // error: K2020 29
  late(false, item); // error: K2020 15
  return 0;
}
function bad(): Item {
  const own: List = zeroed();
  return own.own(); // error: K2020 10
}
function bad2(): Item {
  const own: List = zeroed();
  return own.top; // error: K2020 10
}
