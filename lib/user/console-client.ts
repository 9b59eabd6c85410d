/** Text to the console server and bytes from it. A dead server gives UNREACHABLE, and text goes to the kernel's log instead. */
import { Status } from "../abi/status.ts";
import {
  CONSOLE_BYTES_MAX,
  CONSOLE_COUNT_MASK,
  CONSOLE_COUNT_SHIFT,
  ConsoleOperation,
} from "../proto/console.ts";
import { messageByte, packMessage } from "../proto/message-bytes.ts";
import { SERVER_STATUS_MASK, ServerStatus } from "../proto/server-status.ts";
import { findTask } from "./information.ts";
import { callTask } from "./kernel-calls.ts";
import { logBytes } from "./log.ts";

/** Asks the console server; the words become its answer. */
export function callConsole(words: SystemWords): ServerStatus {
  if (callTask(findTask("console"), words) !== Status.OK) {
    words.word0 = ServerStatus.UNREACHABLE;
  }
  return (words.word0 & SERVER_STATUS_MASK) as ServerStatus;
}

/** Writes bytes. */
export function writeConsole(bytes: Span<u8>): void {
  const words: SystemWords = zeroed();
  for (let at: u32 = 0; at < bytes.length; at += CONSOLE_BYTES_MAX) {
    const count: u32 = packMessage(bytes, at, words);
    words.word0 = ConsoleOperation.WRITE | (count << CONSOLE_COUNT_SHIFT);
    if (callConsole(words) !== ServerStatus.OK) {
      logBytes(subSpan(bytes, at, bytes.length - at));
      return;
    }
  }
}

/** Waits for bytes that were typed: 1 to 12 of them, 0 when there is no console server or somebody else is reading. */
export function readConsole(bytes: Span<u8>): u32 {
  const words: SystemWords = zeroed();
  words.word0 = ConsoleOperation.READ;
  if (callConsole(words) !== ServerStatus.OK) {
    return 0;
  }
  const count: u32 = (words.word0 >>> CONSOLE_COUNT_SHIFT) & CONSOLE_COUNT_MASK;
  const taken: u32 = count < bytes.length ? count : bytes.length;
  for (let i: u32 = 0; i < taken; i++) {
    bytes[i] = messageByte(words, i);
  }
  return taken;
}
