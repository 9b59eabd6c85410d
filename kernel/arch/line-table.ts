/**
 * The line table: which source line an address of the kernel's text comes from. The image builder makes it
 * from the debug information and loads it as the last boot module, so that it is no part of the kernel:
 *
 *     LineTableHead | LineEntry × entryCount, sorted by address | file names × fileCount | stops × stopCount
 *
 * A file name is FILE_NAME_BYTES bytes, padded with zero bytes; a stop is the address of a panic with a constant text
 * (ts2c/runtime/ts2c.h), and STOP_TEXT_BYTES bytes alike. It is looked at only when something has gone wrong, and
 * believed only if it is whole and was made for this very text. Nothing in it is followed without a check: a table
 * that is broken, another kernel's or not there costs the lines, and addresses are printed alone.
 */
import { kernelImage } from "./image.ts";

/** "LINE" */
const MAGIC: u32 = 0x454e_494c;
const FILE_NAME_BYTES: u32 = 48;
const STOP_TEXT_BYTES: u32 = 92;
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
  stopCount: u32 = 0;
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
  return head === null || file >= head.fileCount
    ? spanAt<u8>(0, 0)
    : printable(namesAddress(head) + file * FILE_NAME_BYTES, FILE_NAME_BYTES);
}

/** Whether there is a table of this kernel. */
export function hasLineTable(): bool {
  return tableHead() !== null;
}

/** What the panic at an address says; empty when there is none with a constant text, or no table. */
export function stopText(address: u32): Span<u8> {
  const head = tableHead();
  if (head !== null) {
    let stop: u32 = namesAddress(head) + head.fileCount * FILE_NAME_BYTES;
    for (let i: u32 = 0; i < head.stopCount; i++) {
      if (spanAt<u32>(stop, 1)[0] === address) {
        return printable(stop + sizeOf<u32>(), STOP_TEXT_BYTES);
      }
      stop += sizeOf<u32>() + STOP_TEXT_BYTES;
    }
  }
  return spanAt<u8>(0, 0);
}

/** The bytes at an address up to the first that is no letter. */
function printable(address: u32, bytesMax: u32): Span<u8> {
  const text = spanAt<u8>(address, bytesMax);
  let length: u32 = 0;
  while (length < bytesMax && text[length] >= SPACE && text[length] < NOT_ASCII) {
    length++;
  }
  return subSpan(text, 0, length);
}

function namesAddress(head: LineTableHead): u32 {
  return tableAddress + sizeOf<LineTableHead>() + head.entryCount * sizeOf<LineEntry>();
}

/** The head of a table that is whole and this kernel's. */
function tableHead(): LineTableHead | null {
  if (tableBytes < sizeOf<LineTableHead>()) {
    return null;
  }
  const head = referenceAt<LineTableHead>(tableAddress);
  let left: u32 = tableBytes - sizeOf<LineTableHead>();
  if (head.magic !== MAGIC || head.entryCount > left / sizeOf<LineEntry>()) {
    return null;
  }
  left -= head.entryCount * sizeOf<LineEntry>();
  if (head.fileCount > left / FILE_NAME_BYTES) {
    return null;
  }
  left -= head.fileCount * FILE_NAME_BYTES;
  return head.stopCount <= left / (sizeOf<u32>() + STOP_TEXT_BYTES) && head.textSum === textSum()
    ? head
    : null;
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
