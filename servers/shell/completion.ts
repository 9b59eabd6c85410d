/** Completion: what all words that begin as the one before the cursor have in common. Pure. */

/** The words that could stand there, number by number; "" ends them. `words` of the line stand before it. */
export type Candidates = (words: u32, index: u32) => string;

/** However many a callback offers. */
const CANDIDATES_MAX: u32 = 256;

export class Completion {
  /** How many words begin like that. */
  count: u32 = 0;
  /** The first of them; `common` bytes of it are common to all. */
  word: string = "";
  common: u32 = 0;
}

export function startsWith(text: string, start: string): bool {
  return text.length >= start.length && stringOf(subSpan(bytesOf(text), 0, start.length)) === start;
}

/** Looks through the candidates for word number `words` of a line, of which `start` is there. */
export function complete(candidates: Candidates, words: u32, start: string, result: Completion): void {
  result.count = 0;
  result.word = "";
  result.common = 0;
  for (let index: u32 = 0; index < CANDIDATES_MAX; index++) {
    const word: string = candidates(words, index);
    if (word.length === 0) {
      return;
    }
    if (startsWith(word, start)) {
      result.common = result.count === 0 ? word.length : commonLength(result.word, word, result.common);
      result.word = result.count === 0 ? word : result.word;
      result.count += 1;
    }
  }
}

/** The candidate number `which` (from 0) that begins with `start`; "" when there are fewer. */
export function matching(candidates: Candidates, words: u32, start: string, which: u32): string {
  let seen: u32 = 0;
  for (let index: u32 = 0; index < CANDIDATES_MAX; index++) {
    const word: string = candidates(words, index);
    if (word.length === 0) {
      return "";
    }
    if (startsWith(word, start)) {
      if (seen === which) {
        return word;
      }
      seen += 1;
    }
  }
  return "";
}

function commonLength(one: string, other: string, limit: u32): u32 {
  let length: u32 = 0;
  while (length < limit && length < other.length && one.charCodeAt(length) === other.charCodeAt(length)) {
    length += 1;
  }
  return length;
}
