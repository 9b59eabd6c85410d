import { printLine } from "../../lib/user/print.ts";
import { start } from "../../lib/user/start.ts";

function main(): u32 {
  printLine("hello");
  return 0;
}
symbol(start, "_start");
symbol(main, "userMain");
