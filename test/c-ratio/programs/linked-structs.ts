/**
 * Linked structs: a search tree of nodes that also hang in a list, most recently used first. Looks
 * keys up, moves what it finds to the front of the list, and now and then sorts the list by weight.
 */
const NODE_COUNT = 2048;
const LOOKUPS: u32 = 50_000;
const ROUNDS: u32 = 3;

class Node {
  key: u32 = 0;
  weight: u32 = 0;
  left: Node | null = null;
  right: Node | null = null;
  previous: Node | null = null;
  next: Node | null = null;
}

class List {
  first: Node | null = null;
  last: Node | null = null;
}

const nodes: FixedArray<Node, typeof NODE_COUNT> = zeroed();
const recent: List = zeroed();
let root: Node | null = null;
let seed: u32 = 1;

function random(): u32 {
  seed = seed * 1664525 + 1013904223;
  return seed >>> 8;
}

function insertNode(node: Node): void {
  let at = root;
  if (at === null) {
    root = node;
    return;
  }
  while (true) {
    if (node.key < at.key) {
      if (at.left === null) {
        at.left = node;
        return;
      }
      at = at.left;
    } else {
      if (at.right === null) {
        at.right = node;
        return;
      }
      at = at.right;
    }
  }
}

function findNode(key: u32): Node | null {
  let at = root;
  while (at !== null && at.key !== key) {
    at = key < at.key ? at.left : at.right;
  }
  return at;
}

function unlink(list: List, node: Node): void {
  if (node.previous !== null) node.previous.next = node.next;
  else list.first = node.next;
  if (node.next !== null) node.next.previous = node.previous;
  else list.last = node.previous;
}

function linkFirst(list: List, node: Node): void {
  node.previous = null;
  node.next = list.first;
  if (list.first !== null) list.first.previous = node;
  else list.last = node;
  list.first = node;
}

/** Merges two lists that are sorted by weight and linked by `next` alone. */
function merge(left: Node | null, right: Node | null): Node | null {
  let first: Node | null = null;
  let last: Node | null = null;
  while (left !== null && right !== null) {
    let taken: Node = left;
    if (right.weight < left.weight) {
      taken = right;
      right = right.next;
    } else {
      left = left.next;
    }
    if (last === null) first = taken;
    else last.next = taken;
    last = taken;
  }
  const rest = left !== null ? left : right;
  if (last === null) return rest;
  last.next = rest;
  return first;
}

const RUNS_MAX = 32;
const runs: FixedArray<Node | null, typeof RUNS_MAX> = zeroed();

/** Sorts a list that is linked by `next` alone: runs of 1, 2, 4, … nodes are merged as they fill. */
function sortByWeight(first: Node | null): Node | null {
  let at = first;
  while (at !== null) {
    let run: Node | null = at;
    at = at.next;
    if (run !== null) run.next = null;
    let level: u32 = 0;
    while (level < RUNS_MAX - 1 && runs[level] !== null) {
      run = merge(runs[level], run);
      runs[level] = null;
      level++;
    }
    runs[level] = run;
  }
  let sorted: Node | null = null;
  for (let level: u32 = 0; level < RUNS_MAX; level++) {
    sorted = merge(runs[level], sorted);
    runs[level] = null;
  }
  return sorted;
}

/** Makes `previous` and the list's ends right again after sorting. */
function relink(list: List, first: Node | null): void {
  let previous: Node | null = null;
  list.first = first;
  for (let node = first; node !== null; node = node.next) {
    node.previous = previous;
    previous = node;
  }
  list.last = previous;
}

function build(): void {
  for (let i: u32 = 0; i < NODE_COUNT; i++) {
    const node = nodes[i];
    node.key = random() & 0xffff;
    node.weight = random();
    insertNode(node);
    linkFirst(recent, node);
  }
}

function lookUp(): u32 {
  let found: u32 = 0;
  for (let i: u32 = 0; i < LOOKUPS; i++) {
    const node = findNode(nodes[random() & (NODE_COUNT - 1)].key ^ (i & 1));
    if (node !== null) {
      found += node.weight;
      node.weight = node.weight + i;
      unlink(recent, node);
      linkFirst(recent, node);
    }
  }
  return found;
}

function sumOfList(): u32 {
  let sum: u32 = 0;
  for (let node = recent.first; node !== null; node = node.next) {
    sum = sum * 31 + node.key;
  }
  return sum;
}

function work(): u32 {
  let sum: u32 = 0;
  build();
  for (let round: u32 = 0; round < ROUNDS; round++) {
    sum = sum * 31 + lookUp();
    sum = sum * 31 + sumOfList();
    relink(recent, sortByWeight(recent.first));
    sum = sum * 31 + sumOfList();
  }
  return sum;
}

export function main(): i32 {
  print(work());
  print("\n");
  return 0;
}
