/** The VMM server `realtime`: policy.ts says what it does with pages, lib/vmm all else. */
import { start } from "../../lib/user/start.ts";
import { prepareServer, serveClients } from "../../lib/vmm/server.ts";
import { REALTIME } from "./policy.ts";

function main(): u32 {
  prepareServer(REALTIME);
  serveClients();
}

symbol(start, "_start");
symbol(main, "userMain");
