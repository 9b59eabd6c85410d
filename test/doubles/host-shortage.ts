/** Stands for kernel/memory/shortage.ts on the host: the test says when memory has run out. */
import type { BootInformation } from "../../kernel/boot/boot-information.ts";

let left: u32 = 0;
let asked: u32 = 0;

export function startShortage(_information: BootInformation): void {}

export function memoryIsShort(): bool {
  asked++;
  if (left === 0) {
    return false;
  }
  left--;
  return left === 0;
}

/** The question number `number` from now on, 1 being the next, is answered with yes; 0: none. */
export function runShortAt(number: u32): void {
  left = number;
}

/** Questions so far. */
export function questionsAsked(): u32 {
  return asked;
}
