/**
 * Fixtures: programs in folders beside the tests, each with what is expected of it in a comment.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const TEST_FOLDER = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** Folders of programs that are accepted and run: each says what it prints, or which check fails. */
export const RUNNING_FOLDERS = [
  "accepted",
  "accepted/traps",
  "features",
  "features/traps",
  "formatting",
] as const;

export interface Fixture {
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

/** The programs in one folder, by name. */
export function fixturesIn(folder: string): Fixture[] {
  const path = join(TEST_FOLDER, folder);
  return readdirSync(path)
    .filter((name) => name.endsWith(".ts"))
    .sort()
    .map((name) => ({
      name: basename(name, ".ts"),
      path: join(path, name),
      text: readFileSync(join(path, name), "utf8"),
    }));
}

/** The programs of such a folder; other files in it are parts of programs. */
export function runningIn(folder: (typeof RUNNING_FOLDERS)[number]): Fixture[] {
  return fixturesIn(folder).filter(({ text }) => /^\/\* (prints|traps)/.test(text));
}

/** What follows a word in the comment a fixture starts with. */
export function expectation(fixture: Fixture, word: string): string {
  const found = new RegExp(`^/\\* ${word}[ \\n]([\\s\\S]*?)\\*/`).exec(fixture.text)?.[1];
  if (found === undefined) throw new Error(`${fixture.name}.ts does not start with /* ${word} … */`);
  return found;
}
