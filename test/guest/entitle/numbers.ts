/** Ports and interrupts: with the right, without it, with it again; never for two. */
import { PORT_8_BITS } from "../../../lib/abi/call.ts";
import { MANIFEST_NONE, MANIFEST_SUBJECT_LABEL, Right } from "../../../lib/abi/manifest.ts";
import { MessageKind } from "../../../lib/abi/message.ts";
import { Status } from "../../../lib/abi/status.ts";
import { Explanation } from "../../../lib/proto/acl.ts";
import { ServerStatus } from "../../../lib/proto/server-status.ts";
import { accessPort, bindInterrupt, taskAlarm, waitForMessage } from "../../../lib/user/kernel-calls.ts";
import { publishedEpoch } from "../../../lib/user/policy-view.ts";
import { readPort8, writePort8 } from "../../../lib/user/ports.ts";
import { selfIdentity } from "../../../lib/user/self.ts";
import { ok, okEqual, okStatus } from "../support/tap.ts";
import {
  explainSelf,
  grant,
  grantedRule,
  grantTo,
  otherTries,
  result,
  revoke,
  revokeFrom,
  revokeRule,
} from "./policy.ts";
import { OtherOperation } from "./protocol.ts";

const CLOCK_INDEX: u32 = 0x70;
const CLOCK_DATA: u32 = 0x71;
/** A port that the description gives nobody. */
const FREE_PORT: u32 = 0x80;
const REGISTER_CONTROL: u8 = 0x0b;
const REGISTER_CAUSE: u8 = 0x0c;
const CONTROL_PERIODIC: u8 = 0x40;
const LINE: u32 = 8;
const FREE_LINE: u32 = 7;
const BIT: u32 = 0x10;
const ALARM: u32 = 0x4000_0000;
const TICKS: u32 = 3;

const words: SystemWords = zeroed();

function access(port: u32): Status {
  return accessPort(selfIdentity(), port | PORT_8_BITS, 0, words);
}

export function testPorts(): void {
  okStatus(access(CLOCK_DATA), Status.OK, "a port by the manifest");
  const before: u32 = publishedEpoch();
  okEqual(revoke("test", Right.IO_PORT, CLOCK_INDEX), ServerStatus.OK, "REVOKE of ports");
  ok(publishedEpoch() > before && result.epoch === publishedEpoch(), "begins an epoch");
  okStatus(access(CLOCK_INDEX), Status.DENIED, "a port that was revoked");
  okStatus(access(CLOCK_DATA), Status.DENIED, "and the last one of its range");
  okEqual(explainSelf(Right.IO_PORT, CLOCK_INDEX, 1), Explanation.DENIED, "EXPLAIN says so");
  okEqual(grant("test", Right.IO_PORT, CLOCK_INDEX, 1), ServerStatus.OK, "GRANT of one of the two");
  okStatus(access(CLOCK_INDEX), Status.OK, "the one");
  okStatus(access(CLOCK_DATA), Status.DENIED, "and not the other");
  okEqual(grant("test", Right.IO_PORT, CLOCK_INDEX, 2), ServerStatus.OK, "GRANT of both");
  okStatus(access(CLOCK_DATA), Status.OK, "both");
  testNewPort();
}

function testNewPort(): void {
  okStatus(otherTries(OtherOperation.PORT, FREE_PORT), Status.DENIED, "a port that nobody was given");
  okEqual(grant("other", Right.IO_PORT, FREE_PORT, 1), ServerStatus.OK, "GRANT of it");
  const rule: u32 = grantedRule();
  okStatus(otherTries(OtherOperation.PORT, FREE_PORT), Status.OK, "is used");
  okEqual(grant("test", Right.IO_PORT, FREE_PORT, 1), ServerStatus.IN_USE, "GRANT of another task's port");
  okStatus(access(FREE_PORT), Status.DENIED, "gives nothing");
  okEqual(explainSelf(Right.IO_PORT, FREE_PORT, 1), Explanation.NO_RULE, "and makes no rule");
  okEqual(revokeRule(rule), ServerStatus.OK, "REVOKE of the rule");
  okStatus(otherTries(OtherOperation.PORT, FREE_PORT), Status.DENIED, "takes the port");
  okEqual(grant("test", Right.IO_PORT, FREE_PORT, 1), ServerStatus.OK, "GRANT of what is free again");
  okEqual(revoke("test", Right.IO_PORT, MANIFEST_NONE), ServerStatus.OK, "REVOKE of all ports");
  okStatus(access(FREE_PORT), Status.DENIED, "takes those of run time");
  okStatus(access(CLOCK_INDEX), Status.DENIED, "and those of the manifest");
  okEqual(grant("test", Right.IO_PORT, CLOCK_INDEX, 2), ServerStatus.OK, "GRANT after all that");
  okEqual(grant("test", Right.IO_PORT, 0xffff, 2), ServerStatus.BAD_ARGUMENT, "GRANT beyond the last port");
  okEqual(grant("test", Right.IO_PORT, 0x81, 0), ServerStatus.BAD_ARGUMENT, "GRANT of no port");
  okEqual(grant("test", Right.IO_PORT, MANIFEST_NONE, 1), ServerStatus.BAD_ARGUMENT, "GRANT of every port");
  const crew: u32 = MANIFEST_SUBJECT_LABEL;
  okEqual(grantTo(crew, Right.IO_PORT, FREE_PORT, 1), ServerStatus.OK, "GRANT of a port to several");
  okStatus(otherTries(OtherOperation.PORT, FREE_PORT), Status.DENIED, "gives it to none");
  okEqual(revokeFrom(crew, Right.IO_PORT, FREE_PORT), ServerStatus.OK, "REVOKE from several");
}

/** The notification bits of the next message, within TICKS ticks. */
function nextBits(): u32 {
  taskAlarm(selfIdentity(), TICKS);
  const head: u32 = waitForMessage(words);
  taskAlarm(selfIdentity(), 0);
  return (head & 15) === MessageKind.NOTIFICATION ? words.word0 & ~ALARM : 0;
}

function readClock(register: u8): u8 {
  writePort8(CLOCK_INDEX, register);
  return readPort8(CLOCK_DATA);
}

function bind(): Status {
  return bindInterrupt(selfIdentity(), LINE, BIT);
}

export function testLines(): void {
  const control: u8 = readClock(REGISTER_CONTROL);
  okStatus(bind(), Status.OK, "a line by the manifest");
  writePort8(CLOCK_INDEX, REGISTER_CONTROL);
  writePort8(CLOCK_DATA, control | CONTROL_PERIODIC);
  readClock(REGISTER_CAUSE);
  okEqual(nextBits(), BIT, "it interrupts");
  okStatus(bind(), Status.OK, "it is asked for the next");
  okEqual(revoke("test", Right.INTERRUPT, LINE), ServerStatus.OK, "REVOKE of a bound line");
  readClock(REGISTER_CAUSE);
  okEqual(nextBits(), 0, "it tells nothing any more");
  okStatus(bind(), Status.DENIED, "and cannot be bound");
  okEqual(explainSelf(Right.INTERRUPT, LINE, 1), Explanation.DENIED, "EXPLAIN says that it is denied");
  okEqual(grant("other", Right.INTERRUPT, LINE, 1), ServerStatus.OK, "GRANT to another task");
  okStatus(otherTries(OtherOperation.LINE, LINE), Status.OK, "which binds it");
  okEqual(grant("test", Right.INTERRUPT, LINE, 1), ServerStatus.IN_USE, "GRANT of a line for two");
  okEqual(revoke("other", Right.INTERRUPT, LINE), ServerStatus.OK, "REVOKE from that one");
  okStatus(otherTries(OtherOperation.LINE, LINE), Status.DENIED, "which has lost it");
  okEqual(grant("test", Right.INTERRUPT, LINE, 1), ServerStatus.OK, "GRANT of what it had");
  okStatus(bind(), Status.OK, "the line again");
  readClock(REGISTER_CAUSE);
  okEqual(nextBits(), BIT, "it interrupts again");
  okEqual(grant("test", Right.INTERRUPT, 0, 1), ServerStatus.BAD_ARGUMENT, "GRANT of the timer's line");
  okEqual(grant("test", Right.INTERRUPT, 99, 1), ServerStatus.BAD_ARGUMENT, "GRANT of a line that is none");
  okStatus(otherTries(OtherOperation.LINE, FREE_LINE), Status.DENIED, "a line that nobody was given");
  writePort8(CLOCK_INDEX, REGISTER_CONTROL);
  writePort8(CLOCK_DATA, control);
  readClock(REGISTER_CAUSE);
  bindInterrupt(selfIdentity(), LINE, 0);
}
