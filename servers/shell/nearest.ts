/**
 * The word that was probably meant: least Damerau–Levenshtein distance, with each pair exchanged at most once (F. J.
 * Damerau, Communications of the ACM 7(3), 1964). Pure.
 */
import type { Candidates } from "./completion.ts";

/** Longer words are not compared. */
export const WORD_MAX = 32;
/** distance: one of them is longer than WORD_MAX. */
export const FAR: u32 = 0xffff_ffff;

const ROW = 33;
const TABLE = 1089;
const CANDIDATES_MAX: u32 = 256;

const table: FixedArray<u32, typeof TABLE> = zeroed();

/** How many insertions, deletions, replacements and exchanges of neighbours make one of the other. */
export function distance(one: string, other: string): u32 {
  if (one.length > WORD_MAX || other.length > WORD_MAX) {
    return FAR;
  }
  for (let i: u32 = 0; i <= one.length; i++) {
    for (let k: u32 = 0; k <= other.length; k++) {
      table[i * ROW + k] = i === 0 ? k : k === 0 ? i : step(one, other, i, k);
    }
  }
  return table[one.length * ROW + other.length];
}

/** The nearest candidate for word number `words`, "" when none is near: a third of the letters may be wrong, and one. */
export function nearest(candidates: Candidates, words: u32, word: string): string {
  const limit: u32 = word.length < 3 ? 1 : word.length / 3 + 1;
  let best: string = "";
  let bestDistance: u32 = limit + 1;
  for (let index: u32 = 0; index < CANDIDATES_MAX; index++) {
    const candidate: string = candidates(words, index);
    if (candidate.length === 0) {
      return best;
    }
    const far: u32 = distance(word, candidate);
    if (far < bestDistance && far < candidate.length) {
      best = candidate;
      bestDistance = far;
    }
  }
  return best;
}

/** The cell of the table from its neighbours; both counts are above 0. */
function step(one: string, other: string, i: u32, k: u32): u32 {
  const same: bool = one.charCodeAt(i - 1) === other.charCodeAt(k - 1);
  const replaced: u32 = table[(i - 1) * ROW + k - 1] + (same ? 0 : 1);
  const shorter: u32 = least(table[(i - 1) * ROW + k], table[i * ROW + k - 1]) + 1;
  const plain: u32 = least(replaced, shorter);
  const exchanged: bool =
    i > 1 &&
    k > 1 &&
    one.charCodeAt(i - 1) === other.charCodeAt(k - 2) &&
    one.charCodeAt(i - 2) === other.charCodeAt(k - 1);
  return exchanged ? least(plain, table[(i - 2) * ROW + k - 2] + 1) : plain;
}

function least(one: u32, other: u32): u32 {
  return one < other ? one : other;
}
