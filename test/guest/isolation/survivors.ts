/** What a task may do: the control for the other tests, which would hold for a machine that kills everybody. */

import { CHILD_STACK } from "../support/child.ts";
import {
  beginCode,
  CODE_ADDRESS,
  code1,
  code2,
  code3,
  codeRead,
  codeWord,
  codeWrite,
} from "../support/code.ts";
import { expectSurvival } from "./run.ts";

export function testSurvivors(): void {
  beginCode();
  expectSurvival("no instruction at all");
  beginCode();
  codeRead(CODE_ADDRESS);
  expectSurvival("reading the own code");
  beginCode();
  codeWrite(CHILD_STACK);
  codeRead(CHILD_STACK);
  expectSurvival("writing and reading the own stack");
  beginCode();
  code2(0x0f, 0x31);
  expectSurvival("rdtsc");
  beginCode();
  code2(0x0f, 0xa2);
  expectSurvival("cpuid");
  beginCode();
  code3(0x9c, 0x58, 0x50); // pushf; pop eax; push eax
  code1(0x9d); // popf
  expectSurvival("pushf and popf");
  beginCode();
  code1(0x9c); // pushf
  code3(0x81, 0x0c, 0x24); // or dword [esp], 0x3000: IOPL 3
  codeWord(0x3000);
  code1(0x9d); // popf leaves IOPL alone in ring 3
  expectSurvival("popf with IOPL 3, which the processor does not take");
}
