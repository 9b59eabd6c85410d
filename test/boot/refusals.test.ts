/**
 * Bad input to the boot: each case gives one clear line and an end, or a safe smaller system; never
 * silence, a hang, or a machine that starts over.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { EXIT_PANIC, EXIT_SUCCESS, EXIT_TASK_FAILED } from "../../lib/abi/machine-exit.ts";
import {
  type Bootable,
  bootable,
  type EmulatorOptions,
  exitStatus,
  runEmulator,
  serialText,
} from "../../tools/emulator.ts";
import { buildSystem, PRODUCT } from "../../tools/image/build-system.ts";
import { describeSystem } from "../../tools/image/describe.ts";
import { encodeManifest } from "../../tools/image/manifest.ts";
import { sealKernel } from "../../tools/image/seal.ts";
import { BUILD, inRoot, KERNEL_ELF } from "../../tools/paths.ts";
import type { System } from "../../tools/system.ts";

const FOLDER = `${BUILD}/test/refusals`;
const TIME_LIMIT_SECONDS = 20;
/** Offsets in the manifest's header; test/tools/manifest.test.ts holds them against lib/abi. */
const OFFSET_MAGIC = 0;
const OFFSET_VERSION = 4;
const OFFSET_BYTES = 8;
const OFFSET_TASK_COUNT = 12;
const OFFSET_REGION_COUNT = 16;
const OFFSET_RULE_COUNT = 28;

mkdirSync(inRoot(FOLDER), { recursive: true });
const built = await buildSystem(PRODUCT);
const system = await describeSystem(PRODUCT);
const good = bootable(built);
const manifest = readFileSync(inRoot(built.manifest));

/** Boots with one module replaced by other bytes. */
function withModule(index: number, bytes: Buffer): Bootable {
  const path = `${FOLDER}/${testName()}`;
  writeFileSync(inRoot(path), bytes);
  return { ...good, modules: good.modules.map((module, at) => (at === index ? path : module)) };
}

function moduleOf(task: string): number {
  return built.modules.findIndex((module) => module.task === task) + 1;
}

function manifestWith(offset: number, value: number): Buffer {
  const bytes = Buffer.from(manifest);
  bytes.writeUInt32LE(value, offset);
  return bytes;
}

/** The product without one of its tasks: neither manifest nor modules have it. */
function without(task: string): Bootable {
  const names = Object.keys(system.tasks).filter((name) => name !== task);
  const tasks = names.map((name) => {
    const { manager, peers, ...rest } = system.tasks[name]!;
    return [
      name,
      {
        ...rest,
        manager: manager === task ? undefined : manager,
        peers: peers?.filter((peer) => peer !== task),
      },
    ];
  });
  const smaller: System = {
    tasks: Object.fromEntries(tasks),
    rules: system.rules.filter((rule) => rule.subject !== task),
  };
  const files = new Map(built.modules.map((module) => [module.task, readFileSync(inRoot(module.elf))]));
  const boot = sealed(withModule(0, encodeManifest(smaller, files)));
  return { ...boot, modules: boot.modules.filter((_, index) => index !== moduleOf(task)) };
}

/** The same with a kernel that was built for its manifest. */
function sealed(boot: Bootable): Bootable {
  const path = `${FOLDER}/kernel-${testName()}.elf`;
  writeFileSync(inRoot(path), sealKernel(built.kernel, readFileSync(inRoot(boot.modules[0]!))));
  return { ...boot, kernel: path };
}

function testName(): string {
  return expect.getState().currentTestName!.replace(/[^a-z0-9]+/gi, "-");
}

async function run(
  boot: Bootable,
  options: Partial<EmulatorOptions> = {},
): Promise<{ text: string; status: number | null }> {
  const result = await runEmulator(boot, { way: "kernel", timeLimitSeconds: TIME_LIMIT_SECONDS, ...options });
  const text = serialText(result);
  expect(result.timedOut, `no end within ${TIME_LIMIT_SECONDS} s; it said:\n${text}`).toBe(false);
  return { text, status: result.status };
}

/** The boot is refused: one PANIC line of some length, and the exit code that says so. */
async function expectRefusal(
  boot: Bootable,
  options: Partial<EmulatorOptions> = {},
  reason = /./,
): Promise<void> {
  const { text, status } = await run(boot, options);
  const lines = text.split("\n").filter((line) => line.includes("PANIC"));
  expect(lines, `it said:\n${text}`).toHaveLength(1);
  expect(lines[0]).toMatch(/PANIC\W+\S.{8,}/);
  expect(lines[0]).toMatch(reason);
  expect(status).toBe(exitStatus(EXIT_PANIC));
}

/** Refused, or a smaller system that names what is missing and does not pretend to have succeeded. */
async function expectNamed(boot: Bootable, name: string): Promise<void> {
  const { text, status } = await run(boot);
  const named = text.split("\n").some((line) => line.startsWith("kernel: ") && line.includes(name));
  expect(named, `no line of the kernel names ${name}:\n${text}`).toBe(true);
  expect([exitStatus(EXIT_PANIC), exitStatus(EXIT_TASK_FAILED)]).toContain(status);
  expect(status).not.toBe(exitStatus(EXIT_SUCCESS));
}

describe("the boot refuses", () => {
  test("no modules at all", () => expectRefusal({ ...good, modules: [] }));
  test("a manifest without any task's module", () =>
    expectRefusal({ ...good, modules: good.modules.slice(0, 1) }));
  test("a truncated manifest", () => expectRefusal(withModule(0, manifest.subarray(0, 30)), {}, /manifest/i));
  test("an almost complete manifest", () =>
    expectRefusal(withModule(0, manifest.subarray(0, -1)), {}, /manifest/i));
  test("an empty manifest", () => expectRefusal(withModule(0, Buffer.from("\0")), {}, /manifest/i));
  test("a manifest with bad magic", () =>
    expectRefusal(withModule(0, manifestWith(OFFSET_MAGIC, 0x4d55_494d)), {}, /manifest/i));
  test("a manifest of another version", () =>
    expectRefusal(withModule(0, manifestWith(OFFSET_VERSION, 99)), {}, /manifest/i));
  test("a manifest with a wrong size", () =>
    expectRefusal(withModule(0, manifestWith(OFFSET_BYTES, 0xffff_fff0)), {}, /manifest/i));
  for (const count of [10_001, 0x1000_0000, 0xffff_ffff]) {
    test(`a manifest of ${count} tasks`, () =>
      expectRefusal(withModule(0, manifestWith(OFFSET_TASK_COUNT, count)), {}, /manifest/i));
    test(`a manifest of ${count} regions`, () =>
      expectRefusal(withModule(0, manifestWith(OFFSET_REGION_COUNT, count)), {}, /manifest/i));
    test(`a manifest of ${count} rules`, () =>
      expectRefusal(withModule(0, manifestWith(OFFSET_RULE_COUNT, count)), {}, /manifest/i));
  }
  test("a missing ACL server", () => expectRefusal(without("acl")));
  test("vmm= with a name that is nobody's", () =>
    expectRefusal(good, { parameters: "vmm=vmm-nobody" }, /vmm= names no VMM server/));
  test("vmm= with a server that is none", () =>
    expectRefusal(good, { parameters: "vmm=supervisor" }, /vmm= names no VMM server/));
  test("8 MB of memory", () => expectRefusal(good, { memory: "8M" }, /memory/i));
  test("a processor without PAE", () => expectRefusal(good, { cpu: "pentium3,-pae" }, /PAE/));
  test("a 486", () => expectRefusal(good, { cpu: "486" }));
});

describe("the boot refuses what was not built together", () => {
  const changed = (index: number) => {
    const bytes = readFileSync(inRoot(good.modules[index]!));
    bytes[bytes.length - 200]! ^= 1;
    return bytes;
  };
  /** One line names the module, another one ends the boot. */
  async function expectNamedRefusal(boot: Bootable, name: string): Promise<void> {
    await expectRefusal(boot, {}, /guard/);
    const { text } = await run(boot);
    expect(text).toMatch(new RegExp(`^kernel: the module of ${name} is not the one that was built$`, "m"));
  }
  /** The line of the last rule: a good manifest still. */
  const otherLine = () => manifestWith(manifest.length - 4, 9999);

  test("a changed acl module", () =>
    expectNamedRefusal(withModule(moduleOf("acl"), changed(moduleOf("acl"))), "acl"));
  test("a changed ipc-cache module", () =>
    expectNamedRefusal(withModule(moduleOf("ipc-cache"), changed(moduleOf("ipc-cache"))), "ipc-cache"));
  test("a longer acl module", () => {
    const bytes = Buffer.concat([readFileSync(inRoot(good.modules[moduleOf("acl")]!)), Buffer.alloc(16)]);
    return expectNamedRefusal(withModule(moduleOf("acl"), bytes), "acl");
  });
  test("swapped modules", () => {
    const swapped = [...good.modules];
    [swapped[1], swapped[2]] = [good.modules[2]!, good.modules[1]!];
    return expectNamedRefusal({ ...good, modules: swapped }, "acl");
  });
  test("a changed manifest", () => expectRefusal(withModule(0, otherLine()), {}, /manifest/));
  test("a kernel without a seal", () => expectRefusal({ ...good, kernel: KERNEL_ELF }, {}, /manifest/));
  test("but boots what was", async () => {
    const { status } = await run(sealed(withModule(0, otherLine())));
    expect(status).toBe(exitStatus(EXIT_SUCCESS));
  });
});

describe("the boot names and goes on safely or refuses", () => {
  const truncated = (index: number) => readFileSync(inRoot(good.modules[index]!)).subarray(0, 100);
  const garbage = Buffer.alloc(5000, "not an ELF file ");

  for (const task of ["figure-1", "acl", "ipc-cache", "vmm-demand"]) {
    test(`a truncated ${task}`, () =>
      expectNamed(withModule(moduleOf(task), truncated(moduleOf(task))), task));
    test(`garbage for ${task}`, () => expectNamed(withModule(moduleOf(task), garbage), task));
  }
  test("missing modules of the final task and those after it", () =>
    expectNamed({ ...good, modules: good.modules.slice(0, moduleOf("figure-1")) }, "figure-1"));

  test("a missing IPC cache: nothing is granted", async () => {
    const { text, status } = await run(without("ipc-cache"));
    expect(text).not.toContain("figure-1: done");
    expect(status).not.toBe(exitStatus(EXIT_SUCCESS));
  });
  test("a missing VMM server: nothing is granted", async () => {
    const { text, status } = await run(without("vmm-demand"));
    expect(text).not.toContain("figure-1: done");
    expect(status).not.toBe(exitStatus(EXIT_SUCCESS));
  });
});
