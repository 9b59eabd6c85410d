/**
 * Box drawing, U+2500 to U+257F (The Unicode Standard, code chart "Box Drawing"), drawn so that neighbours join: a
 * character is four arms, each nothing, a light line of one pixel, a heavy one of three, or a double one (three with a
 * gap). Pure.
 */
import { GLYPH_COLUMNS, GLYPH_ROWS, type Glyph, glyphWhere } from "./art.ts";

export const BOX_DRAWING_START = 0x2500;

const CENTRE_X = 4;
const CENTRE_Y = 8;
const LIGHT = 1;
const DOUBLE = 3;

/**
 * For U+2500 on: the arms up, right, down, left (1 light, 2 heavy, 3 double), or `-` and the kind of a dashed line, or
 * a word. Sixteen in a line.
 */
const CHARACTERS = `
0101 0202 1010 2020 -h13 -h23 -v13 -v23 -h14 -h24 -v14 -v24 0110 0210 0120 0220
0011 0012 0021 0022 1100 1200 2100 2200 1001 1002 2001 2002 1110 1210 2110 1120
2120 2210 1220 2220 1011 1012 2011 1021 2021 2012 1022 2022 0111 0112 0211 0212
0121 0122 0221 0222 1101 1102 1201 1202 2101 2102 2201 2202 1111 1112 1211 1212
2111 1121 2121 2112 2211 1122 1221 2212 1222 2122 2221 2222 -h12 -h22 -v12 -v22
0303 3030 0310 0130 0330 0013 0031 0033 1300 3100 3300 1003 3001 3003 1310 3130
3330 1013 3031 3033 0313 0131 0333 1303 3101 3303 1313 3131 3333 arc1 arc2 arc3
arc4 rise fall both 0001 1000 0100 0010 0002 2000 0200 0020 0201 1020 0102 2010
`
  .trim()
  .split(/\s+/);

/** All 128, in order. */
export function boxDrawing(): Glyph[] {
  return CHARACTERS.map((word) => {
    if (/^\d/.test(word)) return arms([...word].map(Number) as Arms);
    if (word.startsWith("-")) return dashes(word[1] === "h", Number(word[2]), Number(word[3]));
    if (word.startsWith("arc")) return arc(Number(word[3]));
    return diagonal(word !== "fall", word !== "rise");
  });
}

/** Weights of the arms up, right, down, left. */
type Arms = [number, number, number, number];

/** Which arm, seen along its own axis: how far a place is outwards from the centre, and sideways. */
interface Arm {
  weight: number;
  outwards: number;
  sideways: number;
  /** The heavier of the two arms that stand across, and whether both are there. */
  across: number;
  crossed: boolean;
  opposite: number;
}

function arms(weights: Arms): Glyph {
  const [up, right, down, left] = weights;
  const horizontal = { across: Math.max(left, right), crossed: Math.min(left, right) > 0 };
  const vertical = { across: Math.max(up, down), crossed: Math.min(up, down) > 0 };
  return glyphWhere((x, y) => {
    const [dx, dy] = [x - CENTRE_X, y - CENTRE_Y];
    const all: Arm[] = [
      { weight: up, outwards: -dy, sideways: dx, opposite: down, ...horizontal },
      { weight: right, outwards: dx, sideways: dy, opposite: left, ...vertical },
      { weight: down, outwards: dy, sideways: dx, opposite: up, ...horizontal },
      { weight: left, outwards: -dx, sideways: dy, opposite: right, ...vertical },
    ];
    return all.some(isOnArm) && !all.some(isInGap);
  });
}

function isOnArm(arm: Arm): boolean {
  const { weight, outwards, sideways } = arm;
  if (weight === 0) return false;
  return Math.abs(sideways) <= (weight === LIGHT ? 0 : 1) && outwards >= startOf(arm);
}

/** An arm reaches over the line across; a light one ends at the near side of a double line that runs through. */
function startOf({ weight, across, crossed, opposite }: Arm): number {
  if (across <= LIGHT) return 0;
  if (weight === LIGHT && across === DOUBLE && crossed) return opposite === 0 ? 1 : 0;
  return -1;
}

/** The gap of a double line goes through what is across, but not through a light line there. */
function isInGap(arm: Arm): boolean {
  const { weight, outwards, sideways, across, opposite } = arm;
  if (weight !== DOUBLE || sideways !== 0) return false;
  if (across === LIGHT) return outwards > 0 || (outwards === 0 && opposite === DOUBLE && !arm.crossed);
  return outwards >= 0;
}

/** A line in `count` pieces. */
function dashes(isHorizontal: boolean, weight: number, count: number): Glyph {
  const length = isHorizontal ? GLYPH_COLUMNS : GLYPH_ROWS;
  const step = Math.ceil(length / count);
  const gap = isHorizontal ? 1 : 2;
  return glyphWhere((x, y) => {
    const [along, sideways] = isHorizontal ? [x, y - CENTRE_Y] : [y, x - CENTRE_X];
    return (
      Math.abs(sideways) <= (weight === LIGHT ? 0 : 1) && along % step < step - gap && along < length - 1
    );
  });
}

/** Corner n, clockwise from the one that leads down and right: light lines, the corner itself cut. */
function arc(corner: number): Glyph {
  const [toRight, toDown] = [corner === 1 || corner === 4, corner <= 2];
  return glyphWhere((x, y) => {
    const outX = toRight ? x - CENTRE_X : CENTRE_X - x;
    const outY = toDown ? y - CENTRE_Y : CENTRE_Y - y;
    return (outY === 0 && outX >= 2) || (outX === 0 && outY >= 2) || (outX === 1 && outY === 1);
  });
}

function diagonal(rises: boolean, falls: boolean): Glyph {
  return glyphWhere((x, y) => {
    const column = Math.floor(y / 2);
    return (falls && x === column) || (rises && x === GLYPH_COLUMNS - 1 - column);
  });
}
