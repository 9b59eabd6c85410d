/** Ends of the others, and revocations by subject, by rule and by range, of memory and of shared memory. */
import { type InformationTask, TaskEnd } from "../../../lib/abi/information.ts";
import { MANIFEST_NONE, Right } from "../../../lib/abi/manifest.ts";
import { ALLOCATION_START, PAGE_SHIFT, PAGE_SIZE_BYTES } from "../../../lib/abi/memory-map.ts";
import { Status } from "../../../lib/abi/status.ts";
import { AclOperation, RevocationKind } from "../../../lib/proto/acl.ts";
import { SERVER_STATUS_MASK, ServerStatus } from "../../../lib/proto/server-status.ts";
import {
  type Allocation,
  type Reason,
  SharedMapping,
  type Usage,
  WHY_REVOKED,
} from "../../../lib/proto/vmm.ts";
import { aclIdentity, taskEntry, taskNumberByName } from "../../../lib/user/information.ts";
import { callTask, yieldTask } from "../../../lib/user/kernel-calls.ts";
import { loadWord, storeWord } from "../../../lib/user/memory.ts";
import { start } from "../../../lib/user/start.ts";
import { vmmAllocate, vmmMapShared, vmmRelease, vmmUsage, vmmWhy } from "../../../lib/user/vmm-client.ts";
import { beginTests, finishTestsChanged, ok, okEqual, okStatus } from "../support/tap.ts";

const RIGHT_SHIFT: u32 = 8;
const KIND_SHIFT: u32 = 16;
const SHARED_RULE: u32 = 6;

const words: SystemWords = zeroed();
const allocation: Allocation = zeroed();
const usage: Usage = zeroed();
const reason: Reason = zeroed();

/** REVOKE; word 1 of the answer is how many pages went. */
function revoke(kind: RevocationKind, right: u32, first: u32, second: u32, third: u32, name: string): u32 {
  words.word0 = AclOperation.REVOKE | (right << RIGHT_SHIFT) | (kind << KIND_SHIFT);
  words.word1 = first;
  words.word2 = second;
  words.word3 = third;
  okStatus(callTask(aclIdentity(), words), Status.OK, name);
  okEqual(words.word0 & SERVER_STATUS_MASK, ServerStatus.OK, "it is done");
  return words.word1;
}

function testOthers(): void {
  okEqual(taskEntry(taskNumberByName("tight")).end, TaskEnd.EXITED, "three times its memory, to the end");
  okEqual(taskEntry(taskNumberByName("tight")).endDetail, 0, "and to the right result");
  okEqual(taskEntry(taskNumberByName("prompt")).end, TaskEnd.EXITED, "realtime, to the end");
  okEqual(taskEntry(taskNumberByName("prompt")).endDetail, 0, "with every promise kept");
}

function testShared(): void {
  const careful: u32 = taskNumberByName("careful");
  const there: u32 = ALLOCATION_START;
  vmmMapShared(careful, there, 5 << PAGE_SHIFT, SharedMapping.READ, allocation);
  okEqual(allocation.status, ServerStatus.REFUSED, "MAP_SHARED over the limit");
  vmmMapShared(careful, there + 64, PAGE_SIZE_BYTES, SharedMapping.READ, allocation);
  okEqual(allocation.status, ServerStatus.BAD_ARGUMENT, "MAP_SHARED of no page's address");
  vmmMapShared(careful, there, PAGE_SIZE_BYTES, 0 as SharedMapping, allocation);
  okEqual(allocation.status, ServerStatus.BAD_ARGUMENT, "MAP_SHARED without a mapping");
  vmmMapShared(careful, there + (8 << PAGE_SHIFT), PAGE_SIZE_BYTES, SharedMapping.READ, allocation);
  okEqual(allocation.status, ServerStatus.NOT_FOUND, "MAP_SHARED of what the owner does not hold");
  vmmMapShared(taskNumberByName("careless"), there, PAGE_SIZE_BYTES, SharedMapping.READ, allocation);
  okEqual(allocation.status, ServerStatus.REFUSED, "MAP_SHARED without a rule");
  vmmMapShared(careful, there, PAGE_SIZE_BYTES, SharedMapping.COPY_ON_WRITE, allocation);
  okEqual(allocation.status, ServerStatus.OK, "MAP_SHARED, copy-on-write");
  okEqual(allocation.rule, SHARED_RULE, "it tells the rule");
  okEqual(loadWord(allocation.address), 41, "the owner's word is there");
  storeWord(allocation.address, 42);
  okEqual(loadWord(allocation.address), 42, "a write goes to a copy");
  vmmWhy(allocation.address, reason);
  okEqual(reason.rule, SHARED_RULE, "WHY names the rule of shared memory");
  vmmUsage(usage);
  okEqual(usage.regions, 1, "it is one region");
  okEqual(vmmRelease(allocation.address), ServerStatus.OK, "RELEASE of it");
}

function testRange(): void {
  vmmAllocate(6 << PAGE_SHIFT, allocation);
  const address: u32 = allocation.address;
  storeWord(address, 1);
  const self: u32 = taskNumberByName("test");
  const taken: u32 = revoke(
    RevocationKind.RANGE,
    Right.MEMORY,
    self,
    address + (2 << PAGE_SHIFT),
    2 << PAGE_SHIFT,
    "REVOKE of a range",
  );
  okEqual(taken, 2, "two pages went");
  vmmUsage(usage);
  okEqual(usage.bytes, 4 << PAGE_SHIFT, "four are left");
  okEqual(usage.regions, 2, "in two regions");
  okEqual(loadWord(address), 1, "with their contents");
  vmmWhy(address + (3 << PAGE_SHIFT), reason);
  ok((reason.flags & WHY_REVOKED) !== 0, "WHY says that the others were revoked");
  vmmAllocate(1, allocation);
  okEqual(allocation.status, ServerStatus.OK, "the policy stays: there is memory to be had");
}

function runs(number: u32): bool {
  return taskEntry(number).end === TaskEnd.NONE;
}

function awaitEnd(number: u32): InformationTask {
  for (let i: u32 = 0; i < 1000 && runs(number); i++) {
    yieldTask();
  }
  return taskEntry(number);
}

function testSubject(): void {
  const careful: u32 = taskNumberByName("careful");
  const careless: u32 = taskNumberByName("careless");
  ok(runs(careful) && runs(careless), "two clients use their memory");
  const taken: u32 = revoke(
    RevocationKind.SUBJECT,
    Right.MEMORY,
    careful,
    MANIFEST_NONE,
    0,
    "REVOKE of a subject",
  );
  okEqual(taken, 4, "four pages went");
  okEqual(awaitEnd(careful).endDetail, 0, "its handler was told what was touched, and why");
  const byRule: u32 = revoke(RevocationKind.RULE, 0, 4, 0, 0, "REVOKE of a rule");
  okEqual(byRule, 4, "four pages went, too");
  okEqual(awaitEnd(careless).end, TaskEnd.FAULT, "a client without a handler ends");
}

function main(): u32 {
  beginTests();
  yieldTask();
  testOthers();
  testShared();
  testRange();
  testSubject();
  return finishTestsChanged("what the other clients had is back");
}

symbol(start, "_start");
symbol(main, "userMain");
