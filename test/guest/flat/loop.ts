/** A flat task that never lets anybody else run: only the timer does. It counts in the shared page. */

import { sharedPage } from "../../../lib/flat/shared.ts";
import { start } from "../../../lib/flat/start.ts";

function main(): u32 {
  const shared = sharedPage();
  for (;;) {
    shared.words[0] += 1;
  }
}

symbol(start, "_start");
symbol(main, "flatMain");
