/** The manifest's bytes lie where ts2c says that lib/abi/manifest.ts puts them. */
import { mkdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { encodeManifest } from "../../tools/image/manifest.ts";
import { BUILD, inRoot } from "../../tools/paths.ts";
import { runCommand } from "../../tools/process.ts";
import type { System } from "../../tools/system.ts";

const FOLDER = `${BUILD}/test/manifest`;
const system: System = {
  labels: ["guests"],
  devices: { screen: { start: 0xfd00_0000, bytes: 0x2000 } },
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    pager: { program: "servers/vmm-demand/main.ts", kind: "vmm", priority: 18, peers: ["acl"], store: 5 },
    user: {
      program: "p.ts",
      priority: 3,
      manager: "pager",
      label: "guests",
      peers: ["acl", "pager"],
      final: true,
      quota: { memory: 0x3000, tasks: 2 },
      faultDeadlineTicks: 9,
    },
  },
  rules: [
    { subject: "user", right: "memory", allow: true, about: { upTo: 0x12345678 }, line: 41 },
    { subject: "@guests", right: "peer", allow: false, about: { to: "acl" }, line: 42 },
    { subject: "user", right: "device", allow: true, about: { of: "screen" }, line: 43 },
    { subject: "*", right: "io-ports", allow: true, about: { from: 0x3f8, count: 8 }, line: 44 },
  ],
};
/** Those that are stated; the ACL server and the pager, each other and itself; two peers of the user. */
const RULES = 4 + 3 + 2;
const HASH = "b177ec1bf26dfb3b7010d473e6d44713b29b765b99c6e60ecbfae742de496543";
const MODULE = new Uint8Array([1, 2, 3]);

let numbers: Map<string, number>;
const manifest = encodeManifest(
  system,
  new Map([
    ["acl", MODULE],
    ["pager", MODULE],
  ]),
);

beforeAll(async () => {
  mkdirSync(inRoot(FOLDER), { recursive: true });
  const sources = ["lib/abi/manifest.ts", "lib/abi/information.ts", "lib/abi/memory-map.ts"];
  const output = `${FOLDER}/abi.inc`;
  await runCommand([
    process.execPath,
    "ts2c/bin/ts2c.mjs",
    "layout",
    ...sources,
    "--format",
    "nasm",
    "-o",
    output,
  ]);
  const lines = readFileSync(inRoot(output), "utf8").matchAll(/^\s*(\w+)\s+equ\s+(\w+)/gm);
  numbers = new Map([...lines].map(([, name, value]) => [name!, Number(value)]));
});

/** The word at a named field of the layout that starts at `start`. */
function word(start: number, field: string): number {
  return manifest.readUInt32LE(start + number(field));
}

/** Where the parts of a kind begin. */
function start(kind: "Task" | "Region" | "Device" | "Label" | "Rule"): number {
  const parts: [string, number][] = [
    ["Task", 3],
    ["Region", 3],
    ["Device", 1],
    ["Label", 1],
  ];
  const before = parts.slice(0, kind === "Rule" ? parts.length : parts.findIndex(([name]) => name === kind));
  return before.reduce(
    (sum, [name, count]) => sum + count * number(`Manifest${name}_size`),
    number("ManifestHeader_size"),
  );
}

function number(name: string): number {
  const value = numbers.get(name);
  if (value === undefined || Number.isNaN(value)) throw new Error(`ts2c layout gives no ${name}`);
  return value;
}

describe("the manifest", () => {
  test("has its header's fields", () => {
    expect(word(0, "ManifestHeader_magic")).toBe(number("MANIFEST_MAGIC"));
    expect(word(0, "ManifestHeader_version")).toBe(number("MANIFEST_VERSION"));
    expect(word(0, "ManifestHeader_bytes")).toBe(manifest.length);
    expect(word(0, "ManifestHeader_taskCount")).toBe(3);
    expect(word(0, "ManifestHeader_regionCount")).toBe(3);
    expect(word(0, "ManifestHeader_deviceCount")).toBe(1);
    expect(word(0, "ManifestHeader_labelCount")).toBe(1);
    expect(word(0, "ManifestHeader_ruleCount")).toBe(RULES);
    expect(word(0, "ManifestHeader_permissive")).toBe(0);
  });

  test("has as many bytes as its parts", () => {
    expect(manifest.length).toBe(start("Rule") + RULES * number("ManifestRule_size"));
  });

  test("has a task's fields", () => {
    const task = number("ManifestHeader_size") + 2 * number("ManifestTask_size");
    const name = task + number("ManifestTask_name");
    expect(manifest.toString("latin1", name, name + 16)).toBe("user".padEnd(16, "\0"));
    expect(word(task, "ManifestTask_kind")).toBe(number("TaskKind_PROGRAM"));
    expect(word(task, "ManifestTask_priority")).toBe(3);
    expect(word(task, "ManifestTask_manager")).toBe(1);
    expect(word(task, "ManifestTask_peers")).toBe(0b010);
    expect(word(task, "ManifestTask_flags")).toBe(number("MANIFEST_TASK_FINAL"));
    expect(word(task, "ManifestTask_label")).toBe(0);
    expect(word(task, "ManifestTask_faultDeadlineTicks")).toBe(9);
    expect(word(task, "ManifestTask_quotaFrames")).toBe(3);
    expect(word(task, "ManifestTask_quotaTasks")).toBe(2);
    expect(word(task, "ManifestTask_quotaSpaces")).toBe(number("MANIFEST_UNLIMITED"));
    const acl = number("ManifestHeader_size");
    expect(word(acl, "ManifestTask_manager")).toBe(number("MANIFEST_NONE"));
    expect(word(acl, "ManifestTask_label")).toBe(number("MANIFEST_NONE"));
    expect(word(acl, "ManifestTask_peers"), "it notifies itself and the pager").toBe(0b011);
  });

  test("has the hash of a guard's module, and of no other", () => {
    const [acl, pager] = [0, 1].map((index) => {
      const at = start("Task") + index * number("ManifestTask_size") + number("ManifestTask_hash");
      return manifest.subarray(at, at + number("MANIFEST_HASH_BYTES"));
    });
    // BLAKE3 of the bytes 1, 2, 3.
    expect(acl!.toString("hex")).toBe(HASH);
    expect(pager!.every((byte) => byte === 0)).toBe(true);
  });

  test("has the policy's region, the verdicts', and a store", () => {
    const regions = [0, 1, 2].map((index) => start("Region") + index * number("ManifestRegion_size"));
    expect(regions.map((at) => word(at, "ManifestRegion_address"))).toEqual(
      ["POLICY_VIEW", "VERDICTS_VIEW", "STORE_VIEW"].map(number),
    );
    expect(regions.map((at) => word(at, "ManifestRegion_pages"))).toEqual([
      number("POLICY_VIEW_PAGES"),
      number("VERDICTS_VIEW_PAGES"),
      5,
    ]);
    expect(regions.map((at) => word(at, "ManifestRegion_writer"))).toEqual([0, 0, 1]);
    expect(regions.map((at) => word(at, "ManifestRegion_readers"))).toEqual([0b010, 0b010, 0]);
  });

  test("has a device's and a label's fields", () => {
    expect(word(start("Device"), "ManifestDevice_task")).toBe(2);
    expect(word(start("Device"), "ManifestDevice_first")).toBe(0xf_d000);
    expect(word(start("Device"), "ManifestDevice_count")).toBe(2);
    expect(manifest.toString("latin1", start("Label"), start("Label") + 16)).toBe("guests".padEnd(16, "\0"));
  });

  test("has a rule's fields", () => {
    const fields = ["subject", "right", "object", "allow", "limit", "line"];
    const rule = (index: number) =>
      fields.map((field) =>
        word(start("Rule") + index * number("ManifestRule_size"), `ManifestRule_${field}`),
      );
    const none = number("MANIFEST_NONE");
    expect(rule(0)).toEqual([2, number("Right_MEMORY"), none, 1, 0x12345678, 41]);
    expect(rule(1)).toEqual([number("MANIFEST_SUBJECT_LABEL"), number("Right_PEER"), 0, 0, 0, 42]);
    expect(rule(2)).toEqual([2, number("Right_DEVICE"), 0, 1, 0x2000, 43]);
    expect(rule(3)).toEqual([none, number("Right_IO_PORT"), 0x3f8, 1, 8, 44]);
  });

  test("has its header where the boot tests spoil it", () => {
    const offsets = ["magic", "version", "bytes", "taskCount", "regionCount", "ruleCount", "permissive"].map(
      (name) => number(`ManifestHeader_${name}`),
    );
    expect(offsets).toEqual([0, 4, 8, 12, 16, 28, 32]);
  });
});
