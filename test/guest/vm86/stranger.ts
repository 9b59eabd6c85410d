/** Its description does not allow it 16-bit code; it leaves how it was refused in the shared page. */
import { sharedPage } from "../../../lib/flat/shared.ts";
import { start } from "../../../lib/flat/start.ts";
import { openVm86 } from "../../../lib/flat/vm86.ts";
import { STRANGER_WORD } from "./words.ts";

function main(): u32 {
  sharedPage().words[STRANGER_WORD] = u32(openVm86()) + 1;
  return 0;
}

symbol(start, "_start");
symbol(main, "flatMain");
