/** VM86 from inside: BIOS calls, then programs that try to get out, to stay for ever, and to touch what is not theirs. */
import { sharedPage } from "../../../lib/flat/shared.ts";
import { start } from "../../../lib/flat/start.ts";
import { closeVm86, openVm86, Vm86End } from "../../../lib/flat/vm86.ts";
import { beginTests, finishTests, okEqual } from "../flat/tap.ts";
import { testBios } from "./bios.ts";
import { testHostile } from "./hostile.ts";
import { testVesa } from "./vesa.ts";
import { STRANGER_WORD } from "./words.ts";
import { testWrites } from "./writes.ts";

function main(): u32 {
  beginTests();
  okEqual(sharedPage().words[STRANGER_WORD], Vm86End.DENIED + 1, "who is not allowed it is refused");
  okEqual(openVm86(), Vm86End.OK, "a megabyte is made");
  testBios();
  testHostile();
  testWrites();
  closeVm86();
  testVesa();
  closeVm86();
  return finishTests();
}

symbol(start, "_start");
symbol(main, "flatMain");
