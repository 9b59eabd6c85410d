/** The firmware's tables: found, read, and refused where they are not right. */
import {
  findRootTable,
  type InterruptWiring,
  type RootTable,
  readHpetAddress,
  readInterruptWiring,
} from "../../kernel/boot/acpi.ts";
import { type PowerRegisters, readPowerRegisters } from "../../kernel/boot/acpi-power.ts";
import type { BootInformation } from "../../kernel/boot/boot-information.ts";
import { takeRsdp } from "../../kernel/boot/collect.ts";
import {
  DSDT,
  FADT,
  HPET,
  IO_ENTRY,
  LEVEL_ENTRY,
  LOCAL_ENTRY,
  MADT,
  MADT_BYTES,
  type MEMORY_BYTES,
  mendTable,
  putRsdp,
  putTables,
  RSDP,
  RSDT,
  SLEEP_NAME,
  TIMER_ENTRY,
  XSDT,
} from "./support/acpi-tables.ts";
import { clearBytes, putLong, putWord } from "./support/bytes.ts";
import { check, checkEqual, finish } from "./support/check.ts";

const EBDA: u32 = 0x9_fc00;

const storage: FixedArray<u8, typeof MEMORY_BYTES> = zeroed();
const information: BootInformation = zeroed();
const root: RootTable = zeroed();
const wiring: InterruptWiring = zeroed();
const power: PowerRegisters = zeroed();

/** Good tables, and no root pointer anywhere. */
function fresh(): Span<u8> {
  const memory = spanOf(storage);
  clearBytes(subSpan(memory, EBDA, 0x6_0400));
  putTables(memory);
  information.rsdpBytes = 0;
  return memory;
}

function find(): void {
  findRootTable(spanOf(storage), EBDA, information, root);
}

/** Changes a word of a good table, whose checksum is right again after it. */
function withWord(table: u32, bytes: u32, at: u32, value: u32): Span<u8> {
  const memory = fresh();
  putRsdp(memory, RSDP);
  putWord(memory, at, value);
  mendTable(memory, table, bytes);
  find();
  return memory;
}

function places(): void {
  for (let i: u32 = 0; i < 4; i++) {
    const memory = fresh();
    putRsdp(memory, i === 0 ? RSDP : i === 1 ? 0xe_0010 : i === 2 ? EBDA + 0x3f0 : 0xf_ffd0);
    find();
    checkEqual(root.address, XSDT, "found where BIOSes have it");
  }
  fresh();
  find();
  checkEqual(root.address, 0, "no root pointer");
  const memory = fresh();
  putRsdp(memory, RSDP + 8);
  find();
  checkEqual(root.address, 0, "not on a boundary of 16 bytes");
  putRsdp(fresh(), 0x10_2000);
  takeRsdp(information, memory, 0x10_2000, 36);
  find();
  checkEqual(root.address, XSDT, "the boot loader's copy");
}

function roots(): void {
  let memory = fresh();
  putRsdp(memory, RSDP);
  memory[RSDP + 8] ^= 1;
  find();
  checkEqual(root.address, 0, "a root pointer that does not sum to zero");
  memory = fresh();
  putRsdp(memory, RSDP);
  memory[RSDP + 32] ^= 1;
  find();
  checkEqual(root.address, RSDT, "one whose second sum is wrong is of revision 1");
  memory = fresh();
  putRsdp(memory, RSDP);
  memory[XSDT + 20] ^= 1;
  find();
  checkEqual(root.address, RSDT, "a table of wrong sum is none");
  checkEqual(root.entryBytes, 4, "and the other one has short entries");
  withWord(XSDT, 60, XSDT + 4, 35);
  checkEqual(root.address, RSDT, "shorter than its head");
  withWord(XSDT, 60, XSDT + 4, 0xffff_ffff);
  checkEqual(root.address, RSDT, "longer than memory");
  withWord(XSDT, 60, XSDT + 36 + 8 + 4, 1);
  readInterruptWiring(spanOf(storage), root, wiring);
  checkEqual(wiring.localApic, 0, "a table above 4 GiB is missing");
  withWord(XSDT, 60, XSDT + 36, 0xffff_fff0);
  readInterruptWiring(spanOf(storage), root, wiring);
  checkEqual(wiring.ioApic, 0xfec0_0000, "an entry that leads nowhere does not hide the next");
}

function controllers(): void {
  let memory = withWord(MADT, MADT_BYTES, MADT + 40, 1);
  readInterruptWiring(memory, root, wiring);
  checkEqual(wiring.localApic, 0xfee1_0000, "the local APIC, where the override says");
  checkEqual(wiring.ioApic, 0xfec0_0000, "the I/O APIC");
  checkEqual(wiring.lines[0].input, 2, "the timer's input");
  check(!wiring.lines[0].level && !wiring.lines[0].activeLow, "is as on the ISA bus");
  checkEqual(wiring.lines[1].input, 1, "the keyboard's input");
  checkEqual(wiring.lines[9].input, 20, "an input that is not its own");
  check(wiring.lines[9].level && wiring.lines[9].activeLow, "level, active low");
  memory = withWord(MADT, MADT_BYTES, IO_ENTRY + 8, 24);
  readInterruptWiring(memory, root, wiring);
  checkEqual(wiring.ioApic, 0, "an I/O APIC that has no ISA lines");
  memory = withWord(MADT, MADT_BYTES, LOCAL_ENTRY + 8, 1);
  readInterruptWiring(memory, root, wiring);
  checkEqual(wiring.localApic, 0, "a local APIC above 4 GiB");
  for (let size: u32 = 0; size < 2; size++) {
    memory = withWord(MADT, MADT_BYTES, TIMER_ENTRY, 2 | (size << 8));
    readInterruptWiring(memory, root, wiring);
    checkEqual(wiring.lines[9].input, 9, "nothing after an entry of no size");
  }
  memory = withWord(MADT, MADT_BYTES, LEVEL_ENTRY, 0x0900_ff02);
  readInterruptWiring(memory, root, wiring);
  checkEqual(wiring.lines[9].input, 9, "an entry that is longer than the table");
  memory = withWord(MADT, MADT_BYTES, LEVEL_ENTRY, 0x1000_0a02);
  readInterruptWiring(memory, root, wiring);
  checkEqual(wiring.lines[9].input, 9, "a line that the ISA bus has not");
  memory = withWord(MADT, MADT_BYTES, MADT, 0x4349_5042);
  readInterruptWiring(memory, root, wiring);
  checkEqual(wiring.ioApic, 0, "no MADT");
}

function eventTimer(): void {
  let memory = withWord(HPET, 56, HPET + 52, 0);
  checkEqual(readHpetAddress(memory, root), 0xfed0_0000, "the event timer");
  memory = withWord(HPET, 56, HPET + 48, 1);
  checkEqual(readHpetAddress(memory, root), 0, "above 4 GiB");
  memory = withWord(HPET, 56, HPET + 40, 1);
  checkEqual(readHpetAddress(memory, root), 0, "in ports");
  memory = withWord(HPET, 40, HPET + 4, 40);
  checkEqual(readHpetAddress(memory, root), 0, "cut short");
  root.address = 0;
  checkEqual(readHpetAddress(memory, root), 0, "no tables at all");
}

function powerOff(): void {
  let memory = withWord(FADT, 244, FADT + 240, 0);
  readPowerRegisters(memory, root, power);
  check(power.canSleep, "the sleep types are there");
  checkEqual((power.sleepA << 8) | power.sleepB, 0x501, "with and without prefix");
  checkEqual((power.controlA << 16) | power.controlB, 0x604_0614, "control registers");
  checkEqual((power.enablePort << 16) | u32(power.enableValue), 0xb2_00f1, "the firmware's hands");
  checkEqual((power.resetPort << 16) | u32(power.resetValue), 0xcf9_000f, "the reset register");
  memory = withWord(FADT, 116, FADT + 4, 116);
  readPowerRegisters(memory, root, power);
  checkEqual(power.resetPort, 0, "revision 1 has no reset register");
  check(power.canSleep, "and switches off all the same");
  memory = withWord(FADT, 244, FADT + 112, 0);
  readPowerRegisters(memory, root, power);
  checkEqual(power.resetPort, 0, "a reset register that is not to be used");
  memory = withWord(FADT, 244, FADT + 116, 0);
  readPowerRegisters(memory, root, power);
  checkEqual(power.resetPort, 0, "one in memory");
  memory = withWord(FADT, 244, FADT + 40, DSDT + 1);
  readPowerRegisters(memory, root, power);
  check(!power.canSleep, "no DSDT");
  memory = withWord(DSDT, 100, SLEEP_NAME, 0x5f34_535f);
  readPowerRegisters(memory, root, power);
  check(!power.canSleep, "no package of that name");
  memory = withWord(DSDT, 100, SLEEP_NAME + 4, 0);
  readPowerRegisters(memory, root, power);
  check(!power.canSleep, "a name without a package");
  memory = fresh();
  putRsdp(memory, RSDP);
  putLong(memory, SLEEP_NAME + 4, 0x0104_0a04_0001_8712n);
  mendTable(memory, DSDT, 100);
  find();
  readPowerRegisters(memory, root, power);
  checkEqual((power.sleepA << 8) | power.sleepB, 0x401, "three bytes of length");
  memory = withWord(FADT, 244, FADT, 0x5043_4147);
  readPowerRegisters(memory, root, power);
  checkEqual(power.controlA, 0, "no FADT");
  check(!power.canSleep, "nothing is left of the one before");
}

export function main(): i32 {
  places();
  roots();
  controllers();
  eventTimer();
  powerOff();
  return finish("acpi");
}
