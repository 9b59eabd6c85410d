/* prints
again 1
still null
later 5
default 8
chain 2
not 1 0
assigned 3
*/
/** Null and TypeScript's flow analysis, which believes that a call changes nothing. */
class Item {
  value: u32 = 0;
  next: Item | null = null;
}

const items: FixedArray<Item, 3> = zeroed();
let head: Item | null = null;

function clear(): void {
  head = null;
}

function again(): void {
  head = items[0];
  if (head !== null) {
    print("again ");
    print(head.value);
    print("\n");
    clear();
    if (head) print("wrong\n");
    else print("still null\n");
  }
}

function keep(item: Item | null): u32 {
  return item === null ? 5 : item.value;
}

function later(): void {
  head = items[0];
  if (head !== null) {
    clear();
    print("later ");
    print(keep(head));
    print("\n");
  }
}

function chain(): u32 {
  items[0].next = items[1];
  const first = items[0];
  if (first.next && first.next.next === null) return first.next.value;
  return 0;
}

export function main(): i32 {
  items[0].value = 1;
  items[1].value = 2;
  items[2].value = 8;
  again();
  later();
  const missing: Item | null = items[2].next;
  const found = missing ?? items[2];
  print("default ");
  print(found.value);
  print("\n");
  print("chain ");
  print(chain());
  print("\n");
  print("not ");
  print(u32(!head));
  print(" ");
  print(u32(!items[0].next));
  print("\n");
  let last: Item | null = items[0];
  let length: u32 = 0;
  while (last) {
    length += last.value;
    last = last.next;
  }
  print("assigned ");
  print(length);
  print("\n");
  return items[0].next!.value === 2 ? 0 : 1;
}
