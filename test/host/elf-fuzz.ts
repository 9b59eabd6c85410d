/**
 * parseElf on broken programs: never a trap, and whatever it accepts keeps every promise of
 * kernel/boot/elf.ts, computed here in another way.
 */

import { ElfError, type ElfImage, type ElfSegment, parseElf } from "../../kernel/boot/elf.ts";
import { ATTRIBUTE_EXECUTE, ATTRIBUTE_READ, ATTRIBUTE_WRITE } from "../../lib/abi/attributes.ts";
import { ALLOCATION_START, USER_START } from "../../lib/abi/memory-map.ts";
import { clearBytes, copyInto, mutate, putHalf } from "./support/bytes.ts";
import { check, finish, hasFailed } from "./support/check.ts";
import { ELF_BYTES, ELF_TABLE, putProgram, putSegment } from "./support/elf-image.ts";
import { randomEdge, startRandom } from "./support/random.ts";
import { type Random, randomBelow } from "./support/xorshift.ts";

const ROUNDS: u32 = 300_000;
const SEED: u32 = 0x0e1f_0001;
/** The bytes that decide: the head and nine program headers. */
const HOT_BYTES: u32 = 52 + 9 * 32;

const good: FixedArray<u8, 2048> = zeroed();
const file: FixedArray<u8, 2048> = zeroed();
const image: ElfImage = zeroed();
const random: Random = zeroed();

function checkSegment(segment: ElfSegment, fileLength: u32): void {
  const end = u64(segment.address) + u64(segment.memoryBytes);
  check(segment.memoryBytes !== 0 && segment.fileBytes <= segment.memoryBytes, "sizes");
  check(u64(segment.fileOffset) + u64(segment.fileBytes) <= u64(fileLength), "inside the file");
  check(segment.address >= 0x4000_0000 && end <= 0x5000_0000n, "inside the program area");
  check((segment.rights & ATTRIBUTE_READ) !== 0, "readable");
  const both = ATTRIBUTE_WRITE | ATTRIBUTE_EXECUTE;
  check((segment.rights & both) !== both && segment.rights >>> 3 === 0, "not writable and executable");
}

function checkImage(fileLength: u32): void {
  let pages: u64 = 0n;
  let entries: u32 = 0;
  for (let i: u32 = 0; i < image.segmentCount; i++) {
    const segment = image.segments[i];
    checkSegment(segment, fileLength);
    const first = u64(segment.address) / 4096n;
    const end = (u64(segment.address) + u64(segment.memoryBytes) + 4095n) / 4096n;
    pages += end - first;
    for (let j: u32 = i + 1; j < image.segmentCount; j++) {
      const other = image.segments[j];
      const otherEnd = (u64(other.address) + u64(other.memoryBytes) + 4095n) / 4096n;
      check(otherEnd <= first || end <= u64(other.address) / 4096n, "disjoint pages");
    }
    const inside =
      image.entry >= segment.address && u64(image.entry) < u64(segment.address) + u64(segment.memoryBytes);
    if (inside && (segment.rights & ATTRIBUTE_EXECUTE) !== 0) {
      entries++;
    }
  }
  check(image.segmentCount !== 0 && pages <= 16384n, "bounded");
  check(entries === 1, "entry is executable");
}

/** A good program with more segments than two, so that pairs of them get broken. */
function prepare(): void {
  const bytes = subSpan(spanOf(good), 0, ELF_BYTES);
  clearBytes(bytes);
  putProgram(bytes);
  const count = 2 + randomBelow(random, 8);
  for (let i: u32 = 2; i < count; i++) {
    const offset = randomBelow(random, 8) === 0 ? randomEdge(random) : 0x300;
    const address = 0x4000_0000 + randomBelow(random, 32) * 0x800;
    putSegment(bytes, i, offset, address, randomBelow(random, 0x200), 0x200 + randomBelow(random, 0x2000), 6);
  }
  putHalf(bytes, 44, count);
}

export function main(): i32 {
  startRandom(random, SEED);
  let accepted: u32 = 0;
  for (let round: u32 = 0; round < ROUNDS && !hasFailed(); round++) {
    if (round % 64 === 0) {
      prepare();
    }
    copyInto(spanOf(file), subSpan(spanOf(good), 0, ELF_BYTES));
    mutate(subSpan(spanOf(file), 0, HOT_BYTES), random);
    const length = randomBelow(random, 16) === 0 ? randomBelow(random, ELF_BYTES) : ELF_BYTES;
    if (parseElf(subSpan(spanOf(file), 0, length), USER_START, ALLOCATION_START, image) === ElfError.NONE) {
      accepted++;
      checkImage(length);
    } else {
      check(image.segmentCount === 0, "no segments after an error");
    }
  }
  print(accepted);
  print(" accepted\n");
  check(accepted > ROUNDS / 100 && accepted < ROUNDS - ROUNDS / 10, "both outcomes are met");
  check(ELF_TABLE === 52, "the table follows the head");
  return finish("elf-fuzz");
}
