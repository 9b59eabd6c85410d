/** What a verdict costs in a system with ten thousand rules. */
import { start } from "../../lib/user/start.ts";
import { calibrate } from "./samples.ts";
import { measureAsked, measureDenied, measurePublished } from "./verdicts.ts";

function main(): u32 {
  calibrate();
  measurePublished("verdict_hit_10000");
  measureAsked(false, "verdict_miss_10000");
  measureDenied("verdict_denied_10000");
  return 0;
}

symbol(start, "_start");
symbol(main, "userMain");
