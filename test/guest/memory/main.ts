/** The four calls, whole. */
import { start } from "../../../lib/user/start.ts";
import { beginTests, finishTests } from "../support/tap.ts";
import { testCopyOnWrite } from "./copy-on-write.ts";
import { testDevices } from "./devices.ts";
import { testLargePages } from "./large-pages.ts";
import { testLongCalls } from "./long-calls.ts";
import { testNoMemory } from "./no-memory.ts";
import { testRelocation } from "./relocation.ts";

function main(): u32 {
  beginTests();
  testCopyOnWrite();
  testDevices();
  testLargePages();
  testRelocation();
  testLongCalls();
  testNoMemory();
  return finishTests();
}

symbol(start, "_start");
symbol(main, "userMain");
