/**
 * The console server: text of tasks to the screen and the serial line at once, the kernel's log to the screen, in the order in
 * which they came; bytes from keyboard and serial line as one stream to whoever reads.
 *
 * It calls the keyboard server alone, which calls nobody, and never a client: whoever reads is answered late. It draws when
 * nobody has written for a tick, or somebody waits for input, so that much text is drawn once.
 */
import { IDENTITY_NOBODY, IDENTITY_NUMBER_MASK } from "../../lib/abi/identity.ts";
import { MessageKind, NOTIFICATION_ALARM, NOTIFICATION_INPUT } from "../../lib/abi/message.ts";
import { Status } from "../../lib/abi/status.ts";
import {
  CONSOLE_BYTES_MAX,
  CONSOLE_COUNT_MASK,
  CONSOLE_COUNT_SHIFT,
  CONSOLE_LOG_BYTES_MAX,
  ConsoleOperation,
} from "../../lib/proto/console.ts";
import { OPERATION_MASK } from "../../lib/proto/decision.ts";
import { KEYBOARD_COUNT_SHIFT, KeyboardOperation } from "../../lib/proto/keyboard.ts";
import { messageByte, packMessage } from "../../lib/proto/message-bytes.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import { findTask, TASK_NUMBER_NONE, taskNumberOf } from "../../lib/user/information.ts";
import { callTask, replyWait, taskAlarm } from "../../lib/user/kernel-calls.ts";
import { selfIdentity } from "../../lib/user/self.ts";
import { start } from "../../lib/user/start.ts";
import type { InputQueue } from "./input-queue.ts";
import { readLogged, takeKernelLog } from "./kernel-log.ts";
import {
  drawScreen,
  leaveScreen,
  screenColumns,
  screenKind,
  screenRows,
  startScreen,
  takeScreenBack,
  writeScreen,
} from "./screen.ts";
import { forgetSerialRoom, startSerialLine, takeSerialInput, writeSerialByte } from "./serial-line.ts";

/** From the serial line's interrupt. */
const NOTIFICATION_SERIAL: u32 = 0x10;
const DRAW_TICKS: u32 = 1;
/** How often the kernel's log is looked at, and the serial line, should its interrupt get lost. */
const LOOK_TICKS: u32 = 5;
/** Messages of the keyboard server that are taken in one go. */
const KEYBOARD_READS_MAX: u32 = 16;
const LINE_FEED: u8 = 10;
const CARRIAGE_RETURN: u8 = 13;

const input: InputQueue = zeroed();
/** Who waits for input. */
let reader: u32 = IDENTITY_NOBODY;
/** Text that is not drawn yet. */
let stale: bool = false;
const one: FixedArray<u8, 1> = zeroed();

function putOnScreen(byte: u8): void {
  if (byte === LINE_FEED) {
    one[0] = CARRIAGE_RETURN;
    writeScreen(spanOf(one));
  }
  one[0] = byte;
  writeScreen(spanOf(one));
  stale = true;
}

function putOnSerial(byte: u8): void {
  if (byte === LINE_FEED) {
    writeSerialByte(CARRIAGE_RETURN);
  }
  writeSerialByte(byte);
}

function typed(byte: u8): void {
  input.put(byte);
}

/** What the kernel logged comes before what is written now. */
function catchUp(): void {
  takeKernelLog(putOnScreen);
}

function draw(): void {
  if (stale) {
    drawScreen();
    stale = false;
  }
}

function write(words: SystemWords): ServerStatus {
  const count: u32 = (words.word0 >>> CONSOLE_COUNT_SHIFT) & CONSOLE_COUNT_MASK;
  if (count > CONSOLE_BYTES_MAX) {
    return ServerStatus.BAD_ARGUMENT;
  }
  catchUp();
  forgetSerialRoom();
  for (let i: u32 = 0; i < count; i++) {
    const byte: u8 = messageByte(words, i);
    putOnScreen(byte);
    putOnSerial(byte);
  }
  taskAlarm(selfIdentity(), DRAW_TICKS);
  return ServerStatus.OK;
}

/** Fills the answer to READ with what was typed. */
function giveInput(words: SystemWords): void {
  const bytes: FixedArray<u8, 12> = zeroed();
  let count: u32 = 0;
  while (count < CONSOLE_BYTES_MAX && !input.isEmpty()) {
    bytes[count] = input.take();
    count += 1;
  }
  packMessage(spanOf(bytes), 0, words);
  words.word0 = ServerStatus.OK | (count << CONSOLE_COUNT_SHIFT);
}

/** True when the sender is answered now. One that waited and has ended since waits no more. */
function read(sender: u32, words: SystemWords): bool {
  if (reader !== IDENTITY_NOBODY && taskNumberOf(reader) !== TASK_NUMBER_NONE) {
    words.word0 = ServerStatus.NO_SPACE;
    return true;
  }
  reader = IDENTITY_NOBODY;
  if (!input.isEmpty()) {
    giveInput(words);
    return true;
  }
  catchUp();
  draw();
  reader = sender;
  return false;
}

function giveScreen(mine: u32): ServerStatus {
  if (mine > 1) {
    return ServerStatus.BAD_ARGUMENT;
  }
  if (mine === 0) {
    leaveScreen();
  } else {
    takeScreenBack();
    stale = true;
    taskAlarm(selfIdentity(), DRAW_TICKS);
  }
  return ServerStatus.OK;
}

function log(words: SystemWords): void {
  const count: u32 = readLogged(words.word1, words);
  const place: u32 = words.word0;
  words.word3 = words.word2;
  words.word2 = words.word1;
  words.word1 = place;
  const given: u32 = count < CONSOLE_LOG_BYTES_MAX ? count : CONSOLE_LOG_BYTES_MAX;
  words.word0 = ServerStatus.OK | (given << CONSOLE_COUNT_SHIFT);
}

/** True when the sender is answered now, with the words. */
function onRequest(sender: u32, words: SystemWords): bool {
  switch (words.word0 & OPERATION_MASK) {
    case ConsoleOperation.WRITE:
      words.word0 = write(words);
      return true;
    case ConsoleOperation.READ:
      return read(sender, words);
    case ConsoleOperation.STATE:
      words.word0 = ServerStatus.OK | (screenKind() << CONSOLE_COUNT_SHIFT);
      words.word1 = screenColumns();
      words.word2 = screenRows();
      words.word3 = input.lost;
      return true;
    case ConsoleOperation.SCREEN:
      words.word0 = giveScreen(words.word1);
      return true;
    case ConsoleOperation.LOG:
      log(words);
      return true;
    default:
      words.word0 = ServerStatus.BAD_OPERATION;
      return true;
  }
}

function takeKeys(): void {
  const words: SystemWords = zeroed();
  for (let reads: u32 = 0; reads < KEYBOARD_READS_MAX; reads++) {
    words.word0 = KeyboardOperation.READ;
    if (callTask(findTask("keyboard"), words) !== Status.OK) {
      return;
    }
    const count: u32 = words.word0 >>> KEYBOARD_COUNT_SHIFT;
    for (let i: u32 = 0; i < count && i < CONSOLE_BYTES_MAX; i++) {
      typed(messageByte(words, i));
    }
    if (count === 0) {
      return;
    }
  }
}

function onNotification(bits: u32): void {
  if ((bits & NOTIFICATION_INPUT) !== 0) {
    takeKeys();
  }
  if ((bits & (NOTIFICATION_SERIAL | NOTIFICATION_ALARM)) !== 0) {
    takeSerialInput(typed, NOTIFICATION_SERIAL);
  }
  if ((bits & NOTIFICATION_ALARM) !== 0) {
    catchUp();
    draw();
    taskAlarm(selfIdentity(), LOOK_TICKS);
  }
}

function serveWithLateAnswers(): never {
  const words: SystemWords = zeroed();
  let answerTo: u32 = IDENTITY_NOBODY;
  while (true) {
    const head: u32 = replyWait(answerTo, words);
    const sender: u32 = head & ~IDENTITY_NUMBER_MASK;
    const kind: u32 = head & IDENTITY_NUMBER_MASK;
    answerTo = IDENTITY_NOBODY;
    if (sender === IDENTITY_NOBODY) {
      continue;
    }
    if (kind === MessageKind.REQUEST) {
      answerTo = onRequest(sender, words) ? sender : IDENTITY_NOBODY;
    } else if (kind === MessageKind.NOTIFICATION) {
      onNotification(words.word0);
      if (reader !== IDENTITY_NOBODY && !input.isEmpty()) {
        giveInput(words);
        answerTo = reader;
        reader = IDENTITY_NOBODY;
      }
    }
  }
}

function main(): u32 {
  startScreen();
  startSerialLine(NOTIFICATION_SERIAL);
  taskAlarm(selfIdentity(), LOOK_TICKS);
  serveWithLateAnswers();
}

symbol(start, "_start");
symbol(main, "userMain");
