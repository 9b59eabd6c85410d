/**
 * Compiles a generated program with ts2c and the C compiler, and runs it under the driver.
 *
 * Invariants: all files are in the folder that is given; compiling and running have time limits.
 */
import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileProgram, type Diagnostic, SourceCache } from "../../src/api.ts";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const RUNTIME_PATH = join(HERE, "../../runtime");
const LIMIT_MS = 120_000;
const CROSS = `${process.env.CROSS ?? "i686-linux-gnu-"}gcc`;
const COMMON = ["-std=gnu11", "-w", "-ffreestanding", "-fno-strict-aliasing", `-I${RUNTIME_PATH}`];
/** As the kernel and its programs are built. */
const KERNEL =
  "-mregparm=3 -fno-pic -fno-stack-protector -mgeneral-regs-only -fno-asynchronous-unwind-tables";
/** Without the first, gcc takes `0.0 - f64(n)` to be `-f64(n)`, minus zero for 0. */
const FLOATS = ["-frounding-math", "-DFUZZ_FLOATS"];
/** As programs that use floating point are built. */
const PROGRAM = "-fno-pic -fno-stack-protector -msse2 -mfpmath=sse";
const LIBRARY_32 = join(HERE, "../support/host32.c");

/** One way to build. */
export interface Build {
  readonly name: string;
  readonly compiler: string;
  readonly flags: readonly string[];
  /** Sources compiled with the same compiler and without the flags of the program. */
  readonly library: readonly string[];
  /** Whether programs for it may use floating point. */
  readonly floats: boolean;
}

/** Fields of packed classes lie at odd addresses, which x86 allows. */
const TRAPPING = ["-fsanitize=undefined", "-fno-sanitize=alignment", "-fsanitize-undefined-trap-on-error"];
const HOST = process.env.CC ?? "cc";

export const BUILDS = {
  plain: { name: "-O0 with UBSan", compiler: HOST, flags: ["-O0", ...TRAPPING], library: [], floats: true },
  optimized: { name: "-O2", compiler: HOST, flags: ["-O2"], library: [], floats: true },
  clang: { name: "clang -O2", compiler: "clang", flags: ["-O2"], library: [], floats: true },
  kernel: {
    name: "-O2 for i386, as the kernel",
    compiler: CROSS,
    flags: ["-m32", "-O2", "-static", "-nostdlib", ...KERNEL.split(" ")],
    library: [LIBRARY_32],
    floats: false,
  },
  program: {
    name: "-O2 for i386, as a program with floating point",
    compiler: CROSS,
    flags: ["-m32", "-O2", "-static", "-nostdlib", ...PROGRAM.split(" ")],
    library: [LIBRARY_32],
    floats: true,
  },
} satisfies Record<string, Build>;

/** The builds that this machine has the compilers for; `plain` is used beside one of the others. */
export function buildsHere(): Build[] {
  const { kernel, optimized, program, clang } = BUILDS;
  const has = ({ compiler }: Build) => spawnSync(compiler, ["--version"], { timeout: LIMIT_MS }).status === 0;
  return [kernel, optimized, program, clang].filter(has);
}

/** C text, or what the compiler says against the program. */
export function compile(source: string, folder: string): { c: string | null; diagnostics: Diagnostic[] } {
  const entry = join(folder, "program.ts");
  writeFileSync(entry, source);
  const { c, diagnostics } = compileProgram({ entry, root: folder, target: "freestanding", cache: sources });
  return { c, diagnostics };
}

const sources = new SourceCache();

/** Writes what the driver needs: the entries and their arguments. */
export function writeTable(folder: string, names: readonly string[], vectors: readonly bigint[][]): void {
  const type =
    "typedef void (*fuzz_entry)(unsigned long long, unsigned long long, unsigned long long, unsigned long long);";
  const externs = names.map(
    (name) =>
      `extern void fuzz_${name}(unsigned long long, unsigned long long, unsigned long long, unsigned long long);`,
  );
  const rows = vectors.map((vector) => `{ ${vector.map((value) => `${value}ull`).join(", ")} },`);
  const text = [
    type,
    ...externs,
    `static const fuzz_entry fuzz_entries[] = { ${names.map((name) => `fuzz_${name}`).join(", ")} };`,
    "static const unsigned long long fuzz_vectors[][4] = {",
    ...rows,
    "};",
  ];
  writeFileSync(join(folder, "table.h"), `${text.join("\n")}\n`);
}

export interface NativeResult {
  /** The driver's lines. */
  readonly lines: string[];
  /** What went wrong outside the program's own checks: the C compiler, a crash, the time limit. */
  readonly failure: string | null;
}

/** Builds and runs; the table must be written. */
export function runBuild(c: string, folder: string, build: Build, trace: boolean): NativeResult {
  const source = join(folder, "program.c");
  writeFileSync(source, c);
  const program = join(folder, "program");
  const table = `-DFUZZ_TABLE="${join(folder, "table.h")}"`;
  const more = [...(trace ? ["-DFUZZ_TRACE"] : []), ...(build.floats ? FLOATS : [])];
  const sourcesC = [source, join(HERE, "driver.c"), ...build.library].filter((path) => existsSync(path));
  const args = [...COMMON, ...build.flags, table, ...more, ...sourcesC, "-o", program];
  const built = spawnSync(build.compiler, args, { encoding: "utf8", timeout: LIMIT_MS });
  if (built.status !== 0)
    return { lines: [], failure: `the C compiler failed: ${built.stderr.slice(0, 2000)}` };
  const ran = spawnSync(program, [], { encoding: "latin1", timeout: LIMIT_MS, maxBuffer: 1 << 28 });
  const lines = ran.stdout.split("\n").slice(0, -1);
  if (ran.status === 0) return { lines, failure: null };
  return { lines, failure: `ended by ${ran.signal ?? `status ${ran.status}`}` };
}
