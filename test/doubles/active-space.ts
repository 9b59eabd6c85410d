/** Stands for kernel/arch/active-space.ts on the host: there is no processor that remembers entries. */
export function activatePaging(_cr3: u32): void {}

export function adoptPaging(_cr3: u32): void {}

export function forgetPage(_cr3: u32, _address: u32): void {}

export function reloadPointers(_cr3: u32): void {}

export function forgetSharedPage(_address: u32): void {}

export function pagingIsActive(_cr3: u32): bool {
  return false;
}
