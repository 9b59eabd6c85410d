/**
 * Who calls whom and how much stack each function takes, from what gcc writes beside an object file
 * (`-fcallgraph-info=su`: GCC manual, "Developer Options"). gcc counts a function's return address and the
 * arguments that it pushes as its own.
 *
 * It must never guess: a form that it does not know is a Failure.
 */
import { Failure } from "../failure.ts";

export interface CallNode {
  name: string;
  /** Stack in bytes; null for what is only called here: assembly. */
  bytes: number | null;
  /** The place of the definition: `file:line`. */
  place: string;
  /** Names of what it calls. */
  calls: Set<string>;
  callsIndirectly: boolean;
}

export type CallGraph = Map<string, CallNode>;

const INDIRECT = "__indirect_call";

/**
 * Reads gcc's file; `c` is the C text, in which the functions whose address is taken are found, `symbols` what
 * `objdump -t` lists of the object file, which tells what functions gcc has merged with others that do the same.
 */
export function readCallGraph(text: string, c: string, symbols: string): CallGraph {
  const graph: CallGraph = new Map();
  for (const line of text.split("\n")) {
    if (line.startsWith("node: ")) addNode(graph, line);
    else if (line.startsWith("edge: ")) addEdge(graph, line);
    else if (line !== "" && line !== "}" && !line.startsWith("graph: "))
      throw new Failure(`a line of gcc's call graph is not known: ${line}`);
  }
  if (graph.size === 0) throw new Failure("gcc's call graph is empty");
  addMerged(graph, symbols);
  resolveIndirectCalls(graph, c);
  return graph;
}

/** A merged function is a second name of the other: it has a symbol at the same place, and no node. */
function addMerged(graph: CallGraph, symbols: string): void {
  const found = symbols.matchAll(/^([0-9a-f]+) .{7}(?<=F) (\S+)\t[0-9a-f]+ (?:\.hidden )?(\S+)$/gm);
  const lines = [...found].map(([, offset, section, name]) => ({
    place: `${section}+${offset}`,
    name: name!,
  }));
  const written = new Map(lines.flatMap(({ place, name }) => (graph.has(name) ? [[place, name]] : [])));
  for (const { place, name } of lines) {
    const same = graph.get(written.get(place) ?? "");
    if (same !== undefined && !graph.has(name)) graph.set(name, { ...same, name });
  }
}

function addNode(graph: CallGraph, line: string): void {
  const [, title, label, shape] =
    /^node: \{ title: "(.+?)" label: "(.*?)"( shape : ellipse)? \}$/.exec(line) ?? [];
  if (title === undefined || label === undefined) throw new Failure(`a node is not known: ${line}`);
  const name = plainName(title);
  if (name === INDIRECT) return;
  const [, place = "", size = ""] = label.split("\\n");
  const known = /^(\d+) bytes \((static|dynamic,bounded)\)$/.exec(size);
  if (known === null && shape === undefined)
    throw new Failure(
      `${name} (${place}) takes stack without a bound: ${size}`,
      "give its arrays a fixed size",
    );
  graph.set(name, {
    name,
    bytes: known === null ? null : Number(known[1]),
    place: place.replace(/:\d+$/, ""),
    calls: new Set(),
    callsIndirectly: false,
  });
}

/** gcc writes a function's calls after the function itself; what is called may come later. */
function addEdge(graph: CallGraph, line: string): void {
  const [, source, target] = /^edge: \{ sourcename: "(.+?)" targetname: "(.+?)"/.exec(line) ?? [];
  const from = source === undefined ? undefined : graph.get(plainName(source));
  if (from === undefined || target === undefined) throw new Failure(`an edge is not known: ${line}`);
  if (target === INDIRECT) from.callsIndirectly = true;
  else from.calls.add(plainName(target));
}

/** A static function's title has its file before a colon. */
function plainName(title: string): string {
  return title.slice(title.lastIndexOf(":") + 1);
}

/** The name in the source: gcc calls parts and copies of f `f.part.0`, `f.constprop.0`. */
function sourceName(name: string): string {
  return name.replace(/\..*$/, "");
}

/** A call through a pointer may reach every function whose address is taken anywhere. */
function resolveIndirectCalls(graph: CallGraph, c: string): void {
  const callers = [...graph.values()].filter((node) => node.callsIndirectly);
  if (callers.length === 0) return;
  const taken = takenNames(c);
  const targets = [...graph.keys()].filter((name) => taken.has(sourceName(name)));
  if (targets.length === 0)
    throw new Failure(`${callers[0]!.name} calls through a pointer, and nothing's address is taken`);
  for (const caller of callers) for (const target of targets) caller.calls.add(target);
}

/** All names that stand somewhere without a call after them, but for fields: too many rather than too few. */
function takenNames(c: string): Set<string> {
  const code = c.replace(/"(?:[^"\\]|\\.)*"|\/\*[\s\S]*?\*\/|^\s*#.*$/gm, " ");
  return new Set([...code.matchAll(/(?<![\w.]|->)([A-Za-z_]\w*)\b(?!\s*\()/g)].map(([, name]) => name!));
}
