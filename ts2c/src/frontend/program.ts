/**
 * Opens a program with the TypeScript compiler: parsing, name resolution, TypeScript's own strict checks.
 *
 * Invariants: the folder `frontend/` is the only one that imports `typescript`. Parsed files are shared between
 * programs through `SourceCache`, keyed by path and text, so that ten programs cost little more than one.
 */
import { readFileSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Position, Sink } from "../diagnostics.ts";
import ts from "./typescript.mjs";

/** The declarations every program sees. */
export const LIBRARY_PATH = resolve(dirname(fileURLToPath(import.meta.url)), "../../library/ts2c.d.ts");

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noLib: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  allowImportingTsExtensions: true,
  types: [],
  skipLibCheck: true,
};

const PARSING: ts.CreateSourceFileOptions = {
  languageVersion: ts.ScriptTarget.ES2022,
  jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
};

const MISSING_GLOBAL_TYPE = 2318;

interface CachedFile {
  text: string;
  file: ts.SourceFile;
}

/** Parsed source files, kept between programs of one process. */
export class SourceCache {
  private readonly files = new Map<string, CachedFile>();

  /** Some files' texts, by their absolute paths, that stand for what lies on the disk. */
  constructor(private readonly texts: ReadonlyMap<string, string> = new Map()) {}

  /** The parsed file, or undefined when it cannot be read. */
  get(path: string): ts.SourceFile | undefined {
    const text = this.texts.get(path) ?? readText(path);
    if (text === undefined) return undefined;
    const known = this.files.get(path);
    if (known && known.text === text) return known.file;
    const file = ts.createSourceFile(path, text, PARSING, true);
    this.files.set(path, { text, file });
    return file;
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** A program TypeScript has read. */
export interface OpenProgram {
  readonly checker: ts.TypeChecker;
  /** The files of the library: declarations only. */
  readonly library: ReadonlySet<ts.SourceFile>;
  /** The program's own files, imported before importing. */
  readonly files: ts.SourceFile[];
  readonly entry: ts.SourceFile;
  readonly root: string;
}

/** The path shown to people: relative to the root, unless the file is outside. */
export function displayPath(root: string, path: string): string {
  const inside = relative(root, path);
  return inside.startsWith("..") || isAbsolute(inside) ? path : inside.split(sep).join("/");
}

/** Line and column of an offset in a file. */
export function positionAt(root: string, file: ts.SourceFile, offset: number): Position {
  const { line, character } = file.getLineAndCharacterOfPosition(offset);
  return { file: displayPath(root, file.fileName), line: line + 1, column: character + 1 };
}

/** Files that stand for others, by absolute path: what imports the first gets the second. */
export type Replacements = ReadonlyMap<string, string>;

/** Resolves an import; what stands for a file may itself import that file. */
function resolveImport(specifier: string, importer: string, replacements: Replacements) {
  const found = ts.resolveModuleName(specifier, importer, OPTIONS, ts.sys);
  const path = found.resolvedModule && replacements.get(found.resolvedModule.resolvedFileName);
  if (found.resolvedModule === undefined || path === undefined || path === importer) return found;
  return { resolvedModule: { ...found.resolvedModule, resolvedFileName: path } };
}

function createHost(root: string, cache: SourceCache, replacements: Replacements): ts.CompilerHost {
  const resolving: Partial<ts.CompilerHost> =
    replacements.size === 0
      ? {}
      : {
          resolveModuleNameLiterals: (literals, importer) =>
            literals.map((literal) => resolveImport(literal.text, importer, replacements)),
        };
  return {
    ...resolving,
    getSourceFile: (path) => cache.get(path),
    getDefaultLibFileName: () => join(root, "no-library"),
    writeFile: () => {},
    getCurrentDirectory: () => root,
    getCanonicalFileName: (path) => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    directoryExists: ts.sys.directoryExists,
    getDirectories: () => [],
  };
}

/** Opens a program. Returns null when it cannot even be parsed; everything found is in the sink. */
export function openProgram(
  entry: string,
  root: string,
  cache: SourceCache,
  sink: Sink,
  replacements: Replacements = new Map(),
): OpenProgram | null {
  const host = createHost(root, cache, replacements);
  const program = ts.createProgram([LIBRARY_PATH, entry], OPTIONS, host);
  const entryFile = program.getSourceFile(entry);
  const inLibrary = (file: ts.SourceFile) =>
    dirname(file.fileName) === dirname(LIBRARY_PATH) && file.isDeclarationFile;
  const library = new Set(program.getSourceFiles().filter(inLibrary));
  if (!entryFile || library.size === 0) {
    const missing = entryFile ? LIBRARY_PATH : displayPath(root, entry);
    sink.add({
      at: { file: missing, line: 1, column: 1 },
      code: "TS6053",
      message: "this file cannot be read",
    });
    return null;
  }
  const syntactic = [...program.getOptionsDiagnostics(), ...program.getSyntacticDiagnostics()];
  for (const found of syntactic) addTypeScriptDiagnostic(found, root, sink);
  if (syntactic.length > 0) return null;
  for (const found of program.getGlobalDiagnostics()) addTypeScriptDiagnostic(found, root, sink);
  for (const found of program.getSemanticDiagnostics()) addTypeScriptDiagnostic(found, root, sink);
  const files = program.getSourceFiles().filter((file) => !library.has(file));
  return { checker: program.getTypeChecker(), library, files, entry: entryFile, root };
}

function addTypeScriptDiagnostic(found: ts.Diagnostic, root: string, sink: Sink): void {
  // A type of JavaScript's own library that is missing on purpose; what needs it is reported by us.
  if (found.code === MISSING_GLOBAL_TYPE) return;
  const message = plainMessage(found.messageText);
  const at = found.file
    ? { ...positionAt(root, found.file, found.start ?? 0), length: found.length ?? 0 }
    : { file: "ts2c", line: 1, column: 1 };
  sink.add({ at, code: `TS${found.code}`, message });
}

/** TypeScript's chain of reasons on one line; the brands of integers are cut off, for they say nothing to a reader. */
function plainMessage(text: string | ts.DiagnosticMessageChain): string {
  const whole = ts.flattenDiagnosticMessageText(text, " ").replace(/\s+/g, " ");
  if (typeof text === "string" || !whole.includes("__int")) return whole;
  return `${text.messageText} Convert it: \`u32(x)\` keeps the low bits, \`checked.u32(x)\` traps when something would be lost.`;
}
