/** Why a page of this task is there, as its manager answers it. */
import { PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { ServerStatus, serverStatusText } from "../../lib/proto/server-status.ts";
import { type Reason, vmmPolicyName, WHY_BACKED, WHY_CACHED, WHY_REVOKED } from "../../lib/proto/vmm.ts";
import { print, printDecimal, printHex, printLine } from "../../lib/user/print.ts";
import { vmmWhy } from "../../lib/user/vmm-client.ts";

/** How many pages of the range have a frame. */
export function backedPages(address: u32, bytes: u32): u32 {
  const reason: Reason = zeroed();
  let count: u32 = 0;
  for (let offset: u32 = 0; offset < bytes; offset += PAGE_SIZE_BYTES) {
    vmmWhy(address + offset, reason);
    count += reason.status === ServerStatus.OK && (reason.flags & WHY_BACKED) !== 0 ? 1 : 0;
  }
  return count;
}

/** One line: rule, line, epoch, policy, and what became of it. Returns WHY_*; 0 when nobody knows. */
export function showWhy(address: u32): u32 {
  const reason: Reason = zeroed();
  vmmWhy(address, reason);
  print("   = why ");
  printHex(address);
  print(": ");
  if (reason.status !== ServerStatus.OK) {
    printLine(serverStatusText(reason.status));
    return 0;
  }
  const revoked: bool = (reason.flags & WHY_REVOKED) !== 0;
  print(revoked ? "revoked, rule " : "rule ");
  printDecimal(reason.rule);
  print(" (iso/system.ts:");
  printDecimal(reason.line);
  print("), epoch ");
  printDecimal(reason.epoch);
  if (!revoked) {
    print((reason.flags & WHY_CACHED) === 0 ? ", asked" : ", cached");
  }
  print(", ");
  printLine(vmmPolicyName(reason.policy));
  return reason.flags;
}
