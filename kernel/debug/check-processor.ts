/**
 * Refuses to start on a processor that the kernel cannot do without.
 */
import { hasPae, hasSystemEnter } from "../arch/processor.ts";
import { refuseBoot } from "./panic.ts";

/** One clear line, then a halt, without PAE or SYSENTER. */
export function checkProcessor(): void {
  if (!hasPae()) {
    refuseBoot("this processor has no PAE paging: use one from 1995 or later that offers it");
  }
  if (!hasSystemEnter()) {
    refuseBoot("this processor has no SYSENTER instruction: use a Pentium II or later");
  }
}
