/**
 * The keyboard server: scan codes of interrupt 1 become the bytes that a terminal would send, for the console server to
 * fetch. It calls nobody; without a keyboard it serves all the same and says so. The layout comes from the boot parameter
 * `layout=us` or `layout=de`, and by LAYOUT later.
 */
import { NOTIFICATION_INPUT } from "../../lib/abi/message.ts";
import { OPERATION_MASK } from "../../lib/proto/decision.ts";
import {
  KEYBOARD_BYTES_MAX,
  KEYBOARD_COUNT_SHIFT,
  KeyboardLayout,
  KeyboardOperation,
} from "../../lib/proto/keyboard.ts";
import { packMessage } from "../../lib/proto/message-bytes.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import { hasBootParameter } from "../../lib/user/boot-parameters.ts";
import { findTask } from "../../lib/user/information.ts";
import { bindInterrupt, notify } from "../../lib/user/kernel-calls.ts";
import { selfIdentity } from "../../lib/user/self.ts";
import { endFaulting, serve } from "../../lib/user/server.ts";
import { start } from "../../lib/user/start.ts";
import { hasScanCode, KEYBOARD_INTERRUPT, startController, takeScanCode } from "./controller.ts";
import type { Keyboard } from "./keyboard.ts";
import { NO_KEY } from "./keys.ts";
import { clearLayout } from "./layout.ts";
import { useGerman, useUnitedStates } from "./layouts.ts";
import type { KeyEvent, ScanDecoder } from "./scan-codes.ts";

const NOTIFICATION_KEY: u32 = 0x10;
/** Bytes taken in one go. */
const CODES_MAX: u32 = 32;
const QUEUE_BYTES = 128;

const keyboard: Keyboard = zeroed();
const decoder: ScanDecoder = zeroed();
const event: KeyEvent = zeroed();
const queue: FixedArray<u8, typeof QUEUE_BYTES> = zeroed();
let queued: u32 = 0;
let pressed: u32 = 0;
let lost: u32 = 0;
let present: bool = false;
let layout: KeyboardLayout = KeyboardLayout.SAME;

function useLayout(wanted: KeyboardLayout): void {
  clearLayout(keyboard.layout);
  if (wanted === KeyboardLayout.GERMAN) {
    useGerman(keyboard.layout);
  } else {
    useUnitedStates(keyboard.layout);
  }
  layout = wanted;
}

function takeCode(code: u8): void {
  decoder.takeSet1(code, event);
  if (event.key === NO_KEY) {
    return;
  }
  pressed += event.pressed ? 1 : 0;
  keyboard.take(event.key, event.pressed);
  const given: Span<u8> = keyboard.given();
  if (queued + given.length > QUEUE_BYTES) {
    // All of a key or nothing: half a sequence would mean something else.
    lost += given.length;
    return;
  }
  for (const byte of given) {
    queue[queued] = byte;
    queued += 1;
  }
}

function onNotification(_bits: u32): void {
  const code: FixedArray<u8, 1> = zeroed();
  for (let taken: u32 = 0; taken < CODES_MAX && hasScanCode(); taken++) {
    if (takeScanCode(code)) {
      takeCode(code[0]);
    }
  }
  bindInterrupt(selfIdentity(), KEYBOARD_INTERRUPT, NOTIFICATION_KEY);
  if (queued > 0) {
    notify(findTask("console"), NOTIFICATION_INPUT);
  }
}

/** Gives the oldest bytes and moves up the others. */
function read(words: SystemWords): void {
  const count: u32 = queued < KEYBOARD_BYTES_MAX ? queued : KEYBOARD_BYTES_MAX;
  packMessage(subSpan(spanOf(queue), 0, count), 0, words);
  for (let i: u32 = count; i < queued; i++) {
    queue[i - count] = queue[i];
  }
  queued -= count;
  words.word0 = ServerStatus.OK | (count << KEYBOARD_COUNT_SHIFT);
}

function changeLayout(words: SystemWords): void {
  const before: KeyboardLayout = layout;
  const wanted: u32 = words.word1;
  if (wanted > KeyboardLayout.GERMAN) {
    words.word0 = ServerStatus.BAD_ARGUMENT;
    return;
  }
  if (wanted !== KeyboardLayout.SAME) {
    useLayout(wanted as KeyboardLayout);
  }
  words.word0 = ServerStatus.OK | (before << KEYBOARD_COUNT_SHIFT);
}

function onRequest(_sender: u32, words: SystemWords): void {
  switch (words.word0 & OPERATION_MASK) {
    case KeyboardOperation.READ:
      read(words);
      return;
    case KeyboardOperation.LAYOUT:
      changeLayout(words);
      return;
    case KeyboardOperation.STATE:
      words.word0 = ServerStatus.OK | (layout << KEYBOARD_COUNT_SHIFT);
      words.word1 = present ? 1 : 0;
      words.word2 = pressed;
      words.word3 = lost;
      return;
    default:
      words.word0 = ServerStatus.BAD_OPERATION;
  }
}

function main(): u32 {
  useLayout(hasBootParameter("layout=de") ? KeyboardLayout.GERMAN : KeyboardLayout.UNITED_STATES);
  present = startController();
  bindInterrupt(selfIdentity(), KEYBOARD_INTERRUPT, NOTIFICATION_KEY);
  serve(onRequest, endFaulting, onNotification);
}

symbol(start, "_start");
symbol(main, "userMain");
