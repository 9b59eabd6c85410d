/**
 * A line of text with a cursor: characters of 16 bits. Invariants: cursor ≤ length ≤ LINE_MAX. What does not fit is left
 * out. Words are what spaces separate. Pure.
 */
export const LINE_MAX = 200;

const SPACE: u16 = 0x20;

export class Line {
  characters: FixedArray<u16, typeof LINE_MAX> = zeroed();
  length: u32 = 0;
  cursor: u32 = 0;

  clear(): void {
    this.length = 0;
    this.cursor = 0;
  }

  /** Inserts at the cursor; false when the line is full. */
  insert(character: u16): bool {
    if (this.length >= LINE_MAX) {
      return false;
    }
    for (let i: u32 = this.length; i > this.cursor; i--) {
      this.characters[i] = this.characters[i - 1];
    }
    this.characters[this.cursor] = character;
    this.length += 1;
    this.cursor += 1;
    return true;
  }

  /** Removes what lies from `start` to below `end` (in either order); the cursor is where it was. */
  remove(start: u32, end: u32): void {
    const from: u32 = start < end ? start : end;
    const to: u32 = start < end ? end : start;
    if (to > this.length || from === to) {
      return;
    }
    for (let i: u32 = to; i < this.length; i++) {
      this.characters[i - (to - from)] = this.characters[i];
    }
    this.length -= to - from;
    this.cursor = from;
  }

  /** Takes over another line's text, cursor at its end. */
  set(other: Line): void {
    copy(this.characters, other.characters);
    this.length = other.length;
    this.cursor = other.length;
  }

  /** Where the word to the left begins: behind the spaces and the word. */
  wordLeft(): u32 {
    let place: u32 = this.cursor;
    while (place > 0 && this.characters[place - 1] === SPACE) {
      place -= 1;
    }
    while (place > 0 && this.characters[place - 1] !== SPACE) {
      place -= 1;
    }
    return place;
  }

  /** Where the word to the right ends. */
  wordRight(): u32 {
    let place: u32 = this.cursor;
    while (place < this.length && this.characters[place] === SPACE) {
      place += 1;
    }
    while (place < this.length && this.characters[place] !== SPACE) {
      place += 1;
    }
    return place;
  }

  /** Exchanges the two characters before the cursor at the end of the line, else those around it. */
  exchange(): void {
    if (this.cursor === 0 || this.length < 2) {
      return;
    }
    const right: u32 = this.cursor < this.length ? this.cursor : this.length - 1;
    const character: u16 = this.characters[right];
    this.characters[right] = this.characters[right - 1];
    this.characters[right - 1] = character;
    this.cursor = right + 1;
  }
}

/** True when both have the same text. */
export function sameText(one: Line, other: Line): bool {
  if (one.length !== other.length) {
    return false;
  }
  for (let i: u32 = 0; i < one.length; i++) {
    if (one.characters[i] !== other.characters[i]) {
      return false;
    }
  }
  return true;
}

/** Whether `part` occurs in `line`; nothing occurs everywhere. */
export function containsText(line: Line, part: Line): bool {
  for (let start: u32 = 0; start + part.length <= line.length; start++) {
    let same: u32 = 0;
    while (same < part.length && line.characters[start + same] === part.characters[same]) {
      same += 1;
    }
    if (same === part.length) {
      return true;
    }
  }
  return false;
}
