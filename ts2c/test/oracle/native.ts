/**
 * What a program does when it is compiled: through ts2c, the host's C compiler, and the processor.
 *
 * Invariants: each build lives in a folder of its own in the system's temporary folder; compiling and running have time
 * limits.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileProgram, formatDiagnostic, SourceCache } from "../../src/api.ts";
import type { Outcome } from "./outcome.ts";

const RUNTIME_PATH = fileURLToPath(new URL("../../runtime", import.meta.url));
const LIMIT_MS = 60_000;
const PANIC_STATUS = 134;

/** The ways to build a program that must all do the same. */
export const BUILDS: Readonly<Record<string, readonly string[]>> = {
  "-O0": ["-O0"],
  "-O2": ["-O2"],
  sanitized: ["-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"],
};

interface Finished {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

function execute(command: string, args: readonly string[]): Promise<Finished> {
  return new Promise((resolve) => {
    const options = {
      encoding: "utf8",
      timeout: LIMIT_MS,
      killSignal: "SIGKILL",
      maxBuffer: 1 << 28,
    } as const;
    const child = execFile(command, args, options, (error, stdout, stderr) => {
      const status = child.exitCode ?? (error?.killed ? 124 : 128);
      resolve({ status, stdout, stderr });
    });
  });
}

/** The C text of a program for this machine, perhaps with another text. Throws what the compiler says against it. */
export function compileForHost(entry: string, root: string, text?: string): string {
  const cache = text === undefined ? {} : { cache: new SourceCache(new Map([[entry, text]])) };
  const { c, diagnostics } = compileProgram({ entry, root, target: "host", ...cache });
  if (c === null || diagnostics.length > 0) throw new Error(diagnostics.map(formatDiagnostic).join("\n"));
  return c;
}

/** Compiles C text in one of the ways and runs it. Throws when the C compiler refuses it or a limit is reached. */
export async function runNative(c: string, flags: readonly string[]): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), "ts2c-oracle-"));
  try {
    const source = join(folder, "program.c");
    const program = join(folder, "program");
    writeFileSync(source, c);
    const all = ["-std=gnu11", "-w", "-fno-strict-aliasing", "-frounding-math", "-DTS2C_HOST"];
    const args = [...all, `-I${RUNTIME_PATH}`, ...flags, source, "-o", program];
    const built = await execute(process.env.CC ?? "cc", args);
    if (built.status !== 0) throw new Error(`the C compiler refuses the program:\n${built.stderr}`);
    return outcomeOf(await execute(program, []));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Status 134 with a panic's message is a failed check; anything else on stderr is a crash. */
function outcomeOf({ status, stdout, stderr }: Finished): Outcome {
  const panic = /^(.*):(\d+): panic: ([\s\S]*)\n$/.exec(stderr);
  if (status === PANIC_STATUS && panic) {
    const [, file = "", line, message = ""] = panic;
    return { kind: "trap", message, file, line: Number(line), printed: stdout };
  }
  if (stderr !== "" || status === 124) throw new Error(`the program ended with status ${status}:\n${stderr}`);
  return { kind: "exit", status, printed: stdout };
}
