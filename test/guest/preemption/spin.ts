/** Runs for ever and never calls the kernel. */
import { start } from "../../../lib/user/start.ts";

function main(): u32 {
  while (true) {
    spinHint();
  }
}

symbol(start, "_start");
symbol(main, "userMain");
