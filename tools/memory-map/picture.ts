/**
 * The memory map as a picture (SVG), highest address on top: the DMA AREA, then a column for each space's
 * own part, then HEAP AREA, kernel and lower memory. Heights say nothing about sizes, which would hide
 * everything but the gaps: each range is a row, each gap a thin one.
 */
import { DMA_START, HEAP_AREA_END, USER_END, USER_START } from "../../lib/abi/memory-map.ts";
import { hex, type MapRange, rangeBytes, sizeText } from "./parse.ts";

const WIDTH = 1360;
const MARGIN = 28;
const ROW = 24;
const GAP_ROW = 16;
const HEAD = 112;
const ADDRESS_WIDTH = 172;
const COLUMN_SPACE = 10;
const BAND_SPACE = 36;
const FONT = "'DejaVu Sans', Helvetica, Arial, sans-serif";
const MONO = "'DejaVu Sans Mono', Menlo, Consolas, monospace";
const INK = "#1f2733";
const FAINT = "#69748a";

interface Group {
  name: string;
  colour: string;
  owners: RegExp;
}

const GROUPS: readonly Group[] = [
  { name: "kernel", colour: "#a9c8ee", owners: /^(kernel-|frame-|module|unused)/ },
  { name: "flat domain", colour: "#f9c98b", owners: /^flat-/ },
  { name: "DMA windows", colour: "#cdb8ec", owners: /^dma-/ },
  {
    name: "tasks of ring 3",
    colour: "#b3dcae",
    owners: /^(program|stack|memory|information|manifest|published|notes)/,
  },
  { name: "lower memory", colour: "#f1e3a0", owners: /^lower-/ },
  { name: "firmware and devices", colour: "#d5d9e0", owners: /./ },
];
const GUARD_COLOUR = "#f3b8b4";

type Piece = { kind: "range"; range: MapRange } | { kind: "gap"; bytes: number };

/** The whole picture. `title` says which system it is of. */
export function memoryMapPicture(ranges: MapRange[], title: string): string {
  const shared = ranges.filter((range) => range.scope === "shared");
  const spaces = [...new Set(ranges.map((range) => range.scope))].filter((scope) => scope !== "shared");
  const upper = pieces(
    shared.filter((range) => range.first >= DMA_START),
    DMA_START,
    2 ** 32,
  );
  const lower = pieces(
    shared.filter((range) => range.first < HEAP_AREA_END),
    0,
    HEAP_AREA_END,
  );
  const columns = spaces.map((scope) =>
    pieces(
      ranges.filter((range) => range.scope === scope),
      USER_START,
      USER_END,
    ),
  );
  const parts: string[] = [];
  let y = HEAD;
  y = drawBand(parts, "DMA AREA · supervisor, the same in every space", upper, y) + BAND_SPACE;
  y = drawColumns(parts, spaces, columns, y) + BAND_SPACE;
  y = drawBand(parts, "HEAP AREA, kernel, lower memory · supervisor, the same in every space", lower, y);
  return frame(parts, title, Math.ceil(y + MARGIN));
}

/** Ranges and the gaps between them, highest first. */
function pieces(ranges: MapRange[], start: number, end: number): Piece[] {
  const result: Piece[] = [];
  let at = start;
  for (const range of ranges) {
    if (range.first > at) result.push({ kind: "gap", bytes: range.first - at });
    result.push({ kind: "range", range });
    at = range.last + 1;
  }
  if (at < end) result.push({ kind: "gap", bytes: end - at });
  return result.reverse();
}

function heightOf(list: Piece[]): number {
  return list.reduce((sum, piece) => sum + (piece.kind === "range" ? ROW : GAP_ROW), 0);
}

function drawBand(parts: string[], title: string, list: Piece[], top: number): number {
  parts.push(text(MARGIN, top - 9, title, { size: 13, weight: 600, colour: INK }));
  drawPieces(parts, list, MARGIN, WIDTH - 2 * MARGIN, top, true);
  return top + heightOf(list);
}

function drawColumns(parts: string[], names: string[], columns: Piece[][], top: number): number {
  parts.push(
    text(MARGIN, top - 9, "40000000–BFFFFFFF · each space's own part", {
      size: 13,
      weight: 600,
      colour: INK,
    }),
  );
  const count = Math.max(columns.length, 1);
  const width = (WIDTH - 2 * MARGIN - (count - 1) * COLUMN_SPACE) / count;
  const height = Math.max(...columns.map(heightOf), GAP_ROW);
  for (const [index, list] of columns.entries()) {
    const x = MARGIN + index * (width + COLUMN_SPACE);
    parts.push(box(x, top, width, ROW, "#2f6b4f", "none"));
    parts.push(text(x + 8, top + 16, names[index]!, { size: 12, weight: 600, colour: "#ffffff" }));
    const stretched = stretch(list, height);
    drawPieces(parts, stretched.list, x, width, top + ROW, false, stretched.gapHeight);
  }
  return top + ROW + height;
}

/** Columns end at the same line: their largest gap takes what is left. */
function stretch(list: Piece[], height: number): { list: Piece[]; gapHeight: (piece: Piece) => number } {
  const gaps = list.filter((piece) => piece.kind === "gap");
  const largest = gaps.reduce<Piece | null>(
    (best, piece) => (best === null || gapBytes(piece) > gapBytes(best) ? piece : best),
    null,
  );
  const rest = height - heightOf(list);
  return { list, gapHeight: (piece) => GAP_ROW + (piece === largest ? rest : 0) };
}

function gapBytes(piece: Piece): number {
  return piece.kind === "gap" ? piece.bytes : 0;
}

function drawPieces(
  parts: string[],
  list: Piece[],
  x: number,
  width: number,
  top: number,
  wide: boolean,
  gapHeight: (piece: Piece) => number = () => GAP_ROW,
): void {
  let y = top;
  for (const piece of list) {
    if (piece.kind === "gap") {
      const height = gapHeight(piece);
      drawGap(parts, piece.bytes, x, width, y, height);
      y += height;
    } else {
      if (wide) drawWide(parts, piece.range, x, width, y);
      else drawNarrow(parts, piece.range, x, width, y);
      y += ROW;
    }
  }
}

function drawGap(parts: string[], bytes: number, x: number, width: number, y: number, height: number): void {
  parts.push(box(x, y, width, height, "url(#free)", "#e3e7ee"));
  const options = { size: 10, colour: FAINT, anchor: "middle" as const };
  parts.push(text(x + width / 2, y + height / 2 + 3.5, `${sizeText(bytes)} free`, options));
}

/** Address, name, physical address, attributes, size across the picture. */
function drawWide(parts: string[], range: MapRange, x: number, width: number, y: number): void {
  const left = x + ADDRESS_WIDTH;
  const addresses = `${hex(range.first)}–${hex(range.last)}`;
  parts.push(text(x, y + 16, addresses, { size: 11.5, colour: FAINT, mono: true }));
  parts.push(box(left, y, width - ADDRESS_WIDTH, ROW, fillOf(range), "#ffffff"));
  parts.push(text(left + 10, y + 16, ownerText(range), { size: 12.5, colour: INK }));
  if (range.state !== "guard" && range.physical !== BigInt(range.first)) {
    const physical = `physical ${range.physical.toString(16).padStart(8, "0")}`;
    parts.push(text(left + 300, y + 16, physical, { size: 11, colour: FAINT, mono: true }));
  }
  drawBadges(parts, range, x + width - 218, y);
  const options = { size: 11.5, colour: INK, anchor: "end" as const };
  parts.push(text(x + width - 10, y + 16, sizeText(rangeBytes(range)), options));
}

/** A range of a space: name, rights and size above each other's ends. */
function drawNarrow(parts: string[], range: MapRange, x: number, width: number, y: number): void {
  parts.push(box(x, y, width, ROW, fillOf(range), "#ffffff"));
  parts.push(text(x + 8, y + 15.5, hex(range.first), { size: 10.5, colour: FAINT, mono: true }));
  parts.push(text(x + 76, y + 15.5, ownerText(range), { size: 11.5, colour: INK }));
  parts.push(
    text(x + width - 78, y + 15.5, range.rights, { size: 11, colour: INK, mono: true, anchor: "end" }),
  );
  const options = { size: 11, colour: INK, anchor: "end" as const };
  parts.push(text(x + width - 8, y + 15.5, sizeText(rangeBytes(range)), options));
}

function drawBadges(parts: string[], range: MapRange, x: number, y: number): void {
  const state = range.state === "guard" ? "unmapped" : range.rights;
  parts.push(text(x, y + 16, state, { size: 12, colour: INK, mono: true }));
  if (range.cache !== "wb") {
    parts.push(box(x + 78, y + 4, 34, ROW - 8, "#5b4a8a", "none", 4));
    const options = { size: 10.5, colour: "#ffffff", anchor: "middle" as const, weight: 600 };
    parts.push(text(x + 95, y + 15.5, range.cache.toUpperCase(), options));
  }
}

function ownerText(range: MapRange): string {
  const [kind, detail] = range.owner.split(":");
  const name = kind!.replaceAll("-", " ");
  const more = range.state === "guard" && kind !== "null-page" && kind !== "frame-window" ? ", guard" : "";
  const reserved = range.state === "reserved" ? ", reserved" : range.state === "shared" ? ", shared" : "";
  return `${name}${more}${reserved}${detail === undefined ? "" : ` · ${detail}`}`;
}

function fillOf(range: MapRange): string {
  if (range.state === "guard") return GUARD_COLOUR;
  return GROUPS.find((group) => group.owners.test(range.owner))!.colour;
}

interface TextOptions {
  size: number;
  colour: string;
  weight?: number;
  anchor?: "middle" | "end";
  mono?: boolean;
}

function text(x: number, y: number, content: string, options: TextOptions): string {
  const weight = options.weight === undefined ? "" : ` font-weight="${options.weight}"`;
  const anchor = options.anchor === undefined ? "" : ` text-anchor="${options.anchor}"`;
  const family = options.mono === true ? ` font-family="${MONO}"` : "";
  return `<text x="${round(x)}" y="${round(y)}" font-size="${options.size}" fill="${options.colour}"${weight}${anchor}${family}>${escapeText(content)}</text>`;
}

function box(
  x: number,
  y: number,
  width: number,
  height: number,
  fill: string,
  line: string,
  radius = 2,
): string {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${radius}" fill="${fill}" stroke="${line}"/>`;
}

function round(value: number): string {
  return String(Number(value.toFixed(1)));
}

function escapeText(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function legend(): string {
  let x = MARGIN;
  const entries = [...GROUPS, { name: "guard, unmapped", colour: GUARD_COLOUR }];
  return entries
    .map(({ name, colour }) => {
      const entry = `${box(x, 58, 16, 14, colour, "none", 3)}${text(x + 22, 69.5, name, { size: 12, colour: INK })}`;
      x += 46 + name.length * 7.2;
      return entry;
    })
    .join("");
}

function frame(parts: string[], title: string, height: number): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="${FONT}">
<defs><pattern id="free" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="8" height="8" fill="#f8f9fb"/><line x1="0" y1="0" x2="0" y2="8" stroke="#e9ecf2" stroke-width="3"/></pattern></defs>
<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>
${text(MARGIN, 40, `Memory map of ${title}`, { size: 21, weight: 600, colour: INK })}
${legend()}
${parts.join("\n")}
</svg>
`;
}
