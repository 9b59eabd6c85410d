/** The VMM server `demand`: policy.ts says what it does with pages, lib/vmm all else. */
import { start } from "../../lib/user/start.ts";
import { prepareServer, serveClients } from "../../lib/vmm/server.ts";
import { DEMAND } from "./policy.ts";

function main(): u32 {
  prepareServer(DEMAND);
  serveClients();
}

symbol(start, "_start");
symbol(main, "userMain");
