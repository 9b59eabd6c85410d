/** The row of `make bench` that the realtime policy gives: a page, backed when it is granted. */
import { PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { start } from "../../lib/user/start.ts";
import { measureAllocation } from "./allocation.ts";
import { calibrate } from "./samples.ts";

function main(): u32 {
  calibrate();
  measureAllocation("alloc_realtime", PAGE_SIZE_BYTES);
  return 0;
}

symbol(start, "_start");
symbol(main, "userMain");
