/** The ACL server takes the spaces of a manager, and hands them on. */
import { TaskEnd } from "../../../lib/abi/information.ts";
import { Status } from "../../../lib/abi/status.ts";
import { taskNumberByName } from "../../../lib/user/information.ts";
import { taskRestart, taskSeize } from "../../../lib/user/kernel-calls.ts";
import { selfIdentity } from "../../../lib/user/self.ts";
import { spaceNamed, taskNamed } from "../support/marks.ts";
import { ok, okEqual, okStatus } from "../support/tap.ts";
import { Order } from "./protocol.ts";
import { entryOf, hasTouched, order, touch } from "./tools.ts";

const KEPT: u32 = 0x5e12_ed00;

function seize(identity: u32): Status {
  return order("acl", Order.SEIZE, identity, 0) as Status;
}

function testRefusals(): void {
  okStatus(taskSeize(taskNamed("manager")), Status.DENIED, "SEIZE by another task");
  okStatus(
    order("successor", Order.SEIZE, taskNamed("manager"), 0) as Status,
    Status.DENIED,
    "SEIZE by another manager",
  );
  okStatus(taskSeize(taskNamed("acl")), Status.PROTECTED, "SEIZE of the ACL server");
  okStatus(seize(taskNamed("acl")), Status.PROTECTED, "SEIZE of the ACL server by itself");
  okStatus(seize(taskNamed("client")), Status.DENIED, "SEIZE of a program");
  okStatus(seize(selfIdentity()), Status.DENIED, "SEIZE of the supervisor");
  okStatus(seize(0), Status.DEAD, "SEIZE of nobody");
  okStatus(seize(taskNamed("manager") + 0x1_0000), Status.DEAD, "SEIZE of a manager that is not yet");
  okEqual(entryOf("manager").end, TaskEnd.NONE, "refused SEIZEs end nobody");
}

export function testSeizure(): void {
  const words: SystemWords = zeroed();
  const number: u32 = taskNumberByName("client");
  const manager: u32 = taskNamed("manager");
  testRefusals();
  order("manager", Order.WRITE_NOTES, number, KEPT);
  order("manager", Order.HOLD, 1, 0);
  touch("client");
  ok(!hasTouched(), "the manager is silent");
  okStatus(seize(manager), Status.OK, "SEIZE");
  okEqual(entryOf("manager").end, TaskEnd.STOPPED, "the manager has ended");
  okEqual(entryOf("manager").endDetail, taskNamed("acl"), "by the ACL server");
  okEqual(entryOf("client").manager, taskNamed("acl"), "which manages the client");
  okEqual(order("acl", Order.READ_NOTES, number, 0), KEPT, "and has the notes on it");
  ok(!hasTouched(), "the fault waits");
  okStatus(seize(manager), Status.OK, "SEIZE of a manager that has ended");
  okStatus(
    taskRestart(selfIdentity(), taskNumberByName("manager"), words),
    Status.OK,
    "the manager is started again",
  );
  okEqual(entryOf("client").manager, taskNamed("acl"), "what was seized stays so");
  okStatus(
    order("acl", Order.EXCHANGE, taskNamed("manager"), spaceNamed("client")) as Status,
    Status.OK,
    "the ACL server hands it on",
  );
  ok(hasTouched(), "and the fault is answered, once");
  okEqual(order("manager", Order.READ_NOTES, number, 0), KEPT, "the notes came back too");
}
