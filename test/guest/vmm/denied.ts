/** What clients do that the rules give nothing: they report nothing but a failure. */
import { ServerStatus } from "../../../lib/proto/server-status.ts";
import type { Allocation } from "../../../lib/proto/vmm.ts";
import { printLine } from "../../../lib/user/print.ts";
import { vmmAllocate } from "../../../lib/user/vmm-client.ts";

/** Asks for a page, which must be refused by this rule (0: none speaks of the task). */
export function expectDenied(rule: u32): void {
  const allocation: Allocation = zeroed();
  vmmAllocate(4096, allocation);
  if (allocation.status !== ServerStatus.REFUSED || allocation.rule !== rule || allocation.limit !== 0) {
    printLine("not ok 99 - a task got memory, or another refusal, against the rules");
  }
}
