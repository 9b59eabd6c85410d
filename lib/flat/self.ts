/**
 * Who the task is: asked of the kernel, because the tasks of one flat program share its variables.
 */
import { type FlatWords, whoAmI } from "./kernel-calls.ts";

/** The identity of the task that runs this. */
export function selfIdentity(): u32 {
  const words: FlatWords = zeroed();
  whoAmI(words);
  return words.word0;
}
