/**
 * The ACL server: who may have how much of what. Deny by default.
 *
 * It reads its rules from the manifest, which only this task can see, and what an earlier run of it granted and
 * revoked from its published region. It calls nobody, so nobody can block it; a REVOKE is answered late instead
 * (docs/decisions/0021). It trusts no word of a message about who sent it: the kernel says that.
 * With rules that it cannot read whole it denies everything and says so.
 */
import { IDENTITY_NOBODY, IDENTITY_NUMBER_MASK } from "../../lib/abi/identity.ts";
import { PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { MessageKind, NOTIFICATION_ALARM } from "../../lib/abi/message.ts";
import type { ManifestRules } from "../../lib/proto/manifest-rules.ts";
import { refreshDirectory } from "../../lib/user/callers.ts";
import { notify, replyWait } from "../../lib/user/kernel-calls.ts";
import { manifestRulesAt, manifestView } from "../../lib/user/manifest-view.ts";
import { policyPublication } from "../../lib/user/policy-view.ts";
import { print, printLine } from "../../lib/user/print.ts";
import { selfIdentity } from "../../lib/user/self.ts";
import { start } from "../../lib/user/start.ts";
import { applyAll, takeAllOfRunTime } from "./entitle-anew.ts";
import {
  manifestBytes,
  manifestBytesMax,
  PolicyError,
  policyErrorText,
  rulesStart,
} from "./manifest-rules.ts";
import { onRequest } from "./operations.ts";
import { loadPolicy } from "./policy.ts";
import { isAnyFinished, notifyEveryManager, onAlarm, takeFinished } from "./revoking.ts";
import { forgetTicks, policy, tasks } from "./state.ts";

/** To itself: there is a second answer to give. */
const NOTIFICATION_ANSWER_OWED: u32 = 0x2;

function load(): void {
  const bytes: u32 = manifestBytes(manifestView(PAGE_SIZE_BYTES));
  const seen: u32 = bytes > manifestBytesMax() ? 0 : bytes;
  const rules: ManifestRules = manifestRulesAt(rulesStart(manifestView(PAGE_SIZE_BYTES)));
  const again: bool = policyPublication().magic !== 0;
  const error: PolicyError = loadPolicy(manifestView(seen), rules, policy, policyPublication());
  if (error !== PolicyError.NONE) {
    print("acl: everything is denied: ");
    printLine(policyErrorText(error));
  }
  if (error === PolicyError.BAD_RUNTIME) {
    takeAllOfRunTime();
  } else if (error === PolicyError.NONE && again) {
    applyAll();
  }
}

/** Serves for ever. Each wait answers at most one task, so a second one is owed until the next message, which comes at once. */
function serveWithLateAnswers(): never {
  const words: SystemWords = zeroed();
  let answerTo: u32 = IDENTITY_NOBODY;
  while (true) {
    const head: u32 = replyWait(answerTo, words);
    forgetTicks();
    const sender: u32 = head & ~IDENTITY_NUMBER_MASK;
    const kind: u32 = head & IDENTITY_NUMBER_MASK;
    answerTo = IDENTITY_NOBODY;
    if (sender !== IDENTITY_NOBODY && kind === MessageKind.REQUEST) {
      if (onRequest(sender, words)) {
        answerTo = sender;
      }
    } else if (sender !== IDENTITY_NOBODY && kind === MessageKind.NOTIFICATION) {
      if ((words.word0 & NOTIFICATION_ALARM) !== 0) {
        onAlarm();
      }
    }
    if (answerTo === IDENTITY_NOBODY) {
      answerTo = takeFinished(words);
    }
    if (answerTo !== IDENTITY_NOBODY && isAnyFinished()) {
      notify(selfIdentity(), NOTIFICATION_ANSWER_OWED);
    }
  }
}

function main(): u32 {
  refreshDirectory(tasks);
  load();
  notifyEveryManager();
  serveWithLateAnswers();
}

symbol(start, "_start");
symbol(main, "userMain");
