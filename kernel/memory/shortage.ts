/**
 * The question that everything which decides whether memory is there asks first. In a product the answer
 * is always no, and the compiler leaves the question out; in test builds test/doubles/shortage.ts stands
 * here and says once that memory has run out (decision 0018). Asked where a refusal has an answer, never
 * after memory was reserved.
 */
import type { BootInformation } from "../boot/boot-information.ts";

/** Before the first question. */
export function startShortage(_information: BootInformation): void {}

/** Whether this allocation is to be refused, whatever there is. */
export function memoryIsShort(): bool {
  return false;
}
