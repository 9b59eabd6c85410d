/** Fail closed: the rule allows it, but nobody can say so. */
import { ServerStatus } from "../../../lib/proto/server-status.ts";
import type { Allocation, Usage } from "../../../lib/proto/vmm.ts";
import { ipcCacheIdentity } from "../../../lib/user/information.ts";
import { malloc } from "../../../lib/user/malloc.ts";
import { start } from "../../../lib/user/start.ts";
import { vmmAllocate, vmmUsage } from "../../../lib/user/vmm-client.ts";
import { beginTests, finishTests, okEqual } from "../support/tap.ts";

function main(): u32 {
  beginTests();
  const allocation: Allocation = zeroed();
  const usage: Usage = zeroed();
  okEqual(ipcCacheIdentity(), 0, "there is no IPC cache server");
  vmmAllocate(4096, allocation);
  okEqual(allocation.status, ServerStatus.NO_DECISION, "nobody decides, so no");
  okEqual(allocation.address, 0, "no address");
  okEqual(malloc(1), 0, "malloc has no memory");
  vmmUsage(usage);
  okEqual(usage.status, ServerStatus.OK, "the VMM server lives");
  okEqual(usage.bytes, 0, "and counts nothing");
  return finishTests();
}

symbol(start, "_start");
symbol(main, "userMain");
