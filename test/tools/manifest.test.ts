/** The manifest's bytes lie where ts2c says that lib/abi/manifest.ts puts them. */
import { mkdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { encodeManifest } from "../../tools/image/manifest.ts";
import { BUILD, inRoot } from "../../tools/paths.ts";
import { runCommand } from "../../tools/process.ts";
import type { System } from "../../tools/system.ts";

const FOLDER = `${BUILD}/test/manifest`;
const system: System = {
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    pager: { program: "servers/vmm-demand/main.ts", kind: "vmm", priority: 18, peers: ["acl"] },
    user: { program: "p.ts", priority: 3, manager: "pager", peers: ["acl", "pager"], final: true },
  },
  rules: [
    { subject: "user", right: "memory", allow: true, about: { upTo: 0x12345678 }, line: 41 },
    { subject: "*", right: "memory", allow: false, about: {}, line: 42 },
  ],
};

let numbers: Map<string, number>;
const manifest = encodeManifest(system);

beforeAll(async () => {
  mkdirSync(inRoot(FOLDER), { recursive: true });
  const sources = ["lib/abi/manifest.ts", "lib/abi/information.ts"];
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
    expect(word(0, "ManifestHeader_ruleCount")).toBe(2);
  });

  test("has as many bytes as its parts", () => {
    const parts = 3 * number("ManifestTask_size") + 2 * number("ManifestRule_size");
    expect(manifest.length).toBe(number("ManifestHeader_size") + parts);
  });

  test("has a task's fields", () => {
    const task = number("ManifestHeader_size") + 2 * number("ManifestTask_size");
    const name = task + number("ManifestTask_name");
    expect(manifest.toString("latin1", name, name + 16)).toBe("user".padEnd(16, "\0"));
    expect(word(task, "ManifestTask_kind")).toBe(number("TaskKind_PROGRAM"));
    expect(word(task, "ManifestTask_priority")).toBe(3);
    expect(word(task, "ManifestTask_manager")).toBe(1);
    expect(word(task, "ManifestTask_peers")).toBe(0b011);
    expect(word(task, "ManifestTask_flags")).toBe(number("MANIFEST_TASK_FINAL"));
    expect(word(number("ManifestHeader_size"), "ManifestTask_manager")).toBe(number("MANIFEST_NONE"));
  });

  test("has a rule's fields", () => {
    const rule = number("ManifestHeader_size") + 3 * number("ManifestTask_size");
    expect(word(rule, "ManifestRule_subject")).toBe(2);
    expect(word(rule, "ManifestRule_right")).toBe(number("Right_MEMORY"));
    expect(word(rule, "ManifestRule_allow")).toBe(1);
    expect(word(rule, "ManifestRule_limit")).toBe(0x12345678);
    expect(word(rule, "ManifestRule_line")).toBe(41);
    expect(word(rule + number("ManifestRule_size"), "ManifestRule_subject")).toBe(number("MANIFEST_NONE"));
  });

  test("has its header where the boot tests spoil it", () => {
    const offsets = ["magic", "version", "bytes", "taskCount", "regionCount", "ruleCount", "permissive"].map(
      (name) => number(`ManifestHeader_${name}`),
    );
    expect(offsets).toEqual([0, 4, 8, 12, 16, 28, 32]);
  });
});
