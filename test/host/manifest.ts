/** parseManifest: a good manifest, each way to be refused, and broken ones that never trap. */

import { type Manifest, parseManifest } from "../../kernel/boot/manifest.ts";
import { ManifestError, manifestErrorText } from "../../kernel/boot/manifest-error.ts";
import { TaskKind } from "../../lib/abi/information.ts";
import {
  DeviceKind,
  MANIFEST_DEVICES_MAX,
  MANIFEST_LABELS_MAX,
  MANIFEST_NONE,
  MANIFEST_REGIONS_MAX,
  MANIFEST_RULES_MAX,
  MANIFEST_TASKS_MAX,
  MANIFEST_UNLIMITED,
} from "../../lib/abi/manifest.ts";
import { PUBLISHED_END, PUBLISHED_START } from "../../lib/abi/memory-map.ts";
import { clearBytes, copyInto, mutate, putText, putWord } from "./support/bytes.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import {
  DEVICE_AT,
  HEADER_BYTES,
  LABEL_AT,
  MANIFEST_BYTES,
  putHeader,
  putManifest,
  putTask,
  REGION_AT,
  REGION_BYTES,
  RULE_AT,
  TASK_BYTES,
} from "./support/manifest-image.ts";
import { startRandom } from "./support/random.ts";
import { type Random, randomBelow } from "./support/xorshift.ts";

const ROUNDS: u32 = 200_000;
const SEED: u32 = 0x03a1_f001;
const STORAGE_BYTES = 262_144;

const storage: FixedArray<u8, typeof STORAGE_BYTES> = zeroed();
const good: FixedArray<u8, typeof STORAGE_BYTES> = zeroed();
const manifest: Manifest = zeroed();
const random: Random = zeroed();

function fresh(): Span<u8> {
  const bytes = spanOf(storage);
  clearBytes(subSpan(bytes, 0, MANIFEST_BYTES));
  putManifest(bytes);
  return bytes;
}

function expect(error: ManifestError, name: string): void {
  checkEqual(parseManifest(spanOf(storage), manifest), error, name);
  check(manifest.taskCount === 0 || error === ManifestError.NONE, name);
}

function expectWord(at: u32, value: u32, error: ManifestError, name: string): void {
  putWord(fresh(), at, value);
  expect(error, name);
}

/** The good manifest with one field of task 3, the program, changed. */
function expectField(offset: u32, value: u32, error: ManifestError, name: string): void {
  expectWord(HEADER_BYTES + 3 * TASK_BYTES + offset, value, error, name);
}

function expectName(name: string, error: ManifestError): void {
  const bytes = fresh();
  clearBytes(subSpan(bytes, HEADER_BYTES + 3 * TASK_BYTES, 16));
  putText(bytes, HEADER_BYTES + 3 * TASK_BYTES, name);
  putWord(bytes, HEADER_BYTES + 3 * TASK_BYTES + 16, TaskKind.PROGRAM);
  expect(error, name);
}

function goodManifest(): void {
  const bytes = fresh();
  expect(ManifestError.NONE, "good manifest");
  checkEqual(manifest.taskCount, 4, "tasks");
  checkEqual(manifest.ruleCount, 2, "rules");
  checkEqual(manifest.labelCount, 1, "labels");
  checkEqual(manifest.regionCount, 2, "regions");
  const region = manifest.regions[1];
  checkEqual(region.address, PUBLISHED_START + 0x8000, "region");
  checkEqual((region.pages << 16) | (region.writer << 8) | region.readers, 0x10104, "region's tasks");
  checkEqual(manifest.deviceCount, 1, "devices");
  checkEqual(
    manifest.devices[0].task + manifest.devices[0].first + manifest.devices[0].count,
    0xf_e002,
    "device",
  );
  checkEqual(manifest.bytes, MANIFEST_BYTES, "size");
  const program = manifest.tasks[3];
  checkEqual(program.kind, TaskKind.PROGRAM, "kind");
  checkEqual(program.priority, 10, "priority");
  checkEqual(program.manager, 2, "manager");
  checkEqual(program.peers, 4, "peers");
  checkEqual(program.flags, 1, "flags");
  checkEqual(program.label, MANIFEST_NONE, "label");
  checkEqual(program.faultDeadlineTicks, 0, "deadline");
  checkEqual(program.quotaFrames & program.quotaTables, MANIFEST_UNLIMITED, "quotas of memory");
  checkEqual(program.quotaTasks & program.quotaSpaces, MANIFEST_UNLIMITED, "quotas of tasks and spaces");
  check(stringOf(subSpan(spanOf(program.name), 0, 8)) === "figure-1", "name");
  for (let length: u32 = 0; length < MANIFEST_BYTES; length++) {
    const error = parseManifest(subSpan(bytes, 0, length), manifest);
    checkEqual(error, ManifestError.TOO_SHORT, "each shorter length");
  }
  checkEqual(parseManifest(subSpan(bytes, 0, MANIFEST_BYTES), manifest), ManifestError.NONE, "exact length");
}

function headers(): void {
  expectWord(0, 0x4d49_554c, ManifestError.BAD_MAGIC, "magic");
  expectWord(4, 2, ManifestError.BAD_VERSION, "version");
  expectWord(8, MANIFEST_BYTES + 1, ManifestError.BAD_SIZE, "size");
  expectWord(8, 0, ManifestError.BAD_SIZE, "size 0");
  expectWord(12, 0, ManifestError.BAD_COUNT, "no tasks");
  expectWord(12, 3, ManifestError.BAD_SIZE, "fewer tasks");
  expectWord(12, MANIFEST_TASKS_MAX + 1, ManifestError.BAD_COUNT, "too many tasks");
  expectWord(12, 0xffff_ffff, ManifestError.BAD_COUNT, "absurdly many tasks");
  expectWord(16, 1, ManifestError.BAD_SIZE, "fewer regions");
  expectWord(16, MANIFEST_REGIONS_MAX + 1, ManifestError.BAD_COUNT, "too many regions");
  expectWord(20, 0, ManifestError.BAD_SIZE, "fewer devices");
  expectWord(20, MANIFEST_DEVICES_MAX + 1, ManifestError.BAD_COUNT, "too many devices");
  expectWord(24, 0, ManifestError.BAD_SIZE, "fewer labels");
  expectWord(24, MANIFEST_LABELS_MAX + 1, ManifestError.BAD_COUNT, "too many labels");
  expectWord(28, MANIFEST_RULES_MAX + 1, ManifestError.BAD_COUNT, "too many rules");
  expectWord(28, 0xaaa_aaab, ManifestError.BAD_COUNT, "rules whose size wraps");
  expectWord(32, 1, ManifestError.NONE, "permissive");
  expectWord(32, 2, ManifestError.BAD_MODE, "neither permissive nor enforcing");
}

function parts(): void {
  expectWord(DEVICE_AT, 4, ManifestError.BAD_DEVICE, "device of no task");
  expectWord(DEVICE_AT + 12, 0, ManifestError.BAD_DEVICE, "device without frames");
  expectWord(DEVICE_AT + 12, 0xfff0_3000, ManifestError.BAD_DEVICE, "device that wraps");
  expectWord(DEVICE_AT + 4, 4, ManifestError.BAD_DEVICE, "device of no kind");
  expectDevice(DeviceKind.SCREEN, 0, 0, ManifestError.NONE, "screen");
  expectDevice(DeviceKind.SCREEN, 0, 1, ManifestError.BAD_DEVICE, "screen with a range");
  expectDevice(DeviceKind.PORTS, 0xffff, 1, ManifestError.NONE, "the last port");
  expectDevice(DeviceKind.PORTS, 0xffff, 2, ManifestError.BAD_DEVICE, "a port after the last");
  expectDevice(DeviceKind.PORTS, 0x60, 0, ManifestError.BAD_DEVICE, "no ports");
  expectDevice(DeviceKind.PORTS, 0x1_0000, 1, ManifestError.BAD_DEVICE, "ports that do not exist");
  expectDevice(DeviceKind.INTERRUPT, 15, 1, ManifestError.NONE, "the last interrupt");
  expectDevice(DeviceKind.INTERRUPT, 16, 1, ManifestError.BAD_DEVICE, "no interrupt");
  expectDevice(DeviceKind.INTERRUPT, 0, 1, ManifestError.BAD_DEVICE, "the timer's interrupt");
  expectDevice(DeviceKind.INTERRUPT, 2, 1, ManifestError.BAD_DEVICE, "the second controller's interrupt");
  expectDevice(DeviceKind.INTERRUPT, 1, 2, ManifestError.BAD_DEVICE, "two interrupts in one");
  expectWord(LABEL_AT, 0x20, ManifestError.BAD_LABEL, "label that cannot be printed");
  expectWord(LABEL_AT + 12, 0x41, ManifestError.BAD_LABEL, "label with letters after its end");
  // The kernel knows no rules: the ACL server checks them.
  expectWord(RULE_AT, 0xffff_fffe, ManifestError.NONE, "rule about nobody");
}

function expectDevice(kind: DeviceKind, first: u32, count: u32, error: ManifestError, name: string): void {
  const bytes = fresh();
  putWord(bytes, DEVICE_AT + 4, kind);
  putWord(bytes, DEVICE_AT + 8, first);
  putWord(bytes, DEVICE_AT + 12, count);
  expect(error, name);
}

function expectRegion(offset: u32, value: u32, error: ManifestError, name: string): void {
  expectWord(REGION_AT + REGION_BYTES + offset, value, error, name);
}

function regions(): void {
  expectRegion(0, PUBLISHED_END - 4096, ManifestError.NONE, "region at the end");
  expectRegion(0, PUBLISHED_END, ManifestError.BAD_REGION, "region behind the end");
  expectRegion(0, PUBLISHED_START - 4096, ManifestError.BAD_REGION, "region before its place");
  expectRegion(0, PUBLISHED_START + 0x8001, ManifestError.BAD_REGION, "region not on a page");
  expectRegion(0, PUBLISHED_START + 0x7000, ManifestError.REGIONS_MEET, "regions that overlap");
  expectRegion(4, 0, ManifestError.BAD_REGION, "region without pages");
  expectRegion(4, 0xff8, ManifestError.NONE, "as many pages as there may be");
  expectRegion(4, 0xff9, ManifestError.BAD_REGION, "a page too many");
  expectRegion(4, 0xffff_ffff, ManifestError.BAD_REGION, "pages whose sum wraps");
  expectRegion(4, 0x10_0001, ManifestError.BAD_REGION, "region that wraps");
  expectRegion(8, 4, ManifestError.BAD_REGION, "writer that does not exist");
  expectRegion(12, 0b1111, ManifestError.NONE, "all read");
  expectRegion(12, 0b1_0000, ManifestError.BAD_REGION, "reader that does not exist");
  expectRegion(12, 0x8000_0000, ManifestError.BAD_REGION, "reader that does not exist");
  const at = HEADER_BYTES + 3 * TASK_BYTES;
  for (let role: u32 = 0; role < 2; role++) {
    putWord(fresh(), at + 16, TaskKind.FLAT);
    putWord(spanOf(storage), at + 24, MANIFEST_NONE);
    putWord(spanOf(storage), at + 28, 0);
    putWord(spanOf(storage), at + 32, 0);
    expect(ManifestError.NONE, "flat task that sees no region");
    putWord(spanOf(storage), REGION_AT + 8 + 4 * role, role === 0 ? 3 : 0b1000);
    expect(ManifestError.BAD_REGION, "flat task that sees a region");
  }
}

function tasks(): void {
  expectField(16, TaskKind.SUPERVISOR, ManifestError.NONE, "supervisor");
  expectField(16, TaskKind.SUPERVISOR + 1, ManifestError.BAD_KIND, "kind");
  flatTasks();
  expectField(16, 0xffff_ffff, ManifestError.BAD_KIND, "kind");
  expectField(16, TaskKind.ACL, ManifestError.PROTECTED_MANAGED, "ACL server with a manager");
  expectField(16, TaskKind.IPC_CACHE, ManifestError.PROTECTED_MANAGED, "IPC cache server with a manager");
  expectField(20, 31, ManifestError.NONE, "highest priority");
  expectField(20, 32, ManifestError.BAD_PRIORITY, "priority");
  expectField(24, MANIFEST_NONE, ManifestError.NONE, "no manager");
  expectField(24, 3, ManifestError.BAD_MANAGER, "its own manager");
  expectField(24, 4, ManifestError.BAD_MANAGER, "manager that does not exist");
  expectField(24, 0xffff_fffe, ManifestError.BAD_MANAGER, "manager that does not exist");
  expectField(24, 0, ManifestError.BAD_MANAGER, "ACL server as manager");
  expectField(28, 0xf, ManifestError.NONE, "all peers");
  expectField(28, 0x10, ManifestError.BAD_PEERS, "peer that does not exist");
  expectField(28, 0x8000_0000, ManifestError.BAD_PEERS, "peer that does not exist");
  expectField(32, 2, ManifestError.NONE, "restart");
  expectField(32, 3, ManifestError.BAD_FLAGS, "restart of the final task");
  expectField(32, 8, ManifestError.BAD_FLAGS, "flag");
  expectField(32, 4, ManifestError.NONE, "power");
  expectField(36, 0, ManifestError.NONE, "label");
  expectField(36, 1, ManifestError.BAD_LABEL, "label that does not exist");
  expectField(36, 0xffff_fffe, ManifestError.BAD_LABEL, "label that does not exist");
  expectField(40, 0xffff_ffff, ManifestError.NONE, "any deadline");
  expectField(56, 0, ManifestError.NONE, "any quota");
  expectWord(HEADER_BYTES + 16, TaskKind.SERVER, ManifestError.NO_ACL, "no ACL server");
  expectWord(HEADER_BYTES + TASK_BYTES + 16, TaskKind.ACL, ManifestError.TWO_ACL, "two ACL servers");
  expectWord(HEADER_BYTES + 2 * TASK_BYTES + 16, TaskKind.SERVER, ManifestError.NONE, "server as manager");
  expectWord(
    HEADER_BYTES + 2 * TASK_BYTES + 16,
    TaskKind.PROGRAM,
    ManifestError.BAD_MANAGER,
    "program as manager",
  );
  expectWord(HEADER_BYTES + 2 * TASK_BYTES + 24, 2, ManifestError.BAD_MANAGER, "VMM that manages itself");
  putWord(fresh(), HEADER_BYTES + 2 * TASK_BYTES + 24, 3);
  putWord(spanOf(storage), HEADER_BYTES + 3 * TASK_BYTES + 16, TaskKind.SERVER);
  expect(ManifestError.MANAGER_CYCLE, "two that manage each other");
  putTask(fresh(), 2, "vmm-demand", TaskKind.IPC_CACHE, 18, MANIFEST_NONE, 2, 0);
  putWord(spanOf(storage), HEADER_BYTES + 3 * TASK_BYTES + 24, MANIFEST_NONE);
  expect(ManifestError.TWO_IPC_CACHE, "two IPC cache servers");
  putWord(fresh(), HEADER_BYTES + TASK_BYTES + 16, TaskKind.SUPERVISOR);
  putWord(spanOf(storage), HEADER_BYTES + 3 * TASK_BYTES + 16, TaskKind.SUPERVISOR);
  expect(ManifestError.TWO_SUPERVISOR, "two supervisors");
}

/** A flat task has no manager, no peers, and is nobody's peer. */
function flatTasks(): void {
  expectField(16, TaskKind.FLAT, ManifestError.FLAT_PEERS, "flat task with peers");
  const at = HEADER_BYTES + 3 * TASK_BYTES;
  putWord(fresh(), at + 16, TaskKind.FLAT);
  putWord(spanOf(storage), at + 28, 0);
  expect(ManifestError.FLAT_MANAGED, "flat task with a manager");
  putWord(spanOf(storage), at + 24, MANIFEST_NONE);
  expect(ManifestError.NONE, "flat task");
  putWord(spanOf(storage), at + 32, 8);
  expect(ManifestError.NONE, "flat task with 16-bit code");
  putWord(spanOf(storage), at + 32, 16);
  expect(ManifestError.BAD_FLAGS, "a flag that nobody knows");
  putWord(spanOf(storage), at + 32, 2);
  expect(ManifestError.BAD_FLAGS, "flat task that restarts");
  putWord(spanOf(storage), at + 32, 0);
  putWord(spanOf(storage), HEADER_BYTES + 28, 8);
  expect(ManifestError.FLAT_PEERS, "flat task as a peer");
  putWord(spanOf(storage), HEADER_BYTES + 28, 0);
  putWord(spanOf(storage), HEADER_BYTES + 2 * TASK_BYTES + 16, TaskKind.FLAT);
  expect(ManifestError.FLAT_PEERS, "flat task with peers as the first");
}

function names(): void {
  expectName("a", ManifestError.NONE);
  expectName("fifteen-letters", ManifestError.NONE);
  expectName("sixteen-letters-", ManifestError.BAD_NAME);
  expectName("", ManifestError.BAD_NAME);
  expectName("two words", ManifestError.BAD_NAME);
  expectName("bell\x07", ManifestError.BAD_NAME);
  expectName("acl", ManifestError.DUPLICATE_NAME);
  const bytes = fresh();
  bytes[HEADER_BYTES + 3 * TASK_BYTES + 14] = 0x41;
  expect(ManifestError.BAD_NAME, "letters after the end of the name");
  bytes[HEADER_BYTES + 3 * TASK_BYTES + 14] = 0;
  bytes[HEADER_BYTES + 3 * TASK_BYTES] = 0xe4;
  expect(ManifestError.BAD_NAME, "name that is not ASCII");
}

/** As many tasks and rules as there may be; the rules are whatever they are. */
function fullManifest(): void {
  const bytes = fresh();
  clearBytes(bytes);
  putHeader(bytes, MANIFEST_TASKS_MAX, 0, 0, 0, MANIFEST_RULES_MAX);
  putTask(bytes, 0, "acl", TaskKind.ACL, 31, MANIFEST_NONE, 0xffff_ffff, 0);
  for (let i: u32 = 1; i < MANIFEST_TASKS_MAX; i++) {
    const manager = i === 1 ? MANIFEST_NONE : i - 1;
    putTask(bytes, i, "x", TaskKind.SERVER, i, manager, 0xffff_ffff, 1);
    bytes[HEADER_BYTES + i * TASK_BYTES] = u8(0x40 + i);
  }
  expect(ManifestError.NONE, "full manifest, with the longest way up");
  checkEqual(manifest.taskCount, MANIFEST_TASKS_MAX, "all tasks");
  putWord(bytes, HEADER_BYTES + TASK_BYTES + 24, 31);
  expect(ManifestError.MANAGER_CYCLE, "the longest circle");
}

function checkAccepted(): void {
  let acls: u32 = 0;
  for (let i: u32 = 0; i < manifest.taskCount; i++) {
    const task = manifest.tasks[i];
    check(task.kind <= TaskKind.SUPERVISOR && task.priority < 32, "fields");
    check((task.flags & ~7) === 0 && (task.flags & 3) !== 3, "flags");
    check(u64(task.peers) < u64(1) << u64(manifest.taskCount), "peers");
    check(task.name[0] !== 0 && task.name[15] === 0, "name");
    acls += task.kind === TaskKind.ACL ? 1 : 0;
    let above = task.manager;
    let steps: u32 = 0;
    while (above !== MANIFEST_NONE && steps <= MANIFEST_TASKS_MAX) {
      check(above < manifest.taskCount, "manager exists");
      above = manifest.tasks[above].manager;
      steps++;
    }
    check(steps < MANIFEST_TASKS_MAX, "the way up ends");
  }
  checkEqual(acls, 1, "one ACL server");
  for (let i: u32 = 0; i < manifest.regionCount; i++) {
    const region = manifest.regions[i];
    check(region.address >= PUBLISHED_START && region.pages <= 4096 && region.pages !== 0, "region");
    check(region.writer < manifest.taskCount, "writer");
  }
  check(manifest.bytes <= MANIFEST_BYTES, "size");
}

function brokenManifests(): void {
  copyInto(spanOf(good), fresh());
  let accepted: u32 = 0;
  for (let round: u32 = 0; round < ROUNDS && !hasFailed(); round++) {
    const bytes = subSpan(spanOf(storage), 0, MANIFEST_BYTES);
    copyInto(bytes, subSpan(spanOf(good), 0, MANIFEST_BYTES));
    mutate(
      subSpan(bytes, randomBelow(random, 8) === 0 ? 0 : HEADER_BYTES, MANIFEST_BYTES - HEADER_BYTES),
      random,
    );
    const length = randomBelow(random, 32) === 0 ? randomBelow(random, MANIFEST_BYTES) : MANIFEST_BYTES;
    if (parseManifest(subSpan(bytes, 0, length), manifest) === ManifestError.NONE) {
      accepted++;
      checkAccepted();
    } else {
      check(manifest.taskCount === 0 && manifest.bytes === 0, "nothing after an error");
    }
  }
  print(accepted);
  print(" accepted\n");
  check(accepted > ROUNDS / 100 && accepted < ROUNDS - ROUNDS / 10, "both outcomes are met");
}

function texts(): void {
  for (let error: u32 = 0; error <= ManifestError.BAD_MODE; error++) {
    check(manifestErrorText(error as ManifestError).length > 5, "every error has a text");
  }
}

export function main(): i32 {
  startRandom(random, SEED);
  goodManifest();
  headers();
  tasks();
  parts();
  regions();
  names();
  fullManifest();
  brokenManifests();
  texts();
  return finish("manifest");
}
