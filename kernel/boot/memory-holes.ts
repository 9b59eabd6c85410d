/**
 * `holes=START+BYTES,START+BYTES,…` on the command line: ranges that are no memory, whatever the loader's map
 * says, in any order, of any alignment, overlapping or not. For machines whose map forgets a device,
 * or with a bad piece of RAM, and for tests. It only takes away: nothing on the line makes memory.
 * Pure; the line is hostile text.
 */
import { BootError, type BootInformation } from "./boot-information.ts";
import { addRegion, REGION_RESERVED } from "./collect.ts";
import { characterAt, findValue, type LineCursor, readAddress } from "./command-line.ts";

const PLUS: u8 = 0x2b;
const COMMA: u8 = 0x2c;
const END: u8 = 0;

const cursor: LineCursor = zeroed();

/**
 * Adds the holes to the map as reserved pieces.
 * Errors: BAD_HOLES where the word is there and cannot be read to its end; some are added then.
 */
export function addHoles(information: BootInformation): BootError {
  if (!findValue(information, "holes", cursor)) {
    return BootError.NONE;
  }
  for (;;) {
    if (!readAddress(information, cursor) || characterAt(information, cursor) !== PLUS) {
      return BootError.BAD_HOLES;
    }
    const start: u64 = cursor.number;
    cursor.at++;
    if (!readAddress(information, cursor)) {
      return BootError.BAD_HOLES;
    }
    addRegion(information, start, cursor.number, REGION_RESERVED);
    const next: u8 = characterAt(information, cursor);
    if (next === END) {
      return BootError.NONE;
    }
    if (next !== COMMA) {
      return BootError.BAD_HOLES;
    }
    cursor.at++;
  }
}
