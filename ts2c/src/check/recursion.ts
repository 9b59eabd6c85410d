/**
 * Functions that can come to call themselves, where ts2c.json forbids it.
 *
 * Invariants: a call of a function value may reach every function of that type that is used as a value anywhere; calls
 * from assembly are not known here.
 */
import { typeName } from "./types.ts";
import type { FunctionInfo, World } from "./world.ts";

/** Reports each circle of calls that goes through a folder in which recursion is forbidden, once. */
export function checkRecursion(world: World): void {
  if (!world.layers.forbidsRecursion) return;
  const reported = new Set<FunctionInfo>();
  for (const info of world.functions.values()) {
    if (reported.has(info) || world.layers.mayRecurse(info.tree.module.path)) continue;
    const circle = circleThrough(world, info);
    if (!circle) continue;
    for (const one of circle) reported.add(one);
    const names = [...circle, info].map((one) => one.cName).join(" → ");
    world.sink.report(info.tree.at, "recursion", info.cName, names);
  }
}

function calledBy(world: World, info: FunctionInfo): FunctionInfo[] {
  const indirect = [...world.values].filter((value) => info.indirectCalls.has(typeName(value.type)));
  return [...info.calls, ...indirect];
}

/** A shortest way from a function back to itself, or null. */
function circleThrough(world: World, start: FunctionInfo): FunctionInfo[] | null {
  const from = new Map<FunctionInfo, FunctionInfo>();
  const queue = [start];
  for (const info of queue) {
    for (const called of calledBy(world, info)) {
      if (called === start) return wayTo(from, info, start);
      if (from.has(called)) continue;
      from.set(called, info);
      queue.push(called);
    }
  }
  return null;
}

function wayTo(
  from: ReadonlyMap<FunctionInfo, FunctionInfo>,
  last: FunctionInfo,
  start: FunctionInfo,
): FunctionInfo[] {
  const way = [last];
  for (let at = last; at !== start; ) {
    const before = from.get(at);
    if (!before) break;
    way.unshift(before);
    at = before;
  }
  return way;
}
