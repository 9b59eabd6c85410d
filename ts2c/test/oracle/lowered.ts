/**
 * Programs with a smaller number of rounds: the same text but for the value of one constant.
 *
 * Invariant: a constant that is not there, or that would not become smaller, is an error, so that the table of them
 * cannot go out of date unseen.
 */

export interface Lowered {
  /** A constant at module level. */
  readonly constant: string;
  readonly value: number;
}

/** The text with `const NAME: TYPE = VALUE;` made smaller. Throws when that is not there once. */
export function lower(text: string, { constant, value }: Lowered): string {
  const pattern = new RegExp(`^(const ${constant}(?:: \\w+)? = )(0x[\\da-f_]+|[\\d_]+);`, "gm");
  const [found, another] = [...text.matchAll(pattern)];
  if (!found || another) throw new Error(`there is not one constant ${constant}`);
  if (Number(found[2]?.replaceAll("_", "")) <= value)
    throw new Error(`${constant} is not larger than ${value}`);
  return text.replace(pattern, `$1${value};`);
}
