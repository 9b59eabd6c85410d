/** The seed of a run: `seed=N` of the boot's command line, or a fixed one. */
import { INFORMATION_COMMAND_LINE_BYTES } from "../../../lib/abi/information.ts";
import { systemInformation } from "../../../lib/user/information.ts";

const SEED: u32 = 0x5eed_0005;
const WORD: string = "seed=";
const ZERO: u8 = 0x30;

function digitsAt(line: Span<u8>, start: u32): u32 {
  let value: u32 = 0;
  for (let at: u32 = start; at < line.length && line[at] >= ZERO && line[at] < ZERO + 10; at++) {
    value = value * 10 + u32(line[at] - ZERO);
  }
  return value;
}

export function chosenSeed(): u32 {
  const line: Span<u8> = spanOf(systemInformation().commandLine);
  for (let at: u32 = 0; at + WORD.length < INFORMATION_COMMAND_LINE_BYTES; at++) {
    if (stringOf(subSpan(line, at, WORD.length)) === WORD) {
      return digitsAt(line, at + WORD.length);
    }
  }
  return SEED;
}
