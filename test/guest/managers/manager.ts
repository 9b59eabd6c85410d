/** A manager that does what the test says, and backs what its clients touch. */
import { start } from "../../../lib/user/start.ts";
import { serveOrders } from "./orders.ts";

function main(): u32 {
  serveOrders(true);
}

symbol(start, "_start");
symbol(main, "userMain");
