/** Registers of devices that the kernel itself uses, in the pages of its device windows (memory/kernel-space.ts). */
import { ENTRY_UNCACHED, ENTRY_WRITE, type PageEntry, setKernelEntry } from "./page-entry.ts";

class DeviceRegister {
  value: Volatile<u32> = 0;
}

/** Makes an entry of the kernel's part of the map lead to registers: page aligned, uncached. */
export function mapRegisters(entry: PageEntry, address: u32, physical: u32): void {
  setKernelEntry(entry, physical, ENTRY_WRITE | ENTRY_UNCACHED, false);
  invalidatePage(address);
}

export function readRegister(address: u32): u32 {
  return referenceAt<DeviceRegister>(address).value;
}

export function writeRegister(address: u32, value: u32): void {
  referenceAt<DeviceRegister>(address).value = value;
}
