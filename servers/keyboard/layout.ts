/**
 * What the keys of a layout mean: four levels (plain, shift, AltGr, shift with AltGr) for each of the keys that carry
 * characters. A layout is written as rows of characters, as they lie on the keyboard. Pure.
 */
import type { CharacterDecoder } from "../../lib/core/characters.ts";
import type { Key } from "./keys.ts";

export const LEVELS = 4;
/** Set 1 codes of keys with characters are below. */
export const LAYOUT_KEYS = 0x60;
const LAYOUT_CELLS = 384;
/** No character. */
export const NOTHING = 0;
/** A dead key: this bit and the accent that waits for a letter. */
export const DEAD = 0x8000_0000;

const SPACE: u32 = 0x20;

export class Layout {
  /** Character of key `k` on level `l` at `l * LAYOUT_KEYS + k`. */
  characters: FixedArray<u32, typeof LAYOUT_CELLS> = zeroed();
}

/** Empties a layout. */
export function clearLayout(layout: Layout): void {
  for (let i: u32 = 0; i < LAYOUT_CELLS; i++) {
    layout.characters[i] = NOTHING;
  }
}

/** The character, or DEAD and an accent, or NOTHING. */
export function characterOf(layout: Layout, key: u32, level: u32): u32 {
  return key < LAYOUT_KEYS ? layout.characters[(level % LEVELS) * LAYOUT_KEYS + key] : NOTHING;
}

/** Writes a row of characters to the keys from `first` on. A space leaves a key as it is. */
export function setRow(layout: Layout, level: u32, first: Key, row: string): void {
  const decoder: CharacterDecoder = zeroed();
  let key: u32 = first;
  for (let i: u32 = 0; i < row.length; i++) {
    const count: u32 = decoder.take(row.charCodeAt(i));
    for (let k: u32 = 0; k < count; k++) {
      setKey(layout, level, key, decoder.characters[k]);
      key += 1;
    }
  }
}

/** Gives a key one character. */
export function setKey(layout: Layout, level: u32, key: u32, character: u32): void {
  if (character !== SPACE) {
    layout.characters[level * LAYOUT_KEYS + key] = character;
  }
}
