import { top } from "../high/top.ts"; // error: K2032 1
import { stray } from "../stray.ts"; // error: K2032 1

export function run(): u32 {
  disableInterrupts(); // error: K2033 3
  spinHint();
  const words: SystemWords = zeroed();
  const answer = systemCall(0, words); // error: K2033 18
  return addressOf(words) + top() + stray() + answer;
}
