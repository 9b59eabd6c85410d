/**
 * One step of a build: runs only when something it depends on has changed.
 *
 * Beside its first output lies a stamp: the step's key (what it does) and a hash of every file it
 * read. Contents decide, not times, so a step after one that changed nothing is left out as well.
 * A step that fails leaves no stamp, so it runs again next time.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fromRoot, inRoot, makeFolderOf } from "../paths.ts";

export interface Step {
  /** The tool's name in the progress line, such as "gcc". */
  tool: string;
  /** What it works on in the progress line. */
  subject: string;
  /** What it makes; the stamp lies beside the first. */
  outputs: string[];
  /** What it reads, as far as known before it runs. */
  inputs: string[];
  /** Everything else that decides about the outputs: parameters, versions. */
  key: unknown;
  /** Makes the outputs; gives further files that it read. */
  run(): Promise<string[] | undefined> | string[] | undefined;
}

interface Stamp {
  key: string;
  inputs: Record<string, string>;
}

/** Does the step unless its outputs are up to date. True when it ran. */
export async function runStep(step: Step): Promise<boolean> {
  const stampPath = inRoot(`${step.outputs[0]}.stamp`);
  const key = JSON.stringify(step.key);
  if (isUpToDate(step, stampPath, key)) return false;
  process.stderr.write(`${step.tool.padEnd(6)} ${step.subject}\n`);
  rmSync(stampPath, { force: true });
  for (const output of step.outputs) makeFolderOf(output);
  const { start, further } = await inTurn(async () => ({
    start: Date.now(),
    further: (await step.run()) ?? [],
  }));
  const inputs: Record<string, string> = {};
  for (const input of [...step.inputs, ...further]) inputs[fromRoot(input)] = hashUnlessNewer(input, start);
  writeFileSync(stampPath, JSON.stringify({ key, inputs } satisfies Stamp));
  return true;
}

function isUpToDate(step: Step, stampPath: string, key: string): boolean {
  if (!existsSync(stampPath) || !step.outputs.every((output) => existsSync(inRoot(output)))) return false;
  const stamp = readStamp(stampPath);
  if (stamp === null || stamp.key !== key) return false;
  if (!step.inputs.every((input) => fromRoot(input) in stamp.inputs)) return false;
  return Object.entries(stamp.inputs).every(([path, hash]) => hashFile(path) === hash);
}

function readStamp(path: string): Stamp | null {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Stamp;
  } catch {
    return null;
  }
}

const hashes = new Map<string, { time: number; size: number; hash: string }>();

/** Hash of a file's bytes; "missing" when there is none. */
export function hashFile(path: string): string {
  const absolute = inRoot(path);
  const status = statSync(absolute, { throwIfNoEntry: false });
  if (status === undefined) return "missing";
  const known = hashes.get(absolute);
  if (known !== undefined && known.time === status.mtimeMs && known.size === status.size) return known.hash;
  const hash = createHash("sha256").update(readFileSync(absolute)).digest("hex");
  hashes.set(absolute, { time: status.mtimeMs, size: status.size, hash });
  return hash;
}

/** Hash of a file that a step has read; "changed" when it was written after the step began, so that it runs again. */
function hashUnlessNewer(path: string, start: number): string {
  const time = statSync(inRoot(path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return Math.floor(time) > start ? "changed" : hashFile(path);
}

/** All files below a folder, sorted; none when it does not exist. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(inRoot(folder))) return [];
  return (readdirSync(inRoot(folder), { recursive: true }) as string[])
    .map((name) => fromRoot(`${folder}/${name}`))
    .filter((path) => statSync(inRoot(path)).isFile())
    .sort();
}

let running = 0;
const waiting: (() => void)[] = [];

/** Keeps as many steps running as the machine has processors. */
async function inTurn<T>(body: () => Promise<T>): Promise<T> {
  if (running >= availableParallelism()) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    return await body();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}
