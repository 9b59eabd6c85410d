/**
 * The loop of every server: answer the one, wait for the next, hand it to whom it concerns.
 *
 * Who sent a message is what the kernel says in the head, never what the words say. A server that
 * answers a task which died meanwhile just goes on. It never calls its own clients.
 */
import { IDENTITY_NOBODY, IDENTITY_NUMBER_MASK } from "../abi/identity.ts";
import { FaultAction, MessageKind } from "../abi/message.ts";
import { replyWait } from "./kernel-calls.ts";

/** Handles one message in place: the words hold it first and its answer afterwards. */
export type MessageHandler = (sender: u32, words: SystemWords) => void;
/** Handles notification bits; nobody waits for an answer. */
export type NotificationHandler = (bits: u32) => void;

/** Serves for ever. */
export function serve(
  onRequest: MessageHandler,
  onFault: MessageHandler,
  onNotification: NotificationHandler,
): never {
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
      answerTo = sender;
      onRequest(sender, words);
    } else if (kind === MessageKind.FAULT) {
      answerTo = sender;
      onFault(sender, words);
    } else if (kind === MessageKind.NOTIFICATION) {
      onNotification(words.word0);
    }
  }
}

/** For servers that page nobody: ends the task that faulted. */
export function endFaulting(_sender: u32, words: SystemWords): void {
  words.word0 = FaultAction.END;
  words.word1 = 0;
}

/** For servers that expect no notification. */
export function ignoreNotification(_bits: u32): void {}
