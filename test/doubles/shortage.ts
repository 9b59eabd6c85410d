/**
 * Stands for kernel/memory/shortage.ts in test builds: `fail-allocation=K` on the kernel's command line makes
 * the K-th allocation since the boot began fail, once, with a line that says so. 0, or no word: none.
 */
import type { BootInformation } from "../../kernel/boot/boot-information.ts";
import { sizeOption } from "../../kernel/boot/command-line.ts";
import { sayLine } from "../../kernel/debug/console.ts";

/** Allocations until the one that fails, itself included; 0 when it is behind, or none is to fail. */
let left: u32 = 0;

export function startShortage(information: BootInformation): void {
  left = sizeOption(information, "fail-allocation");
}

export function memoryIsShort(): bool {
  if (left === 0) {
    return false;
  }
  left--;
  if (left !== 0) {
    return false;
  }
  sayLine("test: this allocation fails");
  return true;
}
