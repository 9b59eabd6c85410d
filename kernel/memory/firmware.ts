/**
 * What the firmware's tables say of this machine: read once at boot, while paging is off, as far as the kernel needs
 * it to run; the way to switch it off is read when that time comes, with paging off again.
 */
import { physicalMemory } from "../arch/kernel-memory.ts";
import { TimerSource } from "../arch/timer.ts";
import {
  findRootTable,
  type InterruptWiring,
  type RootTable,
  readHpetAddress,
  readInterruptWiring,
} from "../boot/acpi.ts";
import { type PowerRegisters, readPowerRegisters } from "../boot/acpi-power.ts";
import type { BootInformation } from "../boot/boot-information.ts";
import { hasOption, optionIs } from "../boot/command-line.ts";
import { extendedBiosData } from "./lower.ts";

const root: RootTable = zeroed();
const wiring: InterruptWiring = zeroed();
const power: PowerRegisters = zeroed();
let hpet: u32 = 0;
let timer: TimerSource = TimerSource.PIT;
let verbose: bool = false;

/** Paging is still off. With `noapic` the interrupt controllers that a PC has always had are used. */
export function readFirmware(information: BootInformation): void {
  const memory = physicalMemory();
  findRootTable(memory, extendedBiosData(), information, root);
  if (!hasOption(information, "noapic")) {
    readInterruptWiring(memory, root, wiring);
  }
  hpet = readHpetAddress(memory, root);
  if (optionIs(information, "timer", "hpet")) {
    timer = TimerSource.HPET;
  } else if (optionIs(information, "timer", "lapic")) {
    timer = TimerSource.LOCAL;
  }
  verbose = hasOption(information, "verbose");
}

/** How the interrupt lines are wired; its addresses are 0 where the PIC is all there is, or is wanted. */
export function interruptWiring(): InterruptWiring {
  return wiring;
}

/** Physical address of the event timer's registers, or 0. */
export function hpetAddress(): u32 {
  return hpet;
}

/** The timer to try first. */
export function preferredTimer(): TimerSource {
  return timer;
}

/** Whether the boot tells what it has found. */
export function bootIsVerbose(): bool {
  return verbose;
}

/** The ways to switch off and start again. Paging is off. */
export function powerRegisters(): PowerRegisters {
  readPowerRegisters(physicalMemory(), root, power);
  return power;
}
