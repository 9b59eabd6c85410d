/** Starts the machine again; with the word `off` on the command line it switches it off. */
import { PowerAction } from "../../../lib/abi/call.ts";
import { systemInformation } from "../../../lib/user/information.ts";
import { endMachine } from "../../../lib/user/kernel-calls.ts";
import { printLine } from "../../../lib/user/print.ts";
import { selfIdentity } from "../../../lib/user/self.ts";
import { start } from "../../../lib/user/start.ts";

const LETTER_F: u8 = 0x66;

/** QEMU puts the kernel's name before the words. */
function lineEndsWithOff(): bool {
  const line = systemInformation().commandLine;
  let end: u32 = 0;
  while (end < line.length && line[end] !== 0) {
    end++;
  }
  return end >= 2 && line[end - 1] === LETTER_F && line[end - 2] === LETTER_F;
}

function main(): u32 {
  endMachine(selfIdentity(), lineEndsWithOff() ? PowerAction.OFF : PowerAction.REBOOT, 0);
  printLine("still there");
  return 1;
}

symbol(start, "_start");
symbol(main, "userMain");
