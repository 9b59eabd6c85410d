/** How deep a stack gets below each function of a call graph. Pure: it reads no file. */
import { Failure } from "../failure.ts";
import type { CallGraph, CallNode } from "./call-graph.ts";

export interface Depth {
  /** Null when recursion has no stated bound. */
  bytes: number | null;
  /** The functions on the stack where it is deepest, or the circle without a bound. */
  chain: string[];
}

/** Depths of functions, each found once. Functions that call each other in a circle are treated as one. */
export class Depths {
  private readonly known = new Map<string, Depth>();
  private readonly circles: Map<string, string[]>;

  constructor(
    private readonly graph: CallGraph,
    /** Stack in bytes of functions that the graph knows by name alone. */
    private readonly assembly: Map<string, number>,
    /** How often a function can be on the stack at once, where that is stated; otherwise 0. */
    private readonly recursion: (node: CallNode) => number,
  ) {
    this.circles = findCircles(graph);
  }

  /** Depth below and with a function. */
  of(name: string): Depth {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const circle = this.circles.get(name);
    const depth = circle === undefined ? this.ofPlain(name) : this.ofCircle(name, circle);
    this.known.set(name, depth);
    return depth;
  }

  private ofPlain(name: string): Depth {
    const node = this.node(name);
    const below = this.deepestOf(node.calls);
    if (below.bytes === null) return below;
    return { bytes: this.bytesOf(node) + below.bytes, chain: [name, ...below.chain] };
  }

  /**
   * Between two turns through functions whose recursion is stated lies at most the longest way through the
   * others of the circle; what the circle calls outside comes after the last.
   */
  private ofCircle(name: string, circle: string[]): Depth {
    const nodes = circle.map((member) => this.node(member));
    const stated = nodes.filter((node) => this.recursion(node) > 0);
    const others: CallGraph = new Map();
    for (const node of nodes.filter((one) => !stated.includes(one)))
      others.set(node.name, { ...node, calls: callsWithin(node.calls, circle, stated) });
    if (stated.length === 0 || findCircles(others).size > 0)
      return { bytes: null, chain: this.turnFrom(name, circle) };
    const outside = nodes.flatMap((node) => [...node.calls].filter((to) => !circle.includes(to)));
    const below = this.deepestOf(new Set(outside));
    if (below.bytes === null) return below;
    const between = new Depths(others, this.assembly, () => 0).deepestOf(new Set(others.keys()));
    const turns = stated.reduce((sum, node) => sum + this.recursion(node), 0);
    const own = stated.reduce((sum, node) => sum + this.recursion(node) * this.bytesOf(node), 0);
    const text = `(${[...between.chain, ...stated.map((node) => node.name)].join(" -> ")}, ${turns} times)`;
    return { bytes: own + between.bytes! * (turns + 1) + below.bytes, chain: [text, ...below.chain] };
  }

  private deepestOf(names: Set<string>): Depth {
    let most: Depth = { bytes: 0, chain: [] };
    for (const name of names) {
      const depth = this.of(name);
      if (depth.bytes === null) return depth;
      if (depth.bytes > most.bytes!) most = depth;
    }
    return most;
  }

  private node(name: string): CallNode {
    const node = this.graph.get(name);
    if (node === undefined) throw new Failure(`the call graph has no function ${name}`);
    return node;
  }

  private bytesOf(node: CallNode): number {
    const bytes = node.bytes ?? this.assembly.get(node.name);
    if (bytes === undefined)
      throw new Failure(
        `nobody knows how much stack ${node.name} takes`,
        "it is not in TypeScript and not in boot/",
      );
    return bytes;
  }

  /** A way from a function of a circle back to it. */
  private turnFrom(name: string, circle: string[]): string[] {
    const ways: string[][] = [[name]];
    const seen = new Set<string>();
    for (const way of ways) {
      for (const next of this.node(way.at(-1)!).calls) {
        if (next === name) return [...way, name];
        if (!circle.includes(next) || seen.has(next)) continue;
        seen.add(next);
        ways.push([...way, next]);
      }
    }
    return [name];
  }
}

/** The calls that stay inside a circle and do not lead to a function whose recursion is stated. */
function callsWithin(calls: Set<string>, circle: string[], stated: CallNode[]): Set<string> {
  const names = new Set(stated.map((node) => node.name));
  return new Set([...calls].filter((name) => circle.includes(name) && !names.has(name)));
}

/** For each function that can call itself, directly or not, all that do so together (Tarjan 1972). */
function findCircles(graph: CallGraph): Map<string, string[]> {
  const circles = new Map<string, string[]>();
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const visit = (node: CallNode): void => {
    index.set(node.name, index.size);
    low.set(node.name, index.get(node.name)!);
    open.push(node.name);
    for (const name of node.calls) {
      const next = graph.get(name);
      if (next === undefined) continue;
      if (!index.has(name)) visit(next);
      if (open.includes(name)) low.set(node.name, Math.min(low.get(node.name)!, low.get(name)!));
    }
    if (low.get(node.name) !== index.get(node.name)) return;
    const members = open.splice(open.indexOf(node.name));
    if (members.length > 1 || node.calls.has(node.name))
      for (const member of members) circles.set(member, members);
  };
  for (const node of graph.values()) if (!index.has(node.name)) visit(node);
  return circles;
}
