/** What a verdict costs in the system of `make bench`, with about ten rules. */
import { start } from "../../lib/user/start.ts";
import { calibrate } from "./samples.ts";
import { measureAsked, measureDenied, measurePublished } from "./verdicts.ts";

function main(): u32 {
  calibrate();
  measurePublished("verdict_hit");
  measureAsked(true, "verdict_hit_ipc");
  measureAsked(false, "verdict_miss");
  measureDenied("verdict_denied");
  return 0;
}

symbol(start, "_start");
symbol(main, "userMain");
