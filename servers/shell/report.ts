/** `report`: all that somebody needs to know about a machine that is not theirs, in one block. */
import { Counter } from "../../lib/abi/call.ts";
import type { InformationProcessor } from "../../lib/abi/information.ts";
import { Status } from "../../lib/abi/status.ts";
import { systemInformation } from "../../lib/user/information.ts";
import { counterGet } from "../../lib/user/kernel-calls.ts";
import type { CommandLine } from "./command-line.ts";
import { commandDevices, printLog } from "./machine.ts";
import { endLine, say, sayDecimal, sayHex, sayLine } from "./output.ts";
import { commandTasks } from "./tasks.ts";

/** The longest text that a processor has. */
const BRAND_BYTES = 48;

function counter(which: Counter): u32 {
  const words: SystemWords = zeroed();
  return counterGet(which, words) === Status.OK ? words.word0 : 0;
}

/** Text in words, without the zero bytes. */
function sayWords(words: Span<u32>): void {
  const bytes: FixedArray<u8, typeof BRAND_BYTES> = zeroed();
  let length: u32 = 0;
  for (let i: u32 = 0; i < words.length * 4 && i < BRAND_BYTES; i++) {
    const byte: u8 = u8(words[i >>> 2] >>> ((i & 3) << 3));
    if (byte !== 0) {
      bytes[length % BRAND_BYTES] = byte;
      length += 1;
    }
  }
  say(stringOf(subSpan(spanOf(bytes), 0, length)));
}

function sayProcessor(processor: InformationProcessor): void {
  say("processor ");
  sayWords(spanOf(processor.vendor));
  say(" ");
  sayHex(processor.signature);
  say(", features ");
  sayHex(processor.features);
  say(" ");
  sayHex(processor.moreFeatures);
  endLine();
  say("          ");
  sayWords(spanOf(processor.brand));
  endLine();
}

export function commandReport(line: CommandLine): void {
  sayLine("---- MuiString report: copy from here ----");
  say("booted with: ");
  const parameters: Span<u8> = spanOf(systemInformation().commandLine);
  let length: u32 = 0;
  while (length < parameters.length && parameters[length] !== 0) {
    length += 1;
  }
  sayLine(stringOf(subSpan(parameters, 0, length)));
  sayProcessor(systemInformation().processor);
  say("ticks ");
  sayDecimal(counter(Counter.TICKS));
  say(", boot to user ");
  sayDecimal(counter(Counter.BOOT_TO_USER));
  say(", free frames ");
  sayDecimal(counter(Counter.FREE_FRAMES));
  endLine();
  commandDevices(line);
  commandTasks(line);
  sayLine("the kernel's log:");
  printLog(0xffff_ffff);
  sayLine("---- to here ----");
}
