/**
 * What the last long runs have counted, kept below build/ for `make counts`.
 */
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { TEST_FOLDER } from "./fixtures.ts";

const FOLDER = resolve(TEST_FOLDER, "../../build/ts2c");

/** A run of the generator. */
export interface FuzzRecord {
  readonly seed: number;
  readonly programs: number;
  readonly checks: number;
  readonly traps: number;
  readonly differs: boolean;
}

/** A run of all mutants. */
export interface MutantRecord {
  readonly tried: number;
  readonly killed: number;
  readonly survivors: readonly string[];
}

export interface Records {
  readonly fuzz: FuzzRecord;
  readonly mutants: MutantRecord;
}

/** Keeps a record in place of the one before it. */
export function keepRecord<Name extends keyof Records>(name: Name, record: Records[Name]): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, `${name}.json`), `${JSON.stringify(record)}\n`);
}

/** The last record and when it was made; null when there is none. */
export function lastRecord<Name extends keyof Records>(
  name: Name,
): { record: Records[Name]; made: Date } | null {
  const path = join(FOLDER, `${name}.json`);
  const made = statSync(path, { throwIfNoEntry: false })?.mtime;
  return made ? { record: JSON.parse(readFileSync(path, "utf8")) as Records[Name], made } : null;
}
