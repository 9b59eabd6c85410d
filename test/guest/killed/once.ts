/** Each server is ended at each of its calls, once. */
import { start } from "../../../lib/user/start.ts";
import { killAll } from "./kills.ts";

const PASSES: u32 = 1;

function main(): u32 {
  return killAll(PASSES);
}

symbol(start, "_start");
symbol(main, "userMain");
