/**
 * The deepest that a stack can get, known before anything runs: from gcc's call graph, for each way into a
 * program. The build fails when that is more than three quarters of the stack.
 *
 * Recursion has no bound that could be seen. In the kernel it is refused. In a program it is allowed where
 * the comment before one function of every circle says how often that function can be on the stack at once:
 * `@recursion 12`; elsewhere the program's bound is unknown, and `make size` says so. A failed check while
 * a panic is told is the one recursion that every program has: onPanic ends it the second time.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { Failure } from "../failure.ts";
import { inRoot } from "../paths.ts";
import { runCommand } from "../process.ts";
import { type CallGraph, type CallNode, readCallGraph } from "./call-graph.ts";
import { Depths } from "./stack-depth.ts";
import { runStep } from "./step.ts";
import { toolPath } from "./toolchain.ts";

/** Part of a stack that may be used, in per cent. */
export const STACK_USE_MAX_PERCENT = 75;

/** What inline assembly in a function pushes at most: one word (ts2c/runtime/ts2c-machine.h). */
const INLINE_ASSEMBLY_BYTES = 4;

/** How often the function behind every failed check can be on a stack at once (kernel/debug/panic.ts, lib/user/panic.ts). */
const PANIC = { names: ["ts2c_panic", "ts2c_stopped"], turns: 2 };

const OWN_SOURCES = ["call-graph", "stack-bound", "stack-depth"].map((name) => `tools/image/${name}.ts`);

/** A way into a program. */
export interface StackEntry {
  /** Name of the function. */
  name: string;
  /** Size of the stack. */
  stackBytes: number;
  /** What lies on the stack before the function is called, its return address not counted. */
  frameBytes?: number;
  /** It can come on top of the deepest of the entries before it. */
  onTop?: boolean;
}

export interface StackBound {
  entry: string;
  /** Null when recursion has no stated bound. */
  bytes: number | null;
  stackBytes: number;
  /** The functions on the stack where it is deepest, or the circle that has no bound. */
  chain: string[];
}

/** What a program's stacks are checked for. */
export interface StackCheck {
  /** Path of the object file without its ending; gcc's call graph lies there as `.ci`. */
  base: string;
  /** The C file. */
  c: string;
  entries: StackEntry[];
  /** Stack that functions take that C only calls, in bytes, by name. */
  assembly?: Map<string, number>;
  allowsRecursion: boolean;
}

/** Where the result of a check lies, a list of StackBound. */
function stackFile(base: string): string {
  return `${base}.stack.json`;
}

/** Checks a program's stacks as a step of the build. Throws a Failure where they could get too deep. */
export async function checkStacks(check: StackCheck): Promise<void> {
  const { base, c } = check;
  await runStep({
    tool: "stack",
    subject: `${base}.ci`,
    outputs: [stackFile(base)],
    inputs: [`${base}.ci`, `${base}.o`, c, ...OWN_SOURCES],
    key: [check.entries, [...(check.assembly ?? [])], check.allowsRecursion],
    run: async () => {
      const symbols = await runCommand([toolPath("objdump"), "-t", `${base}.o`]);
      const graph = readCallGraph(readText(`${base}.ci`), readText(c), symbols);
      const bounds = boundStacks(graph, check, check.allowsRecursion ? statedRecursion : () => 0);
      writeFileSync(inRoot(stackFile(base)), JSON.stringify(bounds, null, 1));
      return [...graph.values()].flatMap((node) => (statedRecursion(node) > 0 ? [fileOf(node)] : []));
    },
  });
}

/** The bounds that checkStacks found for the object file with this base; none for a flat program, which it does not check. */
export function readStackBounds(base: string): StackBound[] {
  if (!existsSync(inRoot(stackFile(base)))) return [];
  return JSON.parse(readText(stackFile(base))) as StackBound[];
}

/**
 * The bounds of all entries; `stated` tells how often a function says that it can be on the stack at once. Throws a
 * Failure for one above the limit, and for recursion where that is refused.
 */
export function boundStacks(
  graph: CallGraph,
  check: Pick<StackCheck, "entries" | "assembly" | "allowsRecursion">,
  stated: (node: CallNode) => number,
): StackBound[] {
  const recursion = (node: CallNode) => (PANIC.names.includes(node.name) ? PANIC.turns : stated(node));
  const depths = new Depths(graph, check.assembly ?? new Map(), recursion);
  const bounds: StackBound[] = [];
  for (const entry of check.entries) {
    const below = entry.onTop ? deepest(bounds) : null;
    const bound = boundOf(depths, entry, below);
    if (bound.bytes === null && !check.allowsRecursion)
      throw new Failure(
        `recursion: ${bound.chain.join(" -> ")}`,
        "the kernel's stack needs a bound: use a loop",
      );
    insistOnLimit(bound);
    bounds.push(bound);
  }
  return bounds;
}

function boundOf(depths: Depths, entry: StackEntry, below: StackBound | null): StackBound {
  const depth = depths.of(entry.name);
  const head = { entry: entry.name, stackBytes: entry.stackBytes };
  if (depth.bytes === null) return { ...head, bytes: null, chain: depth.chain };
  const own = depth.bytes + (entry.frameBytes ?? 0) + INLINE_ASSEMBLY_BYTES;
  return { ...head, bytes: own + (below?.bytes ?? 0), chain: [...(below?.chain ?? []), ...depth.chain] };
}

function deepest(bounds: StackBound[]): StackBound | null {
  return bounds.reduce<StackBound | null>(
    (most, one) => ((one.bytes ?? 0) > (most?.bytes ?? -1) ? one : most),
    null,
  );
}

function insistOnLimit(bound: StackBound): void {
  const limit = Math.floor((bound.stackBytes * STACK_USE_MAX_PERCENT) / 100);
  if (bound.bytes === null || bound.bytes <= limit) return;
  throw new Failure(
    `${bound.entry} can take ${bound.bytes} bytes of a stack of ${bound.stackBytes}, of which ${limit} may be used:\n` +
      `  ${bound.chain.join(" -> ")}`,
    "make objects on the stack static, or the stack larger",
  );
}

function readText(path: string): string {
  return readFileSync(inRoot(path), "utf8");
}

function fileOf(node: CallNode): string {
  return node.place.replace(/:\d+$/, "");
}

/** The number after `@recursion` in the comment before a function's definition; 0 where there is none. */
function statedRecursion(node: CallNode): number {
  const [file, line] = [fileOf(node), Number(/\d+$/.exec(node.place)?.[0])];
  if (!file.endsWith(".ts")) return 0;
  const before = readFileSync(inRoot(file), "utf8")
    .split("\n")
    .slice(0, line - 1)
    .join("\n");
  const comment = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*$/.exec(before)?.[1] ?? "";
  return Number(/@recursion (\d+)/.exec(comment)?.[1] ?? 0);
}
