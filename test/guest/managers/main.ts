/** The supervisor of managers that change, end and start again. */
import { Counter } from "../../../lib/abi/call.ts";
import { start } from "../../../lib/user/start.ts";
import { counter } from "../support/marks.ts";
import { beginTests, finishTestsChanged, okEqual } from "../support/tap.ts";
import { testExchanges } from "./exchange.ts";
import { testFlatRestart, waitForFlat } from "./flat.ts";
import { testRestarts } from "./restart.ts";
import { testSeizure } from "./seize.ts";
import { testTime } from "./time.ts";

function main(): u32 {
  waitForFlat();
  beginTests();
  const tasks: u32 = counter(Counter.TASKS);
  const spaces: u32 = counter(Counter.SPACES);
  testExchanges();
  testRestarts();
  testFlatRestart();
  testSeizure();
  okEqual(counter(Counter.TASKS), tasks, "as many tasks as before");
  okEqual(counter(Counter.SPACES), spaces, "as many spaces as before");
  testTime();
  return finishTestsChanged("what the ended tasks had is back");
}

symbol(start, "_start");
symbol(main, "userMain");
