/**
 * The compiler as a function, for tools that build several programs in one process.
 */
import { dirname, resolve } from "node:path";
import { emitProgram } from "./c/emit.ts";
import { lowerProgram } from "./check/program.ts";
import { type Target, World } from "./check/world.ts";
import { type Diagnostic, Sink, sortDiagnostics } from "./diagnostics.ts";
import { readModules } from "./frontend/modules.ts";
import { displayPath, openProgram, SourceCache } from "./frontend/program.ts";
import { findRoot, readLayers } from "./layers.ts";

export interface CompileOptions {
  /** The entry file. */
  readonly entry: string;
  /** The project root; otherwise the nearest folder with a `ts2c.json`, otherwise the working directory. */
  readonly root?: string;
  readonly target?: Target;
  /** Parsed files to share between programs. */
  readonly cache?: SourceCache;
  /** Files that stand for others, from the root: for test doubles. The layer rule is about what is written in the source. */
  readonly replacements?: Readonly<Record<string, string>>;
  /** What runs often; everything else is then compiled for size. Without it, everything for speed. */
  readonly often?: Often;
}

/** Names of functions and methods, by file from the root; "*" stands for all of a file. */
export type Often = Readonly<Record<string, readonly string[] | "*">>;

export interface CompileResult {
  readonly diagnostics: Diagnostic[];
  /** The C text; null when there are diagnostics. */
  readonly c: string | null;
  /** Absolute paths of all files read. */
  readonly dependencies: string[];
  /** What was learnt, for `ts2c layout`; null when the program could not be read. */
  readonly world: World | null;
}

const sharedCache = new SourceCache();

/** The root of the project that an entry file belongs to, which positions are relative to. */
export function projectRoot(entry: string): string {
  return findRoot(dirname(resolve(entry))) ?? process.cwd();
}

/** Compiles one program. Throws only when ts2c.json is broken. */
export function compileProgram(options: CompileOptions): CompileResult {
  const entry = resolve(options.entry);
  const root = resolve(options.root ?? projectRoot(entry));
  const sink = new Sink();
  try {
    return compileInto(sink, entry, root, options);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // The call stack is used up: the only thing in a program that can do that is nesting.
    sink.report({ file: displayPath(root, entry), line: 1, column: 1 }, "tooDeep");
    return { diagnostics: sortDiagnostics(sink.found), c: null, dependencies: [entry], world: null };
  }
}

function compileInto(sink: Sink, entry: string, root: string, options: CompileOptions): CompileResult {
  const layers = readLayers(root);
  const target = options.target ?? "freestanding";
  const instead = { ...(target === "host" ? layers.onHost : {}), ...options.replacements };
  const replacements = new Map(
    Object.entries(instead).map(([from, to]) => [resolve(root, from), resolve(root, to)]),
  );
  const program = openProgram(entry, root, options.cache ?? sharedCache, sink, replacements);
  if (!program)
    return { diagnostics: sortDiagnostics(sink.found), c: null, dependencies: [entry], world: null };
  const modules = readModules(program, sink);
  const entryModule = modules.find((module) => module.absolutePath === program.entry.fileName);
  if (!entryModule) throw new Error("the entry file is not part of its own program");
  const world = new World(sink, target, modules, entryModule, layers);
  lowerProgram(world);
  if (options.often !== undefined) world.often = options.often;
  const c = sink.found.length === 0 ? emitProgram(world) : null;
  const dependencies = [...program.files, ...program.library].map((file) => file.fileName);
  return { diagnostics: sortDiagnostics(sink.found), c, dependencies, world };
}

export { type Diagnostic, formatDiagnostic } from "./diagnostics.ts";
export { SourceCache };
