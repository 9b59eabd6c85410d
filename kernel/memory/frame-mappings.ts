/**
 * Which pages map a frame: the first two mappings stand in the frame's record, further ones in nodes
 * of the sharer pool; only with a second one are there nodes. A mapping is one word, so that a frame's mappings are found without searching
 * any directory:
 *
 *     31              20 19                    0
 *    +------------------+-----------------------+
 *    |  slot of space   |  virtual page number  |
 *    +------------------+-----------------------+
 *
 * Adding one takes constant time, removing one grows with the sharers of that frame alone. Pure.
 */

import type { FrameRecord } from "../arch/frame-record.ts";
import { acceptInterruptsAt } from "../arch/interrupt-window.ts";
import { countNodes, uncountNode } from "./accounts.ts";
import { freeFrame } from "./frame-blocks.ts";
import { blockOf, FRAME_OUT, FRAME_PINNED, type FrameTable, REFERENCES_MAX } from "./frame-table.ts";
import { giveNode, NO_NODE, NO_POOL_PAGE, type SharerPool, takeNode } from "./sharer-pool.ts";

const MAPPING_SLOT_SHIFT: u32 = 20;
const MAPPING_PAGE_MASK: u32 = 0xf_ffff;

/** A frame with so many mappings gets no further ones, so that removing one is bounded: 20 000 instructions. */
export const SHARERS_MAX: u32 = 2048;

/** What stands where no mapping is: no page of a task has this one. */
export const NO_MAPPING: u32 = 0;

/** Nodes that were passed on the way to the one to be removed, since takeWalked. */
let walked: u32 = 0;

/** How much walking there was since this was last asked: for whoever keeps to a budget. */
export function takeWalked(): u32 {
  const steps = walked;
  walked = 0;
  return steps;
}

/** The mapping of virtual page number `page` in the space of slot `slot`. */
export function mappingOf(slot: u32, page: u32): u32 {
  return (slot << MAPPING_SLOT_SHIFT) | page;
}

/** The slot of a mapping's space. */
export function mappingSlot(mapping: u32): u32 {
  return mapping >>> MAPPING_SLOT_SHIFT;
}

/** The virtual page number of a mapping. */
export function mappingPage(mapping: u32): u32 {
  return mapping & MAPPING_PAGE_MASK;
}

/**
 * One more page maps a frame that is in use: panics when it is not. The caller has seen that the
 * pool has a node.
 */
export function retainFrame(table: FrameTable, pool: SharerPool, frame: u32, mapping: u32): void {
  const record = recordInUse(table, frame);
  const references = record.references;
  if ((references & ~FRAME_PINNED) === REFERENCES_MAX) {
    panic("frame table: too many references");
  }
  if (record.secondOrNext === NO_MAPPING) {
    record.secondOrNext = mapping;
  } else {
    record.sharers = takeNode(pool, mapping, record.sharers);
    countNodes(mapping, 1);
  }
  record.references = references + 1;
}

/** One more page maps a frame that one page maps; false, and nothing has changed, when that is not so. */
export function retainOnce(record: FrameRecord, mapping: u32): bool {
  if (record.references !== 1) {
    return false;
  }
  record.secondOrNext = mapping;
  record.references = 2;
  return true;
}

/** One more page maps a frame that several map; false, and nothing has changed, when that is not so or it has SHARERS_MAX. The caller counts the node (countNodes). */
export function retainFurther(pool: SharerPool, record: FrameRecord, mapping: u32): bool {
  const references = record.references;
  if (references - 2 >= SHARERS_MAX - 2) {
    return false;
  }
  record.sharers = takeNode(pool, mapping, record.sharers);
  record.references = references + 1;
  return true;
}

/** What releaseFrame answers when more nodes would have to be passed than it was told. */
export const TOO_MANY_NODES: u32 = 0xffff_fffe;

/**
 * One page less maps the frame; without mappings it becomes free. Panics when it was free already
 * or is not mapped there. Answers the page that the pool has done with, or NO_POOL_PAGE; or TOO_MANY_NODES, having changed nothing, where
 * the mapping is none of the first `nodesMax` and two.
 */
export function releaseFrame(
  table: FrameTable,
  pool: SharerPool,
  frame: u32,
  mapping: u32,
  nodesMax: u32,
): u32 {
  const record = recordInUse(table, frame);
  const second = record.secondOrNext;
  if (record.mapping === mapping) {
    if (second === NO_MAPPING) {
      freeFrame(table, frame);
      return NO_POOL_PAGE;
    }
    record.mapping = second;
  } else if (second !== mapping) {
    return removeFurther(pool, record, mapping, nodesMax);
  }
  record.references--;
  const node = record.sharers;
  if (node === NO_NODE) {
    record.secondOrNext = NO_MAPPING;
    return NO_POOL_PAGE;
  }
  record.secondOrNext = pool.nodes[node].mapping;
  record.sharers = pool.nodes[node].next;
  return giveNode(pool, node);
}

/** The record of a frame; panics when nobody uses it. */
function recordInUse(table: FrameTable, frame: u32): FrameRecord {
  const index = frame - table.firstFrame;
  if (index >= table.records.length || blockOf(table, frame) >= table.openBlocks) {
    panic("frame table: frame without a valid record");
  }
  const record = table.records[index];
  if (record.references === 0 || record.references === FRAME_OUT) {
    panic("frame table: free frame mapped or unmapped");
  }
  return record;
}

/** Where the node of a mapping stands in the list of a frame: NO_NODE as `node` when it does not. */
class NodePlace {
  node: u32 = 0;
  previous: u32 = 0;
}

const place: NodePlace = zeroed();

/** Fills `place` in, passing at most so many nodes. About twelve instructions for each. */
function findNode(pool: SharerPool, record: FrameRecord, mapping: u32, nodesMax: u32): void {
  const nodes = pool.nodes;
  let steps: u32 = 0;
  let previous = NO_NODE;
  let node = record.sharers;
  while (node !== NO_NODE) {
    const entry = nodes[node];
    if (entry.mapping === mapping || steps === nodesMax) {
      break;
    }
    steps++;
    acceptInterruptsAt(steps);
    previous = node;
    node = entry.next;
  }
  walked += steps;
  place.node = node;
  place.previous = previous;
}

/** Takes out the node of `mapping`. */
function removeFurther(pool: SharerPool, record: FrameRecord, mapping: u32, nodesMax: u32): u32 {
  findNode(pool, record, mapping, nodesMax);
  if (place.node === NO_NODE) {
    panic("frame table: frame released that is not mapped there");
  }
  if (pool.nodes[place.node].mapping !== mapping) {
    return TOO_MANY_NODES;
  }
  record.references--;
  const next = pool.nodes[place.node].next;
  if (place.previous === NO_NODE) {
    record.sharers = next;
  } else {
    pool.nodes[place.previous].next = next;
  }
  return giveNode(pool, place.node);
}

/** A frame's mapping `from` becomes `to`. Panics when it is not mapped there. */
export function replaceMapping(table: FrameTable, pool: SharerPool, frame: u32, from: u32, to: u32): void {
  const record = recordInUse(table, frame);
  if (record.mapping === from) {
    record.mapping = to;
    return;
  }
  if (record.secondOrNext === from) {
    record.secondOrNext = to;
    return;
  }
  findNode(pool, record, from, SHARERS_MAX);
  if (place.node === NO_NODE) {
    panic("frame table: frame granted that is not mapped there");
  }
  uncountNode(from);
  countNodes(to, 1);
  pool.nodes[place.node].mapping = to;
}
