/** A client that a rule denies memory. */
import { start } from "../../../lib/user/start.ts";
import { expectDenied } from "./denied.ts";

function main(): u32 {
  expectDenied(4);
  return 0;
}

symbol(start, "_start");
symbol(main, "userMain");
