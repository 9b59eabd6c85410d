/** What lies where in a task's space that no VMM server gave it: by the one map that all spaces share. */
import {
  ALLOCATION_END,
  ALLOCATION_START,
  INFORMATION_VIEW,
  MANAGER_NOTES_START,
  MANIFEST_VIEW,
  PAGE_SIZE_BYTES,
  PUBLISHED_END,
  PUBLISHED_START,
  STACK_END,
  STACK_SIZE_BYTES,
  USER_END,
  USER_START,
} from "../../lib/abi/memory-map.ts";

/** Fits a line behind an address. */
export function placeText(address: u32): string {
  if (address < USER_START || address >= USER_END) {
    return "the kernel's own: no task of ring 3 can touch it";
  }
  if (address < ALLOCATION_START) {
    return "the program's part: loaded by the kernel, as the description says";
  }
  if (address < ALLOCATION_END) {
    return "nothing that a VMM server gave";
  }
  if (address - INFORMATION_VIEW < PAGE_SIZE_BYTES) {
    return "the system information page: every task reads it";
  }
  if (address - (STACK_END - STACK_SIZE_BYTES) < STACK_SIZE_BYTES) {
    return "its stack: from the kernel, with the program";
  }
  if (address >= MANAGER_NOTES_START) {
    return "a manager's notes on its clients, or nothing";
  }
  if (address - PUBLISHED_START < PUBLISHED_END - PUBLISHED_START) {
    return "what servers publish to whom the description names, or nothing";
  }
  return address >= MANIFEST_VIEW ? "the manifest, for the ACL server alone" : "nothing";
}
