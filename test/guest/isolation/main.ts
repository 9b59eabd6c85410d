/**
 * Children that do what they may not: each dies, and nothing else does. Each child runs a few bytes
 * of machine code, then reads an address that tells it has survived them.
 */
import { start } from "../../../lib/user/start.ts";
import { beginTests, finishTests } from "../support/tap.ts";
import { testMemory } from "./memory.ts";
import { testPrivileged } from "./privileged.ts";
import { testSurvivors } from "./survivors.ts";

function main(): u32 {
  beginTests();
  testSurvivors();
  testMemory();
  testPrivileged();
  return finishTests();
}

symbol(start, "_start");
symbol(main, "userMain");
