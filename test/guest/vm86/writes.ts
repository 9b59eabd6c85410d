/** Code that writes to every page below 1 MiB, and what is there afterwards. */
import { loadByte, loadWord } from "../../../lib/flat/memory.ts";
import {
  closeVm86,
  openVm86,
  ownsLower,
  Vm86End,
  vm86BufferSegment,
  vm86Machine,
} from "../../../lib/flat/vm86.ts";
import { ok, okEqual } from "../flat/tap.ts";
import { CODE_OFFSET, runCode } from "./code.ts";

const PAGES: u32 = 256;
const PAGE_BYTES: u32 = 4096;
const VIDEO_FIRST: u32 = 0xa0;
const VIDEO_END: u32 = 0xc0;
const ROM_FIRST: u32 = 0xc0;
const SEGMENT_AT: u32 = 1;
const OFFSET: u32 = 0x123;

// mov ax, SEGMENT; mov ds, ax; xor byte [123h], 5ah; iret
const WRITES: FixedArray<u8, 11> = arrayOf(0xb8, 0x00, 0x00, 0x8e, 0xd8, 0x80, 0x36, 0x23, 0x01, 0x5a, 0xcf);
const sums: FixedArray<u32, 256> = zeroed();

function isOwn(page: u32): bool {
  const buffer: u32 = vm86BufferSegment() >>> 8;
  return page === buffer || page + 1 === buffer;
}

function sumOf(page: u32): u32 {
  let sum: u32 = page;
  for (let at: u32 = page * PAGE_BYTES; at < (page + 1) * PAGE_BYTES; at += 4) {
    sum = ((sum << 5) | (sum >>> 27)) ^ loadWord(at);
  }
  return sum;
}

function sumFirstPage(): u32 {
  let sum: u32 = 0;
  for (let at: u32 = 0; at < PAGE_BYTES; at += 4) {
    // The BIOS' clock stands still: nobody calls its handler.
    sum = ((sum << 5) | (sum >>> 27)) ^ vm86Machine().memory.read(0, at, 4);
  }
  return sum;
}

/** A bit for the kind of end: it was written, it faulted. */
function writeTo(page: u32): bool {
  const segment: u32 = page << 8;
  WRITES[SEGMENT_AT] = u8(segment);
  WRITES[SEGMENT_AT + 1] = u8(segment >>> 8);
  const end = runCode(spanOf(WRITES));
  const frame = vm86Machine().frame;
  const faulted: bool = end === Vm86End.FAULTED && frame.vector === 14 && frame.eip === CODE_OFFSET + 5;
  ok(
    end === Vm86End.OK || (faulted && frame.faultAddress === page * PAGE_BYTES + OFFSET),
    "it writes, or faults there",
  );
  return end === Vm86End.OK;
}

export function testWrites(): void {
  closeVm86();
  okEqual(openVm86(), Vm86End.OK, "a megabyte is made anew");
  const first: u32 = sumFirstPage();
  for (let page: u32 = 1; page < PAGES; page++) {
    sums[page] = sumOf(page);
  }
  const last: u8 = loadByte(0xf_f123);
  let written: u32 = 0;
  let wrong: u32 = 0;
  for (let page: u32 = 0; page < PAGES; page++) {
    if (!isOwn(page) && (page < VIDEO_FIRST || page >= VIDEO_END)) {
      const done = writeTo(page);
      written += done ? 1 : 0;
      wrong += done && page !== 0 && page < 0x80 ? 1 : 0;
    }
  }
  ok(written > PAGES - ROM_FIRST, "copies of ROM, of the EBDA and of page 0 can be written");
  okEqual(wrong, 0, "nothing of others' lower memory can");
  okEqual(vm86Machine().memory.read(0xf000, 0xf123, 1), u32(last) ^ 0x5a, "its own copy has changed");
  let changed: u32 = 0;
  let others: u32 = 0;
  for (let page: u32 = 1; page < PAGES; page++) {
    const counted: bool = !ownsLower(page * PAGE_BYTES) && (page < VIDEO_FIRST || page >= VIDEO_END);
    others += counted ? 1 : 0;
    changed += counted && sumOf(page) !== sums[page] ? 1 : 0;
  }
  okEqual(changed, 0, "nothing else has, in the whole megabyte");
  ok(others > PAGES / 2, "most of which is others'");
  closeVm86();
  okEqual(openVm86(), Vm86End.OK, "a megabyte is made once more");
  okEqual(sumFirstPage(), first, "the machine's page 0 is as it was");
}
