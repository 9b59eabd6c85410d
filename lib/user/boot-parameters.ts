/** The boot's command line, as the information page has it: words apart by spaces, `name` or `name=value`. */
import { INFORMATION_COMMAND_LINE_BYTES } from "../abi/information.ts";
import { systemInformation } from "./information.ts";

const SPACE: u8 = 0x20;

/** Whether the command line has exactly this word, such as "layout=de". */
export function hasBootParameter(word: string): bool {
  const line: Span<u8> = spanOf(systemInformation().commandLine);
  for (let at: u32 = 0; at + word.length < INFORMATION_COMMAND_LINE_BYTES; at++) {
    const starts: bool = at === 0 || line[at - 1] === SPACE;
    const end: u8 = line[at + word.length];
    if (starts && (end === SPACE || end === 0) && stringOf(subSpan(line, at, word.length)) === word) {
      return true;
    }
  }
  return false;
}
