/** Whom a task may call, while it runs: it and what it has started, also what waits in a queue already. */
import { MANIFEST_NONE, MANIFEST_SUBJECT_LABEL, Right } from "../../../lib/abi/manifest.ts";
import { Status } from "../../../lib/abi/status.ts";
import { Explanation } from "../../../lib/proto/acl.ts";
import { ServerStatus } from "../../../lib/proto/server-status.ts";
import { findTask, taskNumberByName } from "../../../lib/user/information.ts";
import {
  callTask,
  notify,
  taskAlarm,
  taskExit,
  taskRestart,
  waitForMessage,
} from "../../../lib/user/kernel-calls.ts";
import { selfIdentity } from "../../../lib/user/self.ts";
import { buryChild, type Child, waitForEnd } from "../support/child.ts";
import { startProgramChild } from "../support/program.ts";
import { okEqual, okStatus } from "../support/tap.ts";
import { explainSelf, grant, otherTries, revoke, revokeFrom } from "./policy.ts";
import { OtherOperation } from "./protocol.ts";

const child: Child = zeroed();
const words: SystemWords = zeroed();
let busy: u32 = 0;
let childCall: Status = Status.OK;

/** Waits in the queue of a task that never receives. */
function childMain(task: u32, _space: u32): never {
  const own: SystemWords = zeroed();
  childCall = callTask(busy, own);
  taskExit(task, 0);
  for (;;) {}
}

function pause(): void {
  taskAlarm(selfIdentity(), 2);
  waitForMessage(words);
}

export function testPeers(): void {
  const other: u32 = taskNumberByName("other");
  okStatus(otherTries(OtherOperation.NOTHING, 0), Status.OK, "a peer by the manifest");
  okEqual(revoke("test", Right.PEER, other), ServerStatus.OK, "REVOKE of a peer");
  okStatus(otherTries(OtherOperation.NOTHING, 0), Status.DENIED, "it cannot be called");
  okStatus(notify(findTask("other"), 1), Status.DENIED, "nor notified");
  okEqual(explainSelf(Right.PEER, other, 1), Explanation.DENIED, "EXPLAIN says that no call is allowed");
  okEqual(grant("test", Right.PEER, other, 1), ServerStatus.OK, "GRANT of a peer");
  okStatus(otherTries(OtherOperation.NOTHING, 0), Status.OK, "it can be called again");
  okEqual(revokeFrom(MANIFEST_NONE, Right.PEER, other), ServerStatus.OK, "REVOKE from everyone");
  okStatus(otherTries(OtherOperation.NOTHING, 0), Status.DENIED, "is about this task too");
  okEqual(grant("test", Right.PEER, other, 1), ServerStatus.OK, "GRANT in front of that");
  okStatus(otherTries(OtherOperation.NOTHING, 0), Status.OK, "counts");
  testQueue();
  testCrew();
}

function testQueue(): void {
  busy = findTask("busy");
  okStatus(startProgramChild(child, childMain), Status.OK, "a child starts");
  pause();
  okEqual(
    revoke("test", Right.PEER, taskNumberByName("busy")),
    ServerStatus.OK,
    "REVOKE while it waits for a peer",
  );
  waitForEnd(child);
  okStatus(childCall, Status.DENIED, "ends its waiting");
  buryChild(child);
}

/** What `other` may do outlives it; a grant to a label reaches those who carry it. */
function testCrew(): void {
  const port: u32 = 0x80;
  okEqual(grant("other", Right.IO_PORT, port, 1), ServerStatus.OK, "GRANT to a task");
  okStatus(taskRestart(selfIdentity(), taskNumberByName("other"), words), Status.OK, "that starts again");
  okStatus(otherTries(OtherOperation.PORT, port), Status.OK, "and has it still");
  okEqual(
    grant("other", Right.PEER, taskNumberByName("test"), 1),
    ServerStatus.OK,
    "GRANT of a peer to a task that had none",
  );
  okEqual(
    revokeFrom(MANIFEST_SUBJECT_LABEL, Right.PEER, MANIFEST_NONE),
    ServerStatus.OK,
    "REVOKE of all peers of a label",
  );
  okStatus(otherTries(OtherOperation.ENTITLE, port + 1), Status.DENIED, "nobody but the ACL server entitles");
  okStatus(otherTries(OtherOperation.PORT, port + 1), Status.DENIED, "and nothing came of it");
}
