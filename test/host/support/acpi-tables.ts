/** Firmware tables that are right, for tests to break: a PC with an I/O APIC, an event timer and a way to switch off. */
import { clearBytes, putHalf, putLong, putText, putWord } from "./bytes.ts";

export const MEMORY_BYTES = 0x10_4000;
export const RSDP: u32 = 0xf_5a40;
export const TABLES: u32 = 0x10_0000;
export const RSDT: u32 = 0x10_0000;
export const XSDT: u32 = 0x10_0100;
export const FADT: u32 = 0x10_0200;
export const MADT: u32 = 0x10_0400;
export const HPET: u32 = 0x10_0600;
export const DSDT: u32 = 0x10_0800;
export const MADT_BYTES: u32 = 94;
/** Where the MADT's entries lie: I/O APIC, two overrides, local APIC's address. */
export const IO_ENTRY: u32 = 0x10_0400 + 44;
export const TIMER_ENTRY: u32 = 0x10_0400 + 56;
export const LEVEL_ENTRY: u32 = 0x10_0400 + 66;
export const LOCAL_ENTRY: u32 = 0x10_0400 + 76;
export const SLEEP_NAME: u32 = 0x10_0800 + 60;

/** Makes the bytes sum to zero by the one at `at`. */
export function mend(memory: Span<u8>, start: u32, bytes: u32, at: u32): void {
  memory[at] = 0;
  let sum: u32 = 0;
  for (let i: u32 = 0; i < bytes; i++) {
    sum += memory[start + i];
  }
  memory[at] = u8(0 - sum);
}

/** The same for a table, whose ninth byte is for that. */
export function mendTable(memory: Span<u8>, table: u32, bytes: u32): void {
  mend(memory, table, bytes, table + 9);
}

function putHead(memory: Span<u8>, table: u32, signature: string, bytes: u32): void {
  putText(memory, table, signature);
  putWord(memory, table + 4, bytes);
}

/** The root pointer of revision 2 at `at`. */
export function putRsdp(memory: Span<u8>, at: u32): void {
  putText(memory, at, "RSD PTR ");
  memory[at + 15] = 2;
  putWord(memory, at + 16, RSDT);
  putWord(memory, at + 20, 36);
  putLong(memory, at + 24, u64(XSDT));
  mend(memory, at, 20, at + 8);
  mend(memory, at, 36, at + 32);
}

/** All tables, in cleared bytes; no root pointer. */
export function putTables(memory: Span<u8>): void {
  clearBytes(subSpan(memory, TABLES, 0x1000));
  putHead(memory, RSDT, "RSDT", 48);
  putHead(memory, XSDT, "XSDT", 60);
  putRoots(memory, 0, FADT);
  putRoots(memory, 1, MADT);
  putRoots(memory, 2, HPET);
  mendTable(memory, RSDT, 48);
  mendTable(memory, XSDT, 60);
  putFadt(memory);
  putMadt(memory);
  putHead(memory, HPET, "HPET", 56);
  putLong(memory, HPET + 44, 0xfed0_0000n);
  mendTable(memory, HPET, 56);
  putDsdt(memory);
}

function putRoots(memory: Span<u8>, index: u32, table: u32): void {
  putWord(memory, RSDT + 36 + 4 * index, table);
  putLong(memory, XSDT + 36 + 8 * index, u64(table));
}

function putFadt(memory: Span<u8>): void {
  putHead(memory, FADT, "FACP", 244);
  putWord(memory, FADT + 40, DSDT);
  putWord(memory, FADT + 48, 0xb2);
  memory[FADT + 52] = 0xf1;
  putWord(memory, FADT + 64, 0x604);
  putWord(memory, FADT + 68, 0x614);
  putWord(memory, FADT + 112, 1 << 10);
  memory[FADT + 116] = 1;
  putLong(memory, FADT + 120, 0xcf9n);
  memory[FADT + 128] = 0x0f;
  mendTable(memory, FADT, 244);
}

function putMadt(memory: Span<u8>): void {
  putHead(memory, MADT, "APIC", MADT_BYTES);
  putWord(memory, MADT + 36, 0xfee0_0000);
  putHalf(memory, IO_ENTRY, 0x0c01);
  putWord(memory, IO_ENTRY + 4, 0xfec0_0000);
  putOverride(memory, TIMER_ENTRY, 0, 2, 0);
  putOverride(memory, LEVEL_ENTRY, 9, 20, 0xf);
  putHalf(memory, LOCAL_ENTRY, 0x0c05);
  putLong(memory, LOCAL_ENTRY + 4, 0xfee1_0000n);
  // A kind that nobody knows.
  putHalf(memory, LOCAL_ENTRY + 12, 0x06f0);
  mendTable(memory, MADT, MADT_BYTES);
}

function putOverride(memory: Span<u8>, at: u32, line: u8, input: u32, flags: u32): void {
  putHalf(memory, at, 0x0a02);
  memory[at + 3] = line;
  putWord(memory, at + 4, input);
  putHalf(memory, at + 8, flags);
}

function putDsdt(memory: Span<u8>): void {
  putHead(memory, DSDT, "DSDT", 100);
  // Name (_S5, Package (4) { 5, 1, 0, 0 })
  putText(memory, SLEEP_NAME, "_S5_");
  putLong(memory, SLEEP_NAME + 4, 0x00_0001_050a_0407_12n);
  mendTable(memory, DSDT, 100);
}
