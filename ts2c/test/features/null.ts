/* prints
all hold
*/
/** Null ruled out by early returns, conditions, loops, assignments; loops over arrays and windows. */
import { check, finish } from "../accepted/support/check.ts";

class Node {
  value: u32 = 0;
  next: Node | null = null;
  onVisit: ((value: u32) => u32) | null = null;
}
const nodes: FixedArray<Node, 3> = zeroed();
const grid: FixedArray<FixedArray<u16, 2>, 3> = zeroed();
const slots: FixedArray<Node | null, 3> = zeroed();
let head: Node | null = null;

function find(value: u32): Node | null {
  let node = head;
  while (node) {
    if (node.value === value) return node;
    node = node.next;
  }
  return null;
}

function valueOf(node: Node | null): u32 {
  if (node === null) return 99;
  return node.value;
}

function secondOf(node: Node | null): u32 {
  if (node !== null && node.next !== null && node.next.value > 0) return node.next.value;
  return !node || !node.next ? 98 : 97;
}

function last(): Node {
  let found: Node | null = null;
  for (let node = head; node !== null; node = node.next) found = node;
  if (!found) panic("empty");
  return found;
}

function assigned(node: Node | null): u32 {
  let chosen = node;
  if (chosen === null) chosen = nodes[2];
  const twice = (node ?? nodes[1]).value;
  do {
    if (!chosen.next) break;
    chosen = chosen.next;
  } while (chosen !== null);
  return chosen.value * 10 + twice;
}

function visits(node: Node): u32 {
  return node.onVisit ? node.onVisit(node.value) : 0;
}

function lengthOf(a: FixedArray<u8, 3>): u32 {
  return a.length;
}

function columns(a: FixedArray<FixedArray<u8, 3>, 2>): u32 {
  return a[1].length;
}

function isThere(node: Node): bool {
  return node ? true : false;
}

function doubled(span: Span<Node>): u32 {
  let sum: u32 = 0;
  for (const node of span) {
    node.value *= 2;
    if (node.value === 4) continue;
    sum += node.value;
  }
  return sum;
}

export function main(): i32 {
  for (let i: u32 = 0; i < 3; i++) {
    nodes[i].value = i + 1;
    nodes[i].next = head;
    head = nodes[i];
  }
  check("found", find(2) === nodes[1] && find(9) === null);
  check("early return", valueOf(null) === 99 && valueOf(head) === 3);
  check("and", secondOf(head) === 2 && secondOf(nodes[0]) === 98 && secondOf(null) === 98);
  check("loop", last() === nodes[0]);
  check("assignment", assigned(null) === 12 && assigned(nodes[2]) === 13);
  nodes[0].onVisit = (value) => value + 4;
  check("function", visits(nodes[0]) === 5 && visits(nodes[1]) === 0);
  let row: u16 = 0;
  for (const line of grid) {
    row += 1;
    line[0] = row;
    line[1] = row * 10;
  }
  let sum: u32 = 0;
  for (const line of grid) for (const cell of line) sum += cell;
  check("arrays of arrays", sum === 66 && grid[2][1] === 30);
  slots[1] = nodes[2];
  let there: u32 = 0;
  for (const slot of slots) if (slot) there += slot.value;
  check("may be null", there === 3);
  check("window", doubled(subSpan(spanOf(nodes), 1, 2)) === 6 && nodes[0].value === 1);
  const bytes: FixedArray<u8, 3> = zeroed();
  const rows: FixedArray<FixedArray<u8, 3>, 2> = zeroed();
  check("constants", lengthOf(bytes) === 3 && columns(rows) === 3 && isThere(nodes[0]));
  return finish();
}
