/** A client changes hands while its fault is unanswered: nothing is lost, nothing is answered twice. */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_MARKED,
  ATTRIBUTE_READ,
  ATTRIBUTE_WRITE,
} from "../../../lib/abi/attributes.ts";
import { NOTIFICATION_MANAGER_CHANGED } from "../../../lib/abi/message.ts";
import { Status } from "../../../lib/abi/status.ts";
import { systemInformation, taskNumberByName } from "../../../lib/user/information.ts";
import { selfIdentity } from "../../../lib/user/self.ts";
import { spaceNamed, taskNamed } from "../support/marks.ts";
import { ok, okEqual, okStatus } from "../support/tap.ts";
import { Order } from "./protocol.ts";
import { entryOf, hasTouched, order, orderDetail, touch } from "./tools.ts";

const NOTES: u32 = ATTRIBUTE_MARKED | ATTRIBUTE_READ | ATTRIBUTE_WRITE | ATTRIBUTE_BACKED;
const WRITTEN: u32 = 0x1234_5678;

function give(from: string, to: u32, space: u32): Status {
  return order(from, Order.EXCHANGE, to, space) as Status;
}

function testRefusals(): void {
  const client: u32 = spaceNamed("client");
  const successor: u32 = taskNamed("successor");
  okStatus(give("manager", 0, client), Status.DEAD, "EXCHANGE of a space for nobody");
  okStatus(give("manager", successor, 0x7fff_fff0), Status.DEAD, "EXCHANGE of a space that never was");
  okStatus(give("successor", taskNamed("manager"), client), Status.DENIED, "EXCHANGE of another's space");
  okStatus(
    give("manager", successor, spaceNamed("manager")),
    Status.DENIED,
    "EXCHANGE of the space that it lives in",
  );
  okStatus(
    give("manager", taskNamed("client"), client),
    Status.DENIED,
    "EXCHANGE for who lives in the space",
  );
  okStatus(give("manager", taskNamed("acl"), client), Status.PROTECTED, "EXCHANGE for the ACL server");
  okStatus(
    give("manager", successor, spaceNamed("acl")),
    Status.PROTECTED,
    "EXCHANGE of the ACL server's space",
  );
  okStatus(give("manager", taskNamed("manager"), client), Status.SELF, "EXCHANGE for the manager itself");
  const number: u32 = taskNumberByName("client");
  order("successor", Order.MARK_NOTES, number, 1);
  okStatus(give("manager", successor, client), Status.OVERLAP, "EXCHANGE where the notes have no place");
  okEqual(entryOf("client").manager, taskNamed("manager"), "a refused EXCHANGE changes nothing");
  order("successor", Order.MARK_NOTES, number, 0);
}

function testNotes(): void {
  const number: u32 = taskNumberByName("client");
  okEqual(order("manager", Order.READ_NOTES, number, 0), 0, "notes begin with zeros");
  order("manager", Order.WRITE_NOTES, number, WRITTEN);
  okEqual(order("successor", Order.NOTES_MARK, number, 0), 0, "nobody else has them");
  okStatus(
    order("manager", Order.SHARE_NOTES, number, 0) as Status,
    Status.NO_MEMORY,
    "notes cannot be shared on",
  );
}

/** The fault was received and is unanswered; the next one waits in the queue of nobody. */
function testExchange(): void {
  const number: u32 = taskNumberByName("client");
  const version: u32 = systemInformation().version;
  touch("client");
  ok(hasTouched(), "the manager backs what its client touches");
  order("manager", Order.HOLD, 1, 0);
  touch("client");
  ok(!hasTouched(), "an unanswered fault waits");
  okEqual(order("manager", Order.COUNTS, 0, 0), 2, "the manager has had both faults");
  order("successor", Order.COUNTS, 0, 0);
  okStatus(give("manager", taskNamed("successor"), spaceNamed("client")), Status.OK, "EXCHANGE of one space");
  ok(hasTouched(), "the successor has answered the fault");
  okEqual(order("successor", Order.COUNTS, 0, 0), 1, "it has had one");
  okEqual(orderDetail(), NOTIFICATION_MANAGER_CHANGED, "and was told that it manages another space");
  okEqual(order("manager", Order.COUNTS, 0, 0), 0, "the manager before has had no more");
  okEqual(order("successor", Order.READ_NOTES, number, 0), WRITTEN, "the notes went along");
  okEqual(order("successor", Order.NOTES_MARK, number, 0) & NOTES, NOTES, "and can be written");
  okEqual(order("manager", Order.NOTES_MARK, number, 0), 0, "the manager before has them no more");
  okEqual(entryOf("client").manager, taskNamed("successor"), "the information page says who manages now");
  okEqual(entryOf("hasty").manager, taskNamed("manager"), "other clients stay");
  okEqual(systemInformation().version, version + 2, "in one change of the page");
  order("manager", Order.HOLD, 0, 0);
}

/** And back, with everything else; the fault waits in the successor's queue of senders. */
function testExchangeOfAll(): void {
  okStatus(
    order("successor", Order.EXCHANGE_ALL, taskNamed("manager"), 0) as Status,
    Status.OK,
    "EXCHANGE of all spaces",
  );
  okEqual(entryOf("client").manager, taskNamed("manager"), "gives the client back");
  okEqual(entryOf("successor").manager, taskNamed("successor"), "but not the own space");
  touch("client");
  ok(hasTouched(), "and it goes on");
  okStatus(
    order("successor", Order.EXCHANGE_ALL, selfIdentity(), 0) as Status,
    Status.OK,
    "EXCHANGE of nothing is no mistake",
  );
}

export function testExchanges(): void {
  testRefusals();
  testNotes();
  testExchange();
  testExchangeOfAll();
}
