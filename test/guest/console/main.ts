/** Each operation of the console and keyboard servers; what they refuse; what only the console server may. */
import { ScreenKind } from "../../../lib/abi/information.ts";
import { Status } from "../../../lib/abi/status.ts";
import { CONSOLE_COUNT_SHIFT, ConsoleOperation } from "../../../lib/proto/console.ts";
import { KEYBOARD_COUNT_SHIFT, KeyboardLayout, KeyboardOperation } from "../../../lib/proto/keyboard.ts";
import { messageByte, packMessage } from "../../../lib/proto/message-bytes.ts";
import { SERVER_STATUS_MASK, ServerStatus } from "../../../lib/proto/server-status.ts";
import { callConsole, writeConsole } from "../../../lib/user/console-client.ts";
import { findTask } from "../../../lib/user/information.ts";
import { callTask, taskReadLog } from "../../../lib/user/kernel-calls.ts";
import { printLine } from "../../../lib/user/print.ts";
import { selfIdentity } from "../../../lib/user/self.ts";
import { start } from "../../../lib/user/start.ts";
import { beginTests, finishTests, ok, okEqual } from "../support/tap.ts";

const MARK: u8 = 0x7e;
const LOG_READS_MAX: u32 = 4096;
const words: SystemWords = zeroed();

function askConsole(word0: u32): ServerStatus {
  words.word0 = word0;
  return callConsole(words);
}

function askKeyboard(operation: u32, word1: u32): ServerStatus {
  words.word0 = operation;
  words.word1 = word1;
  okEqual(callTask(findTask("keyboard"), words), Status.OK, "the keyboard server answers");
  return (words.word0 & SERVER_STATUS_MASK) as ServerStatus;
}

function testWrite(): void {
  writeConsole(bytesOf("written by a task\n"));
  packMessage(bytesOf("x\n"), 0, words);
  okEqual(
    askConsole(ConsoleOperation.WRITE | (13 << CONSOLE_COUNT_SHIFT)),
    ServerStatus.BAD_ARGUMENT,
    "WRITE of more than a message holds",
  );
  okEqual(askConsole(ConsoleOperation.WRITE), ServerStatus.OK, "WRITE of nothing");
  okEqual(askConsole(99), ServerStatus.BAD_OPERATION, "no such operation of the console server");
}

function testState(): void {
  okEqual(askConsole(ConsoleOperation.STATE), ServerStatus.OK, "STATE");
  okEqual(words.word0 >>> CONSOLE_COUNT_SHIFT, ScreenKind.TEXT, "QEMU leaves VGA text");
  okEqual(words.word1, 80, "of 80 columns");
  okEqual(words.word2, 25, "and 25 rows");
}

/** Whether the log has this letter, from a place on. */
function logHas(letter: u8): bool {
  let place: u32 = 0;
  for (let reads: u32 = 0; reads < LOG_READS_MAX; reads++) {
    words.word1 = place;
    if (askConsole(ConsoleOperation.LOG) !== ServerStatus.OK) {
      return false;
    }
    const count: u32 = words.word0 >>> CONSOLE_COUNT_SHIFT;
    for (let i: u32 = 0; i < count; i++) {
      if (messageByte(words, i + 4) === letter) {
        return true;
      }
    }
    place = words.word1 + count;
    if (count === 0) {
      return false;
    }
  }
  return false;
}

function testLog(): void {
  ok(!logHas(MARK), "LOG has not what nobody logged");
  printLine("~");
  ok(logHas(MARK), "LOG has what a task logged");
  words.word1 = 0xffff_fff0;
  okEqual(askConsole(ConsoleOperation.LOG), ServerStatus.OK, "LOG of a place that is not there yet");
  okEqual(taskReadLog(selfIdentity(), 0, words), Status.DENIED, "READ_LOG without the screen");
  okEqual(taskReadLog(findTask("console"), 0, words), Status.DENIED, "READ_LOG for somebody else");
}

function testRead(): void {
  okEqual(askConsole(ConsoleOperation.READ), ServerStatus.NO_SPACE, "READ while another task waits");
}

function testKeyboard(): void {
  okEqual(askKeyboard(KeyboardOperation.READ, 0), ServerStatus.OK, "READ of the keyboard never waits");
  okEqual(words.word0 >>> KEYBOARD_COUNT_SHIFT, 0, "no key was pressed");
  okEqual(askKeyboard(KeyboardOperation.STATE, 0), ServerStatus.OK, "STATE of the keyboard");
  okEqual(words.word1, 1, "QEMU has one");
  okEqual(askKeyboard(KeyboardOperation.LAYOUT, KeyboardLayout.GERMAN), ServerStatus.OK, "LAYOUT");
  okEqual(words.word0 >>> KEYBOARD_COUNT_SHIFT, KeyboardLayout.UNITED_STATES, "with the one before");
  okEqual(askKeyboard(KeyboardOperation.LAYOUT, 3), ServerStatus.BAD_ARGUMENT, "no such layout");
  okEqual(askKeyboard(KeyboardOperation.LAYOUT, KeyboardLayout.SAME), ServerStatus.OK, "LAYOUT as it is");
  okEqual(words.word0 >>> KEYBOARD_COUNT_SHIFT, KeyboardLayout.GERMAN, "which is the one set");
  okEqual(askKeyboard(99, 0), ServerStatus.BAD_OPERATION, "no such operation of the keyboard server");
}

function main(): u32 {
  beginTests();
  testWrite();
  testState();
  testLog();
  testRead();
  testKeyboard();
  return finishTests();
}

symbol(start, "_start");
symbol(main, "userMain");
