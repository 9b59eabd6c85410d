/** The supervisor starts tasks again: a manager whose client waits, a client, the ACL server. */
import { Counter, TaskOperation } from "../../../lib/abi/call.ts";
import {
  IDENTITY_INDEX_MASK,
  IDENTITY_INDEX_SHIFT,
  IDENTITY_NUMBER_MASK,
} from "../../../lib/abi/identity.ts";
import { TaskEnd } from "../../../lib/abi/information.ts";
import { POLICY_VIEW } from "../../../lib/abi/memory-map.ts";
import {
  NOTIFICATION_ALARM,
  NOTIFICATION_MANAGER_CHANGED,
  NOTIFICATION_TASK_ENDED,
} from "../../../lib/abi/message.ts";
import { Status } from "../../../lib/abi/status.ts";
import { aclIdentity, taskCount, taskNumberByName } from "../../../lib/user/information.ts";
import { taskAlarm, taskControl, taskRestart } from "../../../lib/user/kernel-calls.ts";
import { loadWord } from "../../../lib/user/memory.ts";
import { selfIdentity } from "../../../lib/user/self.ts";
import { counter, taskNamed } from "../support/marks.ts";
import { ok, okEqual, okStatus } from "../support/tap.ts";
import { Order } from "./protocol.ts";
import {
  entryOf,
  forgetBits,
  hasTouched,
  NOT_DELIVERED,
  order,
  orderDetail,
  touch,
  waitForBits,
} from "./tools.ts";

const PUBLISHED: u32 = 0x0bad_cafe;
const KEPT: u32 = 0x600d_600d;
const VECTOR_PAGE_FAULT: u32 = 14;
const TIMES: u32 = 100;

function restart(name: string): Status {
  const words: SystemWords = zeroed();
  const status: Status = taskRestart(selfIdentity(), taskNumberByName(name), words);
  if (status === Status.OK) {
    okEqual(words.word0, entryOf(name).identity, "RESTART answers the new identity");
  }
  return status;
}

function slotOf(identity: u32): u32 {
  return (identity >>> IDENTITY_INDEX_SHIFT) & IDENTITY_INDEX_MASK;
}

function testRefusals(): void {
  const words: SystemWords = zeroed();
  const manager: u32 = taskNumberByName("manager");
  okStatus(order("manager", Order.RESTART, manager, 0) as Status, Status.DENIED, "RESTART by another task");
  okStatus(order("acl", Order.RESTART, manager, 0) as Status, Status.DENIED, "RESTART by the ACL server");
  okStatus(taskRestart(taskNamed("manager"), manager, words), Status.DENIED, "RESTART in another's name");
  okStatus(taskRestart(selfIdentity(), taskCount(), words), Status.BAD_ARGUMENT, "RESTART of no task");
  okStatus(taskRestart(selfIdentity(), 0xffff_ffff, words), Status.BAD_ARGUMENT, "RESTART of a wild number");
  okStatus(restart("test"), Status.SELF, "RESTART of itself");
  okStatus(restart("acl"), Status.PROTECTED, "RESTART of the ACL server while it runs");
  words.word0 = TaskOperation.ENTITLE + 1;
  okStatus(taskControl(selfIdentity(), words), Status.BAD_CALL, "an operation that does not exist");
}

/** Its client waits, at first for an answer, then with a new fault, and loses neither. */
function testManager(): void {
  const number: u32 = taskNumberByName("client");
  const before: u32 = taskNamed("manager");
  order("manager", Order.WRITE_NOTES, number, KEPT);
  order("manager", Order.HOLD, 1, 0);
  touch("client");
  ok(!hasTouched(), "the fault is with the manager");
  forgetBits();
  okStatus(
    (order("manager", Order.DIE, 0, 0) - NOT_DELIVERED) as Status,
    Status.DEAD,
    "who waits for a manager that ends gets DEAD",
  );
  okEqual(waitForBits(NOTIFICATION_TASK_ENDED), NOTIFICATION_TASK_ENDED, "the supervisor is told");
  okEqual(entryOf("manager").end, TaskEnd.EXCEPTION, "the information page says how it ended");
  okEqual(entryOf("manager").endDetail, VECTOR_PAGE_FAULT, "and by what");
  okEqual(entryOf("client").end, TaskEnd.NONE, "its client lives, and waits");
  okStatus(restart("manager"), Status.OK, "RESTART");
  ok(hasTouched(), "the new one has answered the fault");
  ok(taskNamed("manager") !== before, "it has another identity");
  okEqual(slotOf(taskNamed("manager")), slotOf(before), "in the same slot");
  okEqual(taskNamed("manager") & IDENTITY_NUMBER_MASK, 0, "which is one");
  okEqual(entryOf("manager").restarts, 1, "restarts are counted");
  okEqual(entryOf("manager").end, TaskEnd.NONE, "it runs");
  okEqual(entryOf("client").manager, taskNamed("manager"), "it manages its client");
  okEqual(order("manager", Order.READ_NOTES, number, 0), KEPT, "and has the notes");
}

/** The client's first fault after its manager has ended. */
function testFaultWithoutManager(): void {
  order("manager", Order.DIE, 0, 0);
  touch("client");
  ok(!hasTouched(), "a fault while the manager is dead waits");
  okStatus(restart("manager"), Status.OK, "RESTART of the manager once more");
  ok(hasTouched(), "and it is answered");
  okEqual(entryOf("manager").restarts, 2, "restarts are counted on");
}

function testClient(): void {
  const space: u32 = entryOf("client").space;
  order("manager", Order.COUNTS, 0, 0);
  okStatus(restart("client"), Status.OK, "RESTART of a client that runs");
  ok(entryOf("client").space !== space, "it has a new space");
  order("manager", Order.COUNTS, 0, 0);
  ok((orderDetail() & NOTIFICATION_MANAGER_CHANGED) !== 0, "its manager is told");
  okEqual(order("manager", Order.READ_NOTES, taskNumberByName("client"), 0), KEPT, "and has the notes still");
  touch("client");
  ok(hasTouched(), "it begins anew");
}

/** A client that was started while its manager was away has none, until that one is started. */
function testOrphan(): void {
  const number: u32 = taskNumberByName("orphan");
  touch("orphan");
  ok(hasTouched(), "a client with its manager");
  order("late", Order.DIE, 0, 0);
  okStatus(restart("orphan"), Status.OK, "RESTART of a client whose manager is away for good");
  okEqual(entryOf("orphan").manager, 0, "nobody manages it");
  okStatus(restart("late"), Status.OK, "RESTART of that manager");
  okEqual(entryOf("orphan").manager, taskNamed("late"), "it gets its client");
  order("late", Order.WRITE_NOTES, number, KEPT);
  okEqual(order("late", Order.READ_NOTES, number, 0), KEPT, "with the notes");
  touch("orphan");
  ok(hasTouched(), "and answers its faults");
  okEqual(entryOf("acl").manager, 0, "the ACL server, which nobody manages either, stays alone");
  okStatus(
    order("late", Order.EXCHANGE, taskNamed("manager"), entryOf("acl").space) as Status,
    Status.PROTECTED,
    "and is not its to give away",
  );
}

function testAcl(): void {
  order("acl", Order.PUBLISH, PUBLISHED, 0);
  okEqual(loadWord(POLICY_VIEW), PUBLISHED, "a region is read where its writer has written");
  order("acl", Order.DIE, 0, 0);
  okEqual(entryOf("acl").end, TaskEnd.EXCEPTION, "the ACL server has ended by itself");
  okStatus(restart("acl"), Status.OK, "RESTART of the ACL server");
  okEqual(aclIdentity(), taskNamed("acl"), "the information page names the new one");
  okEqual(order("acl", Order.PUBLISH, 0, 0), PUBLISHED, "the region was kept for it");
  okEqual(loadWord(POLICY_VIEW), 0, "and it is the same one");
}

/** Nothing is lost by the way: each generation gives back what it had. */
function testManyTimes(): void {
  const words: SystemWords = zeroed();
  const self: u32 = selfIdentity();
  const client: u32 = taskNumberByName("client");
  const manager: u32 = taskNumberByName("manager");
  let failures: u32 = 0;
  let frames: u32 = 0;
  let heap: u32 = 0;
  for (let i: u32 = 0; i < TIMES + 1; i++) {
    failures += taskRestart(self, client, words) === Status.OK ? 0 : 1;
    failures += taskRestart(self, manager, words) === Status.OK ? 0 : 1;
    // All that is to come apart has done so.
    taskAlarm(self, 2);
    waitForBits(NOTIFICATION_ALARM);
    frames = i === 0 ? counter(Counter.FREE_FRAMES) : frames;
    heap = i === 0 ? counter(Counter.FREE_HEAP_BYTES) : heap;
  }
  okEqual(failures, 0, "RESTART of client and manager many times");
  okEqual(counter(Counter.FREE_FRAMES), frames, "as many free frames as before");
  okEqual(counter(Counter.FREE_HEAP_BYTES), heap, "as much heap as before");
  touch("client");
  ok(hasTouched(), "and the client goes on");
}

export function testRestarts(): void {
  testRefusals();
  testManager();
  testFaultWithoutManager();
  testClient();
  testOrphan();
  testAcl();
  testManyTimes();
}
