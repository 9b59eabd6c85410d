/**
 * The firmware's tables, read as hostile bytes: the root pointer, the table of tables, and what the MADT and
 * the HPET table say (ACPI 6.5, sections 5.2.5 to 5.2.12; IA-PC HPET 1.0a, section 3.2.4). acpi-power.ts has the rest.
 *
 * `memory` is a window on physical memory, index = address. Every range is checked against it, every table
 * against its checksum; a table above 4 GiB counts as missing. Pure.
 */
import { wordAt } from "../../lib/core/little-endian.ts";
import type { BootInformation } from "./boot-information.ts";
import { RSDP_BYTES } from "./boot-information.ts";
import { rangeFits, readHalf } from "./bytes.ts";
import { sumsToZero, takeRsdp } from "./collect.ts";

/** Signatures, read as little-endian words. */
export const TABLE_MADT: u32 = 0x4349_5041; // "APIC"
export const TABLE_HPET: u32 = 0x5445_5048;
export const TABLE_FADT: u32 = 0x5043_4146; // "FACP"
export const TABLE_DSDT: u32 = 0x5444_5344;
const TABLE_RSDT: u32 = 0x5444_5352;
const TABLE_XSDT: u32 = 0x5444_5358;

/** Every table begins with these; its length is the second word. */
const HEADER_BYTES: u32 = 36;
const LENGTH: u32 = 4;
/** More than any table has; bounds the time that a hostile one costs. */
const TABLE_MAX_BYTES: u32 = 0x10_0000;
const ROOT_MAX_BYTES: u32 = 0x1000;

const RSDP_RSDT: u32 = 16;
const RSDP_XSDT: u32 = 24;
const RSDP_STEP: u32 = 16;
/** The first letters of eight places. */
const SEARCHED_AT_ONCE: u32 = 128;
const RSDP_FIRST_LETTER: u8 = 0x52;
const BIOS_UPPER: u32 = 0xf_0000;
const BIOS_LOWER: u32 = 0xe_0000;
const BIOS_END: u32 = 0x10_0000;
/** The extended BIOS data area, whose first KiB may hold the pointer, lies between here and the BIOS. */
const EBDA_MIN: u32 = 0x8_0000;
const EBDA_SEARCHED: u32 = 0x400;

const MADT_LOCAL_ADDRESS: u32 = 36;
const MADT_ENTRIES: u32 = 44;
const ENTRY_IO_APIC: u8 = 1;
const ENTRY_OVERRIDE: u8 = 2;
const ENTRY_LOCAL_ADDRESS: u8 = 5;
const OVERRIDE_POLARITY: u32 = 3;
const OVERRIDE_TRIGGER: u32 = 0xc;
const ACTIVE_LOW: u32 = 3;
const LEVEL: u32 = 0xc;

const HPET_BASE: u32 = 40;

/** Interrupt lines of the ISA bus. */
export const ISA_LINES = 16;

/** The table of tables; address 0: none. */
export class RootTable {
  address: u32 = 0;
  /** 4 in an RSDT, 8 in an XSDT. */
  entryBytes: u32 = 0;
}

/** To which input of the I/O APIC an ISA line is wired, and how. */
export class LineWiring {
  input: u32 = 0;
  level: bool = false;
  activeLow: bool = false;
}

/** What the MADT says of the interrupt controllers. */
export class InterruptWiring {
  /** Physical addresses of their registers; 0: none that can be reached. */
  localApic: u32 = 0;
  /** The one whose inputs begin with 0, where the ISA lines are. */
  ioApic: u32 = 0;
  lines: FixedArray<LineWiring, typeof ISA_LINES> = zeroed();
}

/**
 * Finds the table of tables, by the boot loader's copy of the root pointer or by searching the BIOS's memory.
 * @param ebda where the extended BIOS data area is said to begin
 */
export function findRootTable(
  memory: Span<u8>,
  ebda: u32,
  information: BootInformation,
  root: RootTable,
): void {
  root.address = 0;
  if (information.rsdpBytes === 0) {
    searchRsdp(memory, ebda, information);
  }
  const rsdp = spanOf(information.rsdp);
  if (information.rsdpBytes === RSDP_BYTES && wordAt(rsdp, RSDP_XSDT + 4) === 0) {
    takeRoot(memory, wordAt(rsdp, RSDP_XSDT), TABLE_XSDT, 8, root);
  }
  if (root.address === 0 && information.rsdpBytes !== 0) {
    takeRoot(memory, wordAt(rsdp, RSDP_RSDT), TABLE_RSDT, 4, root);
  }
}

/** Where most BIOSes have it comes first. */
function searchRsdp(memory: Span<u8>, ebda: u32, information: BootInformation): void {
  if (!rangeFits(memory, 0, BIOS_END)) {
    return;
  }
  searchBetween(memory, BIOS_UPPER, BIOS_END, information);
  if (information.rsdpBytes === 0) {
    searchBetween(memory, BIOS_LOWER, BIOS_UPPER, information);
  }
  if (information.rsdpBytes === 0 && ebda >= EBDA_MIN && ebda < BIOS_LOWER) {
    searchBetween(memory, ebda, ebda + EBDA_SEARCHED, information);
  }
}

/** What lies between is a multiple of SEARCHED_AT_ONCE. */
function searchBetween(memory: Span<u8>, start: u32, end: u32, information: BootInformation): void {
  for (let at = start; at < end && information.rsdpBytes === 0; at += SEARCHED_AT_ONCE) {
    const few = subSpan(memory, at, SEARCHED_AT_ONCE);
    const first: bool =
      few[0] === RSDP_FIRST_LETTER ||
      few[16] === RSDP_FIRST_LETTER ||
      few[32] === RSDP_FIRST_LETTER ||
      few[48] === RSDP_FIRST_LETTER;
    const second: bool =
      few[64] === RSDP_FIRST_LETTER ||
      few[80] === RSDP_FIRST_LETTER ||
      few[96] === RSDP_FIRST_LETTER ||
      few[112] === RSDP_FIRST_LETTER;
    if (first || second) {
      searchFew(memory, at, information);
    }
  }
}

function searchFew(memory: Span<u8>, start: u32, information: BootInformation): void {
  for (let at: u32 = 0; at < SEARCHED_AT_ONCE && information.rsdpBytes === 0; at += RSDP_STEP) {
    if (memory[start + at] === RSDP_FIRST_LETTER) {
      takeRsdp(information, memory, start + at, RSDP_BYTES);
    }
  }
}

function takeRoot(memory: Span<u8>, at: u32, signature: u32, entryBytes: u32, root: RootTable): void {
  const bytes = tableBytes(memory, at, signature);
  if (bytes !== 0 && bytes <= ROOT_MAX_BYTES) {
    root.address = at;
    root.entryBytes = entryBytes;
  }
}

/** The size of the table at an address if it has that signature, lies in memory and sums to zero; else 0. */
export function tableBytes(memory: Span<u8>, at: u32, signature: u32): u32 {
  if (at === 0 || !rangeFits(memory, at, HEADER_BYTES) || wordAt(memory, at) !== signature) {
    return 0;
  }
  const bytes = wordAt(memory, at + LENGTH);
  if (bytes < HEADER_BYTES || bytes > TABLE_MAX_BYTES || !rangeFits(memory, at, bytes)) {
    return 0;
  }
  return sumsToZero(memory, at, bytes) ? bytes : 0;
}

/** The address of the first good table with a signature; 0: there is none. */
export function findTable(memory: Span<u8>, root: RootTable, signature: u32): u32 {
  if (root.address === 0) {
    return 0;
  }
  const end: u32 = root.address + wordAt(memory, root.address + LENGTH);
  let entry: u32 = root.address + HEADER_BYTES;
  while (end - entry >= root.entryBytes) {
    const at = wordAt(memory, entry);
    const isLow: bool = root.entryBytes === 4 || wordAt(memory, entry + 4) === 0;
    if (isLow && tableBytes(memory, at, signature) !== 0) {
      return at;
    }
    entry += root.entryBytes;
  }
  return 0;
}

/** Reads the MADT. Without one, or without what an ISA line needs, the addresses in `wiring` are 0. */
export function readInterruptWiring(memory: Span<u8>, root: RootTable, wiring: InterruptWiring): void {
  wiring.localApic = 0;
  wiring.ioApic = 0;
  for (let line: u32 = 0; line < ISA_LINES; line++) {
    wiring.lines[line].input = line;
    wiring.lines[line].level = false;
    wiring.lines[line].activeLow = false;
  }
  const madt = findTable(memory, root, TABLE_MADT);
  const bytes = madt === 0 ? 0 : wordAt(memory, madt + LENGTH);
  if (bytes < MADT_ENTRIES) {
    return;
  }
  wiring.localApic = wordAt(memory, madt + MADT_LOCAL_ADDRESS);
  let offset = MADT_ENTRIES;
  while (bytes - offset >= 2) {
    const size = u32(memory[madt + offset + 1]);
    if (size < 2 || size > bytes - offset) {
      break;
    }
    readEntry(memory, madt + offset, size, wiring);
    offset += size;
  }
}

function readEntry(memory: Span<u8>, at: u32, size: u32, wiring: InterruptWiring): void {
  const kind = memory[at];
  if (kind === ENTRY_IO_APIC && size >= 12 && wordAt(memory, at + 8) === 0) {
    wiring.ioApic = wordAt(memory, at + 4);
  } else if (kind === ENTRY_OVERRIDE && size >= 10 && memory[at + 3] < ISA_LINES) {
    const line = wiring.lines[memory[at + 3]];
    const flags = readHalf(memory, at + 8);
    line.input = wordAt(memory, at + 4);
    line.activeLow = (flags & OVERRIDE_POLARITY) === ACTIVE_LOW;
    line.level = (flags & OVERRIDE_TRIGGER) === LEVEL;
  } else if (kind === ENTRY_LOCAL_ADDRESS && size >= 12) {
    wiring.localApic = wordAt(memory, at + 8) === 0 ? wordAt(memory, at + 4) : 0;
  }
}

/** Physical address of the event timer's registers; 0: there is none that can be reached. */
export function readHpetAddress(memory: Span<u8>, root: RootTable): u32 {
  const table = findTable(memory, root, TABLE_HPET);
  if (table === 0 || wordAt(memory, table + LENGTH) < HPET_BASE + 12) {
    return 0;
  }
  const isMemory: bool = memory[table + HPET_BASE] === 0 && wordAt(memory, table + HPET_BASE + 8) === 0;
  return isMemory ? wordAt(memory, table + HPET_BASE + 4) : 0;
}
