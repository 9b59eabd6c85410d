/** Every kernel call: its good case and each of its errors. */
import { start } from "../../../lib/user/start.ts";
import { beginTests, finishTestsChanged } from "../support/tap.ts";
import { testAlloc } from "./alloc.ts";
import { testGet, testRelease } from "./get-release.ts";
import { testCall, testNotify, testReplyWait } from "./messages.ts";
import { testSet, testSource } from "./set.ts";
import { testSmallCalls } from "./small.ts";
import { testTaskControl } from "./tasks.ts";

function main(): u32 {
  beginTests();
  testSmallCalls();
  testGet();
  testAlloc();
  testSet();
  testSource();
  testRelease();
  testCall();
  testNotify();
  testReplyWait();
  testTaskControl();
  return finishTestsChanged("a space has gone to a new manager, and is there still");
}

symbol(start, "_start");
symbol(main, "userMain");
