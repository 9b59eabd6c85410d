/**
 * A seeded bug: a small change to one file of the compiler or its run-time header, kept as text.
 */

/** Replaces the one place in `file` (from the folder ts2c/) that reads `from`. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** What a programmer would have got wrong. */
  readonly what: string;
}

/** The mutants of one file. */
export function mutantsOf(
  file: string,
  ...list: readonly (readonly [name: string, what: string, from: string, to: string])[]
): Mutant[] {
  return list.map(([name, what, from, to]) => ({ name, file, from, to, what }));
}

/** The text with the bug in it. Throws when the place is not there, or there twice. */
export function mutated(mutant: Mutant, text: string): string {
  const parts = text.split(mutant.from);
  if (parts.length !== 2) {
    throw new Error(`${mutant.name}: \`${mutant.from}\` stands ${parts.length - 1} times in ${mutant.file}`);
  }
  return parts.join(mutant.to);
}
