/** Each server is ended at each of its calls, again and again: more than 10 000 times in all. */
import { start } from "../../../lib/user/start.ts";
import { killAll } from "./kills.ts";

const PASSES: u32 = 110;

function main(): u32 {
  return killAll(PASSES);
}

symbol(start, "_start");
symbol(main, "userMain");
