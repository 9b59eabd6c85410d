/** Fails at once. */
import { start } from "../../../lib/user/start.ts";

function main(): u32 {
  return 1;
}

symbol(start, "_start");
symbol(main, "userMain");
