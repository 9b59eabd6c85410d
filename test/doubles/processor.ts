/** Stands for kernel/arch/processor.ts on the host: a processor that has everything. */
const PHYSICAL_BITS: u32 = 40;

export function hasNoExecute(): bool {
  return true;
}

export function hasGlobalPages(): bool {
  return true;
}

export function hasPageAttributes(): bool {
  return true;
}

export function physicalAddressBits(): u32 {
  return PHYSICAL_BITS;
}
