/**
 * Nodes for the mappings of frames that more than one page maps: eight bytes each, from pages that
 * come from the kernel heap and go back to it. Each is charged to the account of its mapping's space. Pure: takes and gives no page itself, but is given
 * one and answers one that is empty.
 *
 * A page holds 512 nodes. The first two are its header:
 *   node 0: mapping = nodes in use | first node never used << 16; next = first node given back, or 0
 *   node 1: previous and next page that has room, as page number + 1
 *
 * Invariants: `freeNodes` counts the nodes of all pages that are not in use; a page stands in the
 * list exactly while it has room; the home page, the first one ever given, is never answered as
 * empty, so that the common case of few sharers takes no page and gives none.
 */
import type { SharerNode } from "../arch/frame-record.ts";
import { uncountNode } from "./accounts.ts";

/** What stands where no node or page is. Node 0 of page 0 is a header, so no node has this number. */
export const NO_NODE: u32 = 0;
export const NO_POOL_PAGE: u32 = 0xffff_ffff;
/** Nodes of a page that can be used. */
export const NODES_IN_PAGE: u32 = 510;

const PAGE_SHIFT: u32 = 9;
const HEADER_NODES: u32 = 2;
const PAGE_NODES: u32 = 512;
const FRESH_SHIFT: u32 = 16;
const USED_MASK: u32 = 0xffff;

export class SharerPool {
  /** All nodes that there could be: node n lies in page n / 512. */
  nodes: Span<SharerNode> = zeroed();
  /** First page with room + 1, 0 for none. */
  open: u32 = 0;
  freeNodes: u32 = 0;
  /** The page that stays, + 1. */
  home: u32 = 0;
}

/** Starts without a page. */
export function initialiseSharerPool(pool: SharerPool, nodes: Span<SharerNode>): void {
  pool.nodes = nodes;
  pool.open = 0;
  pool.freeNodes = 0;
  pool.home = 0;
}

/** Pages that `nodes` more nodes need beyond those that are there. */
export function poolPagesFor(pool: SharerPool, nodes: u32): u32 {
  if (nodes <= pool.freeNodes) {
    return 0;
  }
  return (nodes - pool.freeNodes + NODES_IN_PAGE - 1) / NODES_IN_PAGE;
}

/** Adds a page, whatever it holds. */
export function addPoolPage(pool: SharerPool, page: u32): void {
  const header = pool.nodes[page << PAGE_SHIFT];
  header.mapping = HEADER_NODES << FRESH_SHIFT;
  header.next = NO_NODE;
  pool.freeNodes += NODES_IN_PAGE;
  linkPage(pool, page);
  if (pool.home === 0) {
    pool.home = page + 1;
  }
}

/** A node that holds `mapping` and leads to `next`. The caller has seen that one is free, and counts it (countNodes). */
export function takeNode(pool: SharerPool, mapping: u32, next: u32): u32 {
  if (pool.open === 0) {
    panic("sharer pool: no node is free");
  }
  const page: u32 = pool.open - 1;
  const header = pool.nodes[page << PAGE_SHIFT];
  let node: u32 = header.next;
  if (node === NO_NODE) {
    node = (page << PAGE_SHIFT) + (header.mapping >>> FRESH_SHIFT);
    header.mapping += 1 << FRESH_SHIFT;
  } else {
    header.next = pool.nodes[node].next;
  }
  header.mapping++;
  pool.freeNodes--;
  if ((header.mapping & USED_MASK) === NODES_IN_PAGE) {
    unlinkPage(pool, page);
  }
  const taken = pool.nodes[node];
  taken.mapping = mapping;
  taken.next = next;
  return node;
}

/** Gives a node back. Answers the page that is empty now and does not belong to the pool any more, or NO_POOL_PAGE. */
export function giveNode(pool: SharerPool, node: u32): u32 {
  const page: u32 = node >>> PAGE_SHIFT;
  const header = pool.nodes[page << PAGE_SHIFT];
  const used: u32 = header.mapping & USED_MASK;
  if (used === 0 || (node & (PAGE_NODES - 1)) < HEADER_NODES) {
    panic("sharer pool: node given back that is not in use");
  }
  if (used === NODES_IN_PAGE) {
    linkPage(pool, page);
  }
  uncountNode(pool.nodes[node].mapping);
  pool.nodes[node].next = header.next;
  header.next = node;
  header.mapping--;
  pool.freeNodes++;
  if (used !== 1 || page + 1 === pool.home) {
    return NO_POOL_PAGE;
  }
  unlinkPage(pool, page);
  pool.freeNodes -= NODES_IN_PAGE;
  return page;
}

/** Puts a page with room in front of the list. */
function linkPage(pool: SharerPool, page: u32): void {
  const links = pool.nodes[(page << PAGE_SHIFT) + 1];
  links.mapping = 0;
  links.next = pool.open;
  if (pool.open !== 0) {
    pool.nodes[((pool.open - 1) << PAGE_SHIFT) + 1].mapping = page + 1;
  }
  pool.open = page + 1;
}

function unlinkPage(pool: SharerPool, page: u32): void {
  const links = pool.nodes[(page << PAGE_SHIFT) + 1];
  if (links.mapping === 0) {
    pool.open = links.next;
  } else {
    pool.nodes[((links.mapping - 1) << PAGE_SHIFT) + 1].next = links.next;
  }
  if (links.next !== 0) {
    pool.nodes[((links.next - 1) << PAGE_SHIFT) + 1].mapping = links.mapping;
  }
}
