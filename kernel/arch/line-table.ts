/**
 * The line table: which source line an address of the kernel's text comes from. The image builder makes it
 * from the debug information and loads it as the last boot module, so that it is no part of the kernel:
 *
 *     LineTableHead | LineEntry × entryCount, sorted by address | file names × fileCount
 *
 * A file name is FILE_NAME_BYTES bytes, padded with zero bytes. It is looked at only when something has gone wrong, and
 * believed only if it is whole and was made for this very text. Nothing in it is followed without a check: a table
 * that is broken, another kernel's or not there costs the lines, and addresses are printed alone.
 */
import { kernelImage } from "./image.ts";

/** "LINE" */
const MAGIC: u32 = 0x454e_494c;
const FILE_NAME_BYTES: u32 = 48;
const NOT_ASCII: u8 = 0x7f;
const SPACE: u8 = 0x20;
/** Of FNV-1a, on words. */
const SUM_START: u32 = 0x811c_9dc5;
const SUM_FACTOR: u32 = 0x0100_0193;

export class LineEntry {
  address: u32 = 0;
  file: u16 = 0;
  line: u16 = 0;
}

class LineTableHead {
  magic: u32 = 0;
  entryCount: u32 = 0;
  fileCount: u32 = 0;
  /** Of the text that it was made for: `textSum()`. */
  textSum: u32 = 0;
}

let tableAddress: u32 = 0;
let tableBytes: u32 = 0;

/** What may be the table lies here, identity-mapped, or is about to be moved here. */
export function noteLineTable(address: u32, bytes: u32): void {
  tableAddress = address;
  tableBytes = bytes;
}

/** The entries, none without a table of this kernel. Takes a few hundred thousand instructions. */
export function lineEntries(): Span<LineEntry> {
  const head = tableHead();
  return head === null
    ? spanAt<LineEntry>(0, 0)
    : spanAt<LineEntry>(tableAddress + sizeOf<LineTableHead>(), head.entryCount);
}

/** The name of an entry's file, as far as it can be printed; empty when there is none of that number. */
export function sourceFileName(file: u32): Span<u8> {
  const head = tableHead();
  if (head === null || file >= head.fileCount) {
    return spanAt<u8>(0, 0);
  }
  const names: u32 = tableAddress + sizeOf<LineTableHead>() + head.entryCount * sizeOf<LineEntry>();
  const name = spanAt<u8>(names + file * FILE_NAME_BYTES, FILE_NAME_BYTES);
  let length: u32 = 0;
  while (length < FILE_NAME_BYTES && name[length] >= SPACE && name[length] < NOT_ASCII) {
    length++;
  }
  return subSpan(name, 0, length);
}

/** The head of a table that is whole and this kernel's. */
function tableHead(): LineTableHead | null {
  if (tableBytes < sizeOf<LineTableHead>()) {
    return null;
  }
  const head = referenceAt<LineTableHead>(tableAddress);
  const left: u32 = tableBytes - sizeOf<LineTableHead>();
  if (head.magic !== MAGIC || head.entryCount > left / sizeOf<LineEntry>()) {
    return null;
  }
  const names: u32 = left - head.entryCount * sizeOf<LineEntry>();
  return head.fileCount <= names / FILE_NAME_BYTES && head.textSum === textSum() ? head : null;
}

/** FNV-1a over the words of the kernel's text. */
function textSum(): u32 {
  const image = kernelImage();
  const words = spanAt<u32>(image.textStart, (image.textEnd - image.textStart) / 4);
  let sum = SUM_START;
  for (let i: u32 = 0; i < words.length; i++) {
    sum = (sum ^ words[i]) * SUM_FACTOR;
  }
  return sum;
}
