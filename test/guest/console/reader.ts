/** Reads from the console server, for ever. */
import { readConsole } from "../../../lib/user/console-client.ts";
import { start } from "../../../lib/user/start.ts";

function main(): u32 {
  const bytes: FixedArray<u8, 12> = zeroed();
  return readConsole(spanOf(bytes));
}

symbol(start, "_start");
symbol(main, "userMain");
