/** The VMM server `preemptive`: policy.ts says what it does with pages, lib/vmm all else. */
import { start } from "../../lib/user/start.ts";
import { prepareServer, serveClients } from "../../lib/vmm/server.ts";
import { openOwnStore, PREEMPTIVE } from "./policy.ts";

function main(): u32 {
  openOwnStore(prepareServer(PREEMPTIVE));
  serveClients();
}

symbol(start, "_start");
symbol(main, "userMain");
