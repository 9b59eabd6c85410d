/**
 * Step 8: the task's right to memory is revoked. What it held is gone when the revocation returns; its next touch goes to
 * the handler that it has named, which asks why. The handler runs on the stack as the touch left it and never goes back.
 */
import { Right } from "../../lib/abi/manifest.ts";
import { PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { Explanation } from "../../lib/proto/acl.ts";
import type { Question, Verdict } from "../../lib/proto/decision.ts";
import { ServerStatus, serverStatusText } from "../../lib/proto/server-status.ts";
import { WHY_REVOKED } from "../../lib/proto/vmm.ts";
import {
  aclExplain,
  aclRevokeSubject,
  type Reason,
  type RevocationResult,
} from "../../lib/user/acl-client.ts";
import { aclIdentity, taskNumberOf } from "../../lib/user/information.ts";
import { addressOfEntry, loadWord } from "../../lib/user/memory.ts";
import { print, printDecimal, printHex, printLine } from "../../lib/user/print.ts";
import { selfIdentity } from "../../lib/user/self.ts";
import { vmmLastRevoked, vmmOnRevoked } from "../../lib/user/vmm-client.ts";
import { finish } from "./finish.ts";
import { showCall, showFigure } from "./show.ts";
import { showWhy } from "./why.ts";

class Loss {
  address: u32 = 0;
  bytes: u32 = 0;
}

const loss: Loss = zeroed();

/** Asks the ACL server why, and what would help. */
function explain(): string {
  const question: Question = zeroed();
  const verdict: Verdict = zeroed();
  const reason: Reason = zeroed();
  question.subject = selfIdentity();
  question.right = Right.MEMORY;
  question.amount = loss.bytes;
  aclExplain(question, verdict, reason);
  print("   = as much again: ");
  print(serverStatusText(verdict.status));
  print(", rule ");
  printDecimal(verdict.rule);
  printLine(", made by the revocation;");
  printLine("     revoking that rule, or a grant, would allow it");
  const denied: bool = verdict.status === ServerStatus.REFUSED && reason.explanation === Explanation.DENIED;
  return denied ? "" : "the ACL server explains something else";
}

/** Where the task goes on when it has touched what was revoked. */
function onRevoked(_task: u32, _space: u32): never {
  const words: SystemWords = zeroed();
  const known: bool = vmmLastRevoked(words) === ServerStatus.OK && words.word1 === loss.address;
  print("   = a touch of ");
  printHex(loss.address);
  printLine(": REFUSED, the right to it was revoked");
  if (!known || (showWhy(loss.address) & WHY_REVOKED) === 0) {
    finish("the manager does not know why");
  }
  finish(explain());
}

/** Loses the right to memory, and with it the range. Returns only when something went wrong; else `finish` is called. */
export function loseMemory(address: u32, bytes: u32): string {
  const result: RevocationResult = zeroed();
  loss.address = address;
  loss.bytes = bytes;
  if (vmmOnRevoked(addressOfEntry(onRevoked), 0) !== ServerStatus.OK) {
    return "the manager takes no handler";
  }
  const held: u32 = loadWord(address);
  const before: u32 = readTimeStampLow();
  aclRevokeSubject(taskNumberOf(selfIdentity()), Right.MEMORY, 0, result);
  const cost: u32 = readTimeStampLow() - before;
  showCall(aclIdentity(), "revoke the right to memory", cost);
  if (result.status !== ServerStatus.OK) {
    return serverStatusText(result.status);
  }
  showFigure("pages taken away when it returned", result.pages);
  if (result.pages === 0 || result.pages > bytes / PAGE_SIZE_BYTES) {
    return "other pages went than were there";
  }
  return loadWord(address) === held ? "revoked memory can be read" : "revoked memory is there";
}
