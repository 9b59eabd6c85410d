/** A client that no rule speaks of. */
import { start } from "../../../lib/user/start.ts";
import { expectDenied } from "./denied.ts";

function main(): u32 {
  expectDenied(0);
  return 0;
}

symbol(start, "_start");
symbol(main, "userMain");
