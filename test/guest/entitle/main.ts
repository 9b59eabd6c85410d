/** Run-time rules about what the kernel itself checks: each reaches it before it is answered, and each can be taken away. */
import { Counter, ENTITLE_GIVE, ENTITLE_RIGHT_SHIFT } from "../../../lib/abi/call.ts";
import { Right } from "../../../lib/abi/manifest.ts";
import { Status } from "../../../lib/abi/status.ts";
import { AclOperation } from "../../../lib/proto/acl.ts";
import {
  AuditKind,
  AuditPart,
  RECORD_KIND_MASK,
  RECORD_KIND_SHIFT,
  RECORD_RIGHT_SHIFT,
} from "../../../lib/proto/acl-records.ts";
import { ServerStatus } from "../../../lib/proto/server-status.ts";
import { aclRead } from "../../../lib/user/acl-client.ts";
import { taskNumberByName } from "../../../lib/user/information.ts";
import { taskAlarm, taskEntitle, waitForMessage } from "../../../lib/user/kernel-calls.ts";
import { selfIdentity } from "../../../lib/user/self.ts";
import { start } from "../../../lib/user/start.ts";
import { counter } from "../support/marks.ts";
import { beginTests, finishTests, okEqual, okStatus } from "../support/tap.ts";
import { testDevices } from "./devices.ts";
import { testLines, testPorts } from "./numbers.ts";
import { testPeers } from "./peers.ts";

/** The kernel listens to the ACL server alone. */
function testNobodyElse(): void {
  const words: SystemWords = zeroed();
  const what: u32 = taskNumberByName("test") | (Right.IO_PORT << ENTITLE_RIGHT_SHIFT) | ENTITLE_GIVE;
  okStatus(taskEntitle(selfIdentity(), what, 0x90, 1, words), Status.DENIED, "a task entitles itself");
  okStatus(taskEntitle(0, what, 0x90, 1, words), Status.DENIED, "in nobody's name");
}

/** The last records are those of the last revocation. */
function testAudit(): void {
  const words: SystemWords = zeroed();
  aclRead(AclOperation.AUDIT, 0, AuditPart.WHO, words);
  const last: u32 = words.word2 - 1;
  okEqual(
    aclRead(AclOperation.AUDIT, last, AuditPart.WHO, words),
    ServerStatus.OK,
    "AUDIT shows the last revocation",
  );
  okEqual((words.word0 >>> RECORD_KIND_SHIFT) & RECORD_KIND_MASK, AuditKind.REVOKED, "as done");
  okEqual((words.word0 >>> RECORD_RIGHT_SHIFT) & 0xff, Right.PEER, "with its right");
}

/** It begins without the right to its device, and ends at once; its space goes after it. */
function awaitMapper(): void {
  const words: SystemWords = zeroed();
  const spaces: u32 = counter(Counter.SPACES);
  while (counter(Counter.SPACES) === spaces) {
    taskAlarm(selfIdentity(), 1);
    waitForMessage(words);
  }
}

function main(): u32 {
  awaitMapper();
  beginTests();
  testNobodyElse();
  testPorts();
  testLines();
  testDevices();
  testPeers();
  testAudit();
  return finishTests();
}

symbol(start, "_start");
symbol(main, "userMain");
