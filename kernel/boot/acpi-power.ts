/**
 * How the machine is switched off and started again, from the FADT and the DSDT (ACPI 6.5, sections 5.2.9, 4.8.3,
 * 7.4.2). The package `\_S5` is found by its bytes, without an interpreter: firmware writes it in this one way. Pure.
 */
import { wordAt } from "../../lib/core/little-endian.ts";
import { findTable, type RootTable, TABLE_DSDT, TABLE_FADT, tableBytes } from "./acpi.ts";

const LENGTH: u32 = 4;
const FADT_DSDT: u32 = 40;
const FADT_SMI_COMMAND: u32 = 48;
const FADT_ENABLE: u32 = 52;
const FADT_CONTROL_A: u32 = 64;
const FADT_CONTROL_B: u32 = 68;
const FADT_FLAGS: u32 = 112;
const FADT_RESET: u32 = 116;
const FADT_RESET_VALUE: u32 = 128;
const FLAG_RESET: u32 = 1 << 10;
/** Of revision 1; later ones have the reset register too. */
const FADT_OLD_BYTES: u32 = 116;
const FADT_RESET_BYTES: u32 = 129;
const SPACE_PORTS: u8 = 1;

const SLEEP_NAME: u32 = 0x5f35_535f; // "_S5_"
const PACKAGE: u8 = 0x12;
const BYTE: u8 = 0x0a;
const LENGTH_BYTES_SHIFT: u32 = 6;
const SLEEP_TYPE_MASK: u32 = 7;

export class PowerRegisters {
  /** Ports; 0: none. */
  controlA: u32 = 0;
  controlB: u32 = 0;
  /** Writing the value to this port puts the firmware's hands off the registers; 0: it holds none. */
  enablePort: u32 = 0;
  enableValue: u8 = 0;
  /** Whether the sleep types are known. */
  canSleep: bool = false;
  sleepA: u32 = 0;
  sleepB: u32 = 0;
  /** Port whose value resets the machine; 0: none. */
  resetPort: u32 = 0;
  resetValue: u8 = 0;
}

/** Fills `registers`, all of it: what is missing is 0. */
export function readPowerRegisters(memory: Span<u8>, root: RootTable, registers: PowerRegisters): void {
  const fadt = findTable(memory, root, TABLE_FADT);
  const bytes = fadt === 0 ? 0 : wordAt(memory, fadt + LENGTH);
  registers.controlA = 0;
  registers.controlB = 0;
  registers.enablePort = 0;
  registers.canSleep = false;
  registers.resetPort = 0;
  if (bytes < FADT_OLD_BYTES) {
    return;
  }
  registers.controlA = wordAt(memory, fadt + FADT_CONTROL_A) & 0xffff;
  registers.controlB = wordAt(memory, fadt + FADT_CONTROL_B) & 0xffff;
  registers.enablePort = wordAt(memory, fadt + FADT_SMI_COMMAND) & 0xffff;
  registers.enableValue = memory[fadt + FADT_ENABLE];
  findSleepTypes(memory, wordAt(memory, fadt + FADT_DSDT), registers);
  const hasReset: bool = bytes >= FADT_RESET_BYTES && (wordAt(memory, fadt + FADT_FLAGS) & FLAG_RESET) !== 0;
  if (hasReset && memory[fadt + FADT_RESET] === SPACE_PORTS) {
    registers.resetPort = wordAt(memory, fadt + FADT_RESET + 4) & 0xffff;
    registers.resetValue = memory[fadt + FADT_RESET_VALUE];
  }
}

function findSleepTypes(memory: Span<u8>, dsdt: u32, registers: PowerRegisters): void {
  const end: u32 = dsdt + tableBytes(memory, dsdt, TABLE_DSDT);
  // A package of two types takes at least nine bytes from its name on.
  for (let at = dsdt; !registers.canSleep && end - at >= 16; at++) {
    if (wordAt(memory, at) === SLEEP_NAME && memory[at + 4] === PACKAGE) {
      // The package's length takes one byte and as many more as its top bits say; then comes the count.
      let element: u32 = at + 5 + 1 + (u32(memory[at + 5]) >>> LENGTH_BYTES_SHIFT) + 1;
      registers.sleepA = sleepType(memory, element);
      element += memory[element] === BYTE ? 2 : 1;
      registers.sleepB = sleepType(memory, element);
      registers.canSleep = true;
    }
  }
}

/** A small number: itself, or after a prefix. */
function sleepType(memory: Span<u8>, at: u32): u32 {
  return u32(memory[memory[at] === BYTE ? at + 1 : at]) & SLEEP_TYPE_MASK;
}
