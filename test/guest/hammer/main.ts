/** Each refusal takes 64 bytes of a hammer's stack of 16 KiB for good: with some hundred rounds more it overflows. */
import { start } from "../../../lib/user/start.ts";
import { beginTests } from "../support/tap.ts";
import { playAll } from "./rounds.ts";

const ROUNDS: u32 = 300;

function main(): u32 {
  beginTests();
  return playAll(ROUNDS);
}

symbol(start, "_start");
symbol(main, "userMain");
