/**
 * Which page directory pointers the processor runs with. The one place that loads CR3 once paging
 * is on, so that CR3 need never be read back.
 */
let active: u32 = 0;

/** Runs with the page directory pointers at `cr3`; does nothing when it does already. */
export function activatePaging(cr3: u32): void {
  if (active !== cr3) {
    active = cr3;
    writeCr3(cr3);
  }
}

/** Says that startPaging has loaded `cr3`. */
export function adoptPaging(cr3: u32): void {
  active = cr3;
}

/** Makes a change of one page's entry visible if the processor runs with `cr3`. */
export function forgetPage(cr3: u32, address: u32): void {
  if (active === cr3) {
    invalidatePage(address);
  }
}

/** Makes a change of the pointers themselves visible: PAE processors read them only with CR3. */
export function reloadPointers(cr3: u32): void {
  if (active === cr3) {
    writeCr3(cr3);
  }
}

/** Makes a change of a page that every space shares visible. */
export function forgetSharedPage(address: u32): void {
  invalidatePage(address);
}

/** Whether the processor runs with the page directory pointers at `cr3`. */
export function pagingIsActive(cr3: u32): bool {
  return active === cr3;
}
