/**
 * The ACL server: who may have how much of what. Deny by default.
 *
 * It reads its rules from the manifest, which only this task can see, once, at its start. It calls
 * nobody, so nobody can block it. It trusts no word of a message about who sent it: the kernel says that.
 * With a manifest that it cannot read it denies everything and says so.
 */
import { MANIFEST_VIEW, PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { findIdentity, type IdentityMap } from "../../lib/core/identity-map.ts";
import { AclOperation } from "../../lib/proto/acl.ts";
import {
  decodeQuestion,
  encodeVerdict,
  OPERATION_MASK,
  type Question,
  refuseWithoutRule,
  type Verdict,
} from "../../lib/proto/decision.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import { loadDirectory, mayAskAbout } from "../../lib/user/callers.ts";
import { byteWindow } from "../../lib/user/memory.ts";
import { print, printLine } from "../../lib/user/print.ts";
import { endFaulting, ignoreNotification, serve } from "../../lib/user/server.ts";
import { start } from "../../lib/user/start.ts";
import {
  compilePolicy,
  decide,
  manifestBytes,
  manifestBytesMax,
  type Policy,
  PolicyError,
  policyErrorText,
} from "./policy.ts";

const policy: Policy = zeroed();
/** Slot n holds the identity of task number n. */
const tasks: IdentityMap = zeroed();

function loadPolicy(): void {
  const bytes: u32 = manifestBytes(byteWindow(MANIFEST_VIEW, PAGE_SIZE_BYTES));
  const seen: u32 = bytes > manifestBytesMax() ? 0 : bytes;
  const error: PolicyError = compilePolicy(byteWindow(MANIFEST_VIEW, seen), policy);
  if (error !== PolicyError.NONE) {
    print("acl: everything is denied: ");
    printLine(policyErrorText(error));
  }
}

function answer(sender: u32, operation: u32, question: Question, verdict: Verdict): void {
  if (operation !== AclOperation.DECIDE) {
    refuseWithoutRule(verdict, ServerStatus.BAD_OPERATION);
  } else if (!mayAskAbout(tasks, sender, question.subject)) {
    refuseWithoutRule(verdict, ServerStatus.NOT_ALLOWED);
  } else {
    decide(policy, findIdentity(tasks, question.subject), question.right, question.amount, verdict);
  }
}

function onRequest(sender: u32, words: SystemWords): void {
  const question: Question = zeroed();
  const verdict: Verdict = zeroed();
  decodeQuestion(words, question);
  answer(sender, words.word0 & OPERATION_MASK, question, verdict);
  encodeVerdict(verdict, words);
}

function main(): u32 {
  loadDirectory(tasks);
  loadPolicy();
  serve(onRequest, endFaulting, ignoreNotification);
}

symbol(start, "_start");
symbol(main, "userMain");
