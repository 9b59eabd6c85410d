/**
 * Messages of more than four words: they lie in a window, pages that both sides map (their manager shares them), and the
 * message itself only says that they are there. The sender copies its words in, the receiver finds them, copies its
 * answer in and replies: one copy in each direction, as where a kernel copies, and the kernel follows no pointer.
 *
 * What lies in a window can change while it is read, by whoever else maps it: a receiver fetches each word once, and
 * believes none of them more than a word of a message. No more than one request lies in a window at a time.
 */
import type { Status } from "../abi/status.ts";
import { callTask } from "./kernel-calls.ts";

/** As many as the registers of the longest message of L4. */
export const LONG_MESSAGE_WORDS = 63;

export class LongMessage {
  words: FixedArray<u32, typeof LONG_MESSAGE_WORDS> = zeroed();
}

/** The request goes one way, the answer the other. */
export class MessageWindow {
  request: LongMessage = zeroed();
  answer: LongMessage = zeroed();
}

/** The window that begins at an address at which both sides have it, or each its own. */
export function messageWindow(address: u32): MessageWindow {
  return referenceAt<MessageWindow>(address);
}

/**
 * Sends a long message and waits for the answer, which lies in `window.answer` after OK. The four words of `words`
 * go along and come back as with callTask. Statuses: those of callTask.
 */
export function callLong(task: u32, window: MessageWindow, message: LongMessage, words: SystemWords): Status {
  copy(window.request, message);
  return callTask(task, words);
}

/** Puts a long answer where the caller looks for it; replyWait sends it. */
export function putAnswer(window: MessageWindow, answer: LongMessage): void {
  copy(window.answer, answer);
}
