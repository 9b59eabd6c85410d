/** CALL, NOTIFY, REPLY_WAIT. */
import { IDENTITY_NUMBER_MASK } from "../../../lib/abi/identity.ts";
import { MessageKind } from "../../../lib/abi/message.ts";
import { Status } from "../../../lib/abi/status.ts";
import { aclIdentity } from "../../../lib/user/information.ts";
import { callTask, notify, replyWait, taskExit, waitForMessage } from "../../../lib/user/kernel-calls.ts";
import { selfIdentity } from "../../../lib/user/self.ts";
import { type Child, waitForEnd } from "../support/child.ts";
import { taskNamed } from "../support/marks.ts";
import { startProgramChild } from "../support/program.ts";
import { ok, okEqual, okStatus } from "../support/tap.ts";

/** What the child that calls reports: its kernel call's status and the answer's words added up. */
let childStatus: u32 = 0;
let childSum: u32 = 0;
let parent: u32 = 0;

function addWords(words: SystemWords): u32 {
  return words.word0 + words.word1 + words.word2 + words.word3;
}

function fillWords(words: SystemWords, first: u32): void {
  words.word0 = first;
  words.word1 = first + 1;
  words.word2 = first + 2;
  words.word3 = first + 3;
}

/** A child that ends at once, without answering anybody. */
function exitAtOnce(task: u32, _space: u32): never {
  taskExit(task, 0);
  panic("a task goes on after EXIT");
}

/** A child that calls its parent, reports the answer, and ends. */
function callParent(task: u32, _space: u32): never {
  const words: SystemWords = zeroed();
  words.word0 = 100;
  words.word1 = 200;
  words.word2 = 300;
  words.word3 = 400;
  childStatus = callTask(parent, words);
  childSum = words.word0 + words.word1 + words.word2 + words.word3;
  taskExit(task, 0);
  panic("a task goes on after EXIT");
}

export function testCall(): void {
  const words: SystemWords = zeroed();
  fillWords(words, 0x1000_0000);
  okStatus(callTask(taskNamed("echo"), words), Status.OK, "CALL");
  okEqual(words.word0, 0x1000_0000, "the answer's word 0");
  okEqual(words.word1, 0x1000_0001, "the answer's word 1");
  okEqual(words.word2, 0x1000_0002, "the answer's word 2");
  okEqual(words.word3, 0x1000_0003, "the answer's word 3");
  okStatus(callTask(selfIdentity(), words), Status.SELF, "CALL of oneself");
  okStatus(callTask(0, words), Status.DEAD, "CALL of nobody");
  okStatus(callTask(0x7fff_fff0, words), Status.DEAD, "CALL of a task that never was");
  okStatus(callTask(taskNamed("stranger"), words), Status.DENIED, "CALL of a task that is no peer");
  okStatus(callTask(aclIdentity(), words), Status.DENIED, "CALL of the ACL server without being its peer");
  okEqual(words.word3, 0x1000_0003, "refusals change no word");
  const child: Child = zeroed();
  okStatus(startProgramChild(child, exitAtOnce), Status.OK, "a child is started");
  okStatus(callTask(child.task, words), Status.DEAD, "CALL of a task that ends before it answers");
  waitForEnd(child);
  okStatus(callTask(child.task, words), Status.DEAD, "CALL of a task that has ended");
}

export function testNotify(): void {
  const words: SystemWords = zeroed();
  okStatus(notify(selfIdentity(), 0x5), Status.OK, "NOTIFY");
  okStatus(notify(selfIdentity(), 0x10), Status.OK, "NOTIFY again");
  const head: u32 = waitForMessage(words);
  okEqual(head, selfIdentity() | MessageKind.NOTIFICATION, "the receiver is told by its own identity");
  okEqual(words.word0 & 0xff, 0x15, "bits are gathered");
  okStatus(notify(taskNamed("echo"), 1), Status.OK, "NOTIFY of a peer");
  okStatus(notify(taskNamed("stranger"), 1), Status.DENIED, "NOTIFY of a task that is no peer");
  okStatus(notify(0x7fff_fff0, 1), Status.DEAD, "NOTIFY of a task that never was");
}

/** Receives the child's request and answers it; returns the request's head. */
function answerChild(words: SystemWords): u32 {
  let head: u32 = waitForMessage(words);
  while ((head & IDENTITY_NUMBER_MASK) !== MessageKind.REQUEST) {
    head = waitForMessage(words);
  }
  return head;
}

export function testReplyWait(): void {
  const child: Child = zeroed();
  const words: SystemWords = zeroed();
  parent = selfIdentity();
  childStatus = 99;
  okStatus(startProgramChild(child, callParent), Status.OK, "a child that calls is started");
  const head: u32 = answerChild(words);
  okEqual(head, child.task, "the sender is who the kernel says");
  okEqual(addWords(words), 1000, "its words arrive");
  fillWords(words, 10);
  const next: u32 = replyWait(head, words);
  ok((next & IDENTITY_NUMBER_MASK) === MessageKind.NOTIFICATION, "after the answer the child ends");
  okEqual(childStatus, Status.OK, "the child has got an answer");
  okEqual(childSum, 46, "with the words of the answer");
  okEqual(replyWait(child.task, words), Status.DEAD, "REPLY_WAIT to a task that has ended");
  okEqual(replyWait(0x7fff_fff0, words), Status.DEAD, "REPLY_WAIT to a task that never was");
  okEqual(
    replyWait(taskNamed("echo"), words),
    Status.NOT_WAITING,
    "REPLY_WAIT to a task that has not called",
  );
  okEqual(replyWait(selfIdentity(), words), Status.NOT_WAITING, "REPLY_WAIT to oneself");
}
