/** An ACL server that decides nothing: it does what the test says, and leaves faults unanswered. */
import { start } from "../../../lib/user/start.ts";
import { serveOrders } from "./orders.ts";

function main(): u32 {
  serveOrders(false);
}

symbol(start, "_start");
symbol(main, "userMain");
