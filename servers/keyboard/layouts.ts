/** The layouts: United States, and German (DIN 2137, T1) with dead ´ ` ^. */
import { Key } from "./keys.ts";
import { DEAD, type Layout, setKey, setRow } from "./layout.ts";

const PLAIN: u32 = 0;
const SHIFT: u32 = 1;
const ALT_GR: u32 = 2;
const ACUTE: u32 = 0xb4;
const GRAVE: u32 = 0x60;
const CIRCUMFLEX: u32 = 0x5e;
const SPACE: u32 = 0x20;

/** Fills in an empty (zeroed) layout. */
export function useUnitedStates(layout: Layout): void {
  setRow(layout, PLAIN, Key.DIGIT_1, "1234567890-=");
  setRow(layout, SHIFT, Key.DIGIT_1, "!@#$%^&*()_+");
  setRow(layout, PLAIN, Key.Q, "qwertyuiop[]");
  setRow(layout, SHIFT, Key.Q, "QWERTYUIOP{}");
  setRow(layout, PLAIN, Key.A, "asdfghjkl;'`");
  setRow(layout, SHIFT, Key.A, 'ASDFGHJKL:"~');
  setRow(layout, PLAIN, Key.BACKSLASH, "\\zxcvbnm,./");
  setRow(layout, SHIFT, Key.BACKSLASH, "|ZXCVBNM<>?");
  setRow(layout, PLAIN, Key.LESS, "\\");
  setRow(layout, SHIFT, Key.LESS, "|");
  useSpace(layout);
}

/** Fills in an empty (zeroed) layout. */
export function useGerman(layout: Layout): void {
  setRow(layout, PLAIN, Key.DIGIT_1, "1234567890ß");
  setRow(layout, SHIFT, Key.DIGIT_1, '!"§$%&/()=?');
  setRow(layout, ALT_GR, Key.DIGIT_1, " ²³   {[]}\\");
  setRow(layout, PLAIN, Key.Q, "qwertzuiopü+");
  setRow(layout, SHIFT, Key.Q, "QWERTZUIOPÜ*");
  setRow(layout, ALT_GR, Key.Q, "@          ~");
  setRow(layout, PLAIN, Key.A, "asdfghjklöä");
  setRow(layout, SHIFT, Key.A, "ASDFGHJKLÖÄ°");
  setRow(layout, PLAIN, Key.BACKSLASH, "#yxcvbnm,.-");
  setRow(layout, SHIFT, Key.BACKSLASH, "'YXCVBNM;:_");
  setRow(layout, ALT_GR, Key.BACKSLASH, "       µ");
  setRow(layout, PLAIN, Key.LESS, "<");
  setRow(layout, SHIFT, Key.LESS, ">");
  setRow(layout, ALT_GR, Key.LESS, "|");
  setKey(layout, PLAIN, Key.EQUALS, DEAD | ACUTE);
  setKey(layout, SHIFT, Key.EQUALS, DEAD | GRAVE);
  setKey(layout, PLAIN, Key.BACKQUOTE, DEAD | CIRCUMFLEX);
  useSpace(layout);
}

function useSpace(layout: Layout): void {
  for (let level: u32 = 0; level < 4; level++) {
    layout.characters[level * 0x60 + Key.SPACE] = SPACE;
  }
}
