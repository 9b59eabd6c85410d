/** A thousand rounds. */
import { start } from "../../../lib/user/start.ts";
import { beginTests } from "../support/tap.ts";
import { playAll } from "./rounds.ts";

const ROUNDS: u32 = 1000;

function main(): u32 {
  beginTests();
  return playAll(ROUNDS);
}

symbol(start, "_start");
symbol(main, "userMain");
