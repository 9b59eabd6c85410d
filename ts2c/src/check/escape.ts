/**
 * References into a stack frame, and where calls take them.
 *
 * A value's origin says what it may lead into, as bits: the frame of this function, and the objects of its parameters.
 * Twice over: in the low half what it leads into itself, in the high half what can be reached from it through pointers,
 * too. A store counts by what is stored itself, and by all that the place may be in.
 *
 * Invariants: the summary of a function (which parameters it may store outside, which into others) only grows until
 * nothing changes; a function value stands for every function of its type; what assembly does is not known here.
 */
import type { Position } from "../diagnostics.ts";
import { typeName } from "./types.ts";
import type { FunctionInfo, World } from "./world.ts";

const HALF = 15;
const ITSELF = (1 << HALF) - 1;

/** Into this function's stack frame. */
export const FRAME = 1 | (1 << HALF);

/** Into the object of a parameter; those beyond the thirteenth share a bit. */
export function ofParameter(position: number): number {
  const bit = 1 << (1 + Math.min(position, HALF - 2));
  return bit | (bit << HALF);
}

/** What a pointer leads into that is read from something of this origin: of its own frame, the same. */
export function throughPointer(origin: number): number {
  return origin & (~ITSELF | 1);
}

/** Whether a value leads into this function's frame. */
export function isLocal(origin: number | undefined): boolean {
  return ((origin ?? 0) & 1) !== 0;
}

const itself = (origin: number) => origin & ITSELF;
const around = (origin: number) => origin >>> HALF;
const parametersIn = (bits: number) => bits & ~1;

/** Something stored: what it leads into, and what the place is in (0: outside). */
interface Store {
  readonly value: number;
  readonly place: number;
}

/** A call: the function, or the type of the function value, and the origins of its arguments. */
interface Passing {
  readonly callee: FunctionInfo | string;
  readonly origins: readonly number[];
  readonly at: readonly Position[];
}

/** What a function does with references. */
export class Flows {
  readonly stores: Store[] = [];
  readonly calls: Passing[] = [];
  /** Parameters that may be stored outside, as bits; and for the bit of each, in which other parameters' objects. */
  outside = 0;
  readonly into = new Map<number, number>();

  /** Notes a store; false when a reference into the frame would outlive it. */
  store(value: number, place: number): boolean {
    const kept = { value: itself(value), place: around(place) };
    if (parametersIn(kept.value) !== 0) this.stores.push(kept);
    return (kept.value & 1) === 0 || (kept.place & 1) !== 0;
  }

  /** Notes a call that is given references. */
  call(callee: FunctionInfo | string, origins: readonly number[], at: readonly Position[]): void {
    if (origins.some((origin) => itself(origin) !== 0)) this.calls.push({ callee, origins, at });
  }

  /** Adds a store to the summary. */
  keep({ value, place }: Store): void {
    for (const bit of bitsOf(parametersIn(value))) {
      if (place === 0) this.outside |= bit;
      else this.into.set(bit, (this.into.get(bit) ?? 0) | parametersIn(place));
    }
  }

  /** A number that changes whenever the summary does. */
  get size(): number {
    return [...this.into.values()].reduce((sum, bits) => sum + bits, this.outside);
  }
}

function bitsOf(set: number): number[] {
  return Array.from({ length: HALF }, (_, position) => 1 << position).filter((bit) => (set & bit) !== 0);
}

/** Reports every call through which a reference into the caller's frame would be stored where it outlives it. */
export function checkEscapes(world: World): void {
  const all = world.functions
    .values()
    .filter((info) => info.flows.stores.length + info.flows.calls.length > 0);
  for (const { flows } of all) for (const store of flows.stores) flows.keep(store);
  for (let changed = true; changed; ) {
    changed = false;
    for (const { flows } of all) {
      const before = flows.size;
      for (const passing of flows.calls) for (const { store } of storesOf(world, passing)) flows.keep(store);
      changed ||= flows.size !== before;
    }
  }
  for (const { flows } of all)
    for (const passing of flows.calls)
      for (const { store, at } of storesOf(world, passing)) {
        const outlives = (store.value & 1) !== 0 && (store.place & 1) === 0;
        if (outlives) world.sink.report(at, "escape");
      }
}

/** What a call stores, as its caller sees it. */
function storesOf(world: World, { callee, origins, at }: Passing): { store: Store; at: Position }[] {
  const found: { store: Store; at: Position }[] = [];
  for (const { flows } of calledBy(world, callee)) {
    for (const [position, origin] of origins.entries()) {
      const value = itself(origin);
      const where = at[position];
      const bit = itself(ofParameter(position));
      if (value === 0 || !where) continue;
      if ((flows.outside & bit) !== 0) found.push({ store: { value, place: 0 }, at: where });
      for (const [other, into] of origins.entries()) {
        if (((flows.into.get(bit) ?? 0) & itself(ofParameter(other))) === 0) continue;
        found.push({ store: { value, place: around(into) }, at: where });
      }
    }
  }
  return found;
}

function calledBy(world: World, callee: FunctionInfo | string): FunctionInfo[] {
  if (typeof callee !== "string") return [callee];
  return [...world.values].filter((info) => typeName(info.type) === callee);
}
