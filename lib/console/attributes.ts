/**
 * Select Graphic Rendition: what the numbers of `ESC [ … m` make of the colours (ECMA-48, 5th edition, 8.3.117; the bright
 * colours 90 to 107 and `38;5;n` as xterm has them). Pure.
 */
import { DEFAULT_BACKGROUND, DEFAULT_FOREGROUND } from "./cell.ts";

const RESET: u32 = 0;
const BOLD: u32 = 1;
const INVERSE: u32 = 7;
const NOT_BOLD: u32 = 22;
const NOT_INVERSE: u32 = 27;
const FOREGROUND: u32 = 30;
const FOREGROUND_OF_MANY: u32 = 38;
const FOREGROUND_DEFAULT: u32 = 39;
const BACKGROUND: u32 = 40;
const BACKGROUND_OF_MANY: u32 = 48;
const BACKGROUND_DEFAULT: u32 = 49;
const BRIGHT_FOREGROUND: u32 = 90;
const BRIGHT_BACKGROUND: u32 = 100;
const COLOURS: u32 = 8;
const ALL_COLOURS: u32 = 16;
const BY_NUMBER: u32 = 5;

export class Attributes {
  foreground: u32 = 0;
  background: u32 = 0;
  bold: bool = false;
  inverse: bool = false;
}

export function resetAttributes(attributes: Attributes): void {
  attributes.foreground = DEFAULT_FOREGROUND;
  attributes.background = DEFAULT_BACKGROUND;
  attributes.bold = false;
  attributes.inverse = false;
}

/** Applies all numbers of one sequence; what is not known is left out. */
export function selectRendition(attributes: Attributes, numbers: Span<u32>): void {
  let place: u32 = 0;
  while (place < numbers.length) {
    const number: u32 = numbers[place];
    place += 1;
    if (number !== FOREGROUND_OF_MANY && number !== BACKGROUND_OF_MANY) {
      selectOne(attributes, number);
    } else if (place + 1 < numbers.length && numbers[place] === BY_NUMBER) {
      selectOfMany(attributes, number, numbers[place + 1]);
      place += 2;
    } else {
      return;
    }
  }
}

/** What is written now: bold is bright, inverse exchanges the two. */
export function foregroundNow(attributes: Attributes): u32 {
  return attributes.inverse ? attributes.background : brightened(attributes);
}

/** See foregroundNow. */
export function backgroundNow(attributes: Attributes): u32 {
  return attributes.inverse ? brightened(attributes) : attributes.background;
}

function brightened(attributes: Attributes): u32 {
  return attributes.bold && attributes.foreground < COLOURS
    ? attributes.foreground + COLOURS
    : attributes.foreground;
}

function selectOne(attributes: Attributes, number: u32): void {
  switch (number) {
    case RESET:
      resetAttributes(attributes);
      return;
    case BOLD:
      attributes.bold = true;
      return;
    case NOT_BOLD:
      attributes.bold = false;
      return;
    case INVERSE:
      attributes.inverse = true;
      return;
    case NOT_INVERSE:
      attributes.inverse = false;
      return;
    case FOREGROUND_DEFAULT:
      attributes.foreground = DEFAULT_FOREGROUND;
      return;
    case BACKGROUND_DEFAULT:
      attributes.background = DEFAULT_BACKGROUND;
      return;
    default:
      selectColour(attributes, number);
  }
}

function selectColour(attributes: Attributes, number: u32): void {
  if (number >= FOREGROUND && number < FOREGROUND + COLOURS) {
    attributes.foreground = number - FOREGROUND;
  } else if (number >= BACKGROUND && number < BACKGROUND + COLOURS) {
    attributes.background = number - BACKGROUND;
  } else if (number >= BRIGHT_FOREGROUND && number < BRIGHT_FOREGROUND + COLOURS) {
    attributes.foreground = number - BRIGHT_FOREGROUND + COLOURS;
  } else if (number >= BRIGHT_BACKGROUND && number < BRIGHT_BACKGROUND + COLOURS) {
    attributes.background = number - BRIGHT_BACKGROUND + COLOURS;
  }
}

/** Of 256 colours there are the first sixteen. */
function selectOfMany(attributes: Attributes, which: u32, colour: u32): void {
  if (colour >= ALL_COLOURS) {
    return;
  }
  if (which === FOREGROUND_OF_MANY) {
    attributes.foreground = colour;
  } else {
    attributes.background = colour;
  }
}
