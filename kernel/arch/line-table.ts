/**
 * The line table that the image builder makes from the debug information and links into `.lines`:
 *
 *     entryCount | fileCount | LineEntry × entryCount, sorted by address | file names
 *
 * A file name is 48 bytes, padded with zero bytes.
 */
const FILE_NAME_BYTES: u32 = 48;

export class LineEntry {
  address: u32 = 0;
  file: u16 = 0;
  line: u16 = 0;
}

class LineTableCounts {
  entryCount: u32 = 0;
  fileCount: u32 = 0;
}

export class LineTableHeader {
  entries: Span<LineEntry> = zeroed();
  fileNames: Span<u8> = zeroed();
}

const table: LineTableHeader = zeroed();

/** boot/entry.asm: the start of `.lines`, or 0 when the image has none. */
declare function lineTableAddress(): u32;

/** The table; empty when the image has none. */
export function lineTable(): LineTableHeader {
  const address = lineTableAddress();
  if (address !== 0 && table.entries.length === 0) {
    const counts = referenceAt<LineTableCounts>(address);
    const entries = address + sizeOf<LineTableCounts>();
    table.entries = spanAt<LineEntry>(entries, counts.entryCount);
    table.fileNames = spanAt<u8>(
      entries + counts.entryCount * sizeOf<LineEntry>(),
      counts.fileCount * FILE_NAME_BYTES,
    );
  }
  return table;
}

/** The name of a file, without its padding. */
export function sourceFileName(header: LineTableHeader, file: u32): Span<u8> {
  const name = subSpan(header.fileNames, file * FILE_NAME_BYTES, FILE_NAME_BYTES);
  let length: u32 = 0;
  while (length < FILE_NAME_BYTES && name[length] !== 0) {
    length++;
  }
  return subSpan(name, 0, length);
}
