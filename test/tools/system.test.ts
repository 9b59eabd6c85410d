/** System descriptions: what compiles, what is refused by name, which line a rule has. */
import { readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { systemMistakes } from "../../tools/image/check-system.ts";
import { describeSystem } from "../../tools/image/describe.ts";
import { inRoot } from "../../tools/paths.ts";
import type { System } from "../../tools/system.ts";

const PRODUCT = "iso/system.ts";
const DEMONSTRATION = "programs/figure-1/main.ts";

/** Type errors of iso/system.ts after one replacement in its text. */
function typeErrors(from: string, to: string): string[] {
  const path = inRoot(PRODUCT);
  const text = readFileSync(path, "utf8");
  expect(text, "the text to replace is in the file").toContain(from);
  const config = ts.readConfigFile(inRoot("tools/tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, inRoot("tools"));
  const host = ts.createCompilerHost({ ...options, noEmit: true });
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, version) =>
    name === path ? ts.createSourceFile(name, text.replace(from, to), version) : read(name, version);
  const program = ts.createProgram([path], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map((one) => ts.flattenDiagnosticMessageText(one.messageText, " "));
}

describe("a name of an unknown task does not compile", () => {
  test("the product itself compiles", () => expect(typeErrors("256", "512")).toEqual([]));
  test("as the subject of a rule", () => {
    expect(typeErrors('allow("figure-1"', 'allow("figure-2"').join()).toContain('"figure-2"');
  });
  test("as a peer", () => {
    expect(typeErrors('peers: ["acl"]', 'peers: ["alc"]').join()).toContain('"alc"');
  });
  test("as a manager", () => {
    expect(typeErrors('manager: "vmm-demand"', 'manager: "vmm"').join()).toContain('"vmm"');
  });
});

describe("a description is refused by name for", () => {
  const acl = { program: DEMONSTRATION, kind: "acl", priority: 1 } as const;
  const program = { program: DEMONSTRATION, priority: 1 } as const;
  const rule = { subject: "acl", right: "memory", allow: true, about: { upTo: 1 }, line: 7 } as const;
  const cases: [string, System, RegExp][] = [
    ["an unknown peer", { tasks: { acl, a: { ...program, peers: ["b"] } }, rules: [] }, /task a: its peer b/],
    [
      "an unknown manager",
      { tasks: { acl, a: { ...program, manager: "b" } }, rules: [] },
      /task a: its manager b/,
    ],
    [
      "a manager that is none",
      { tasks: { acl, a: { ...program, manager: "acl" } }, rules: [] },
      /of kind acl/,
    ],
    ["its own manager", { tasks: { acl, a: { ...program, manager: "a" } }, rules: [] }, /its own manager/],
    [
      "an unknown subject",
      { tasks: { acl }, rules: [{ ...rule, subject: "b" }] },
      /rule about b: b is no task/,
    ],
    [
      "a limit that does not fit",
      { tasks: { acl }, rules: [{ ...rule, about: { upTo: 2 ** 32 } }] },
      /the limit 4294967296/,
    ],
    ["a broken limit", { tasks: { acl }, rules: [{ ...rule, about: { upTo: 0.5 } }] }, /the limit 0.5/],
    ["a long name", { tasks: { acl, abcdefghijklmnop: program }, rules: [] }, /at most 15 characters/],
    ["an odd name", { tasks: { acl, "A b": program }, rules: [] }, /task A b: a name is/],
    [
      "a priority too high",
      { tasks: { acl, a: { ...program, priority: 32 } }, rules: [] },
      /its priority 32/,
    ],
    [
      "a missing program",
      { tasks: { acl, a: { program: "no.ts", priority: 1 } }, rules: [] },
      /no.ts does not exist/,
    ],
    ["no ACL server", { tasks: { a: program }, rules: [] }, /0 tasks of kind acl/],
    ["two ACL servers", { tasks: { acl, b: acl }, rules: [] }, /2 tasks of kind acl/],
    [
      "two final tasks",
      { tasks: { acl: { ...acl, final: true }, a: { ...program, final: true } }, rules: [] },
      /2 final/,
    ],
    ["too many tasks", { tasks: { acl, ...many(32, program) }, rules: [] }, /33 tasks, at most 32/],
    ["too many rules", { tasks: { acl }, rules: ports(10_000) }, /10001 rules, at most 10000/],
  ];

  for (const [title, system, message] of cases) {
    test(title, () =>
      expect(systemMistakes(system).map(({ text }) => text)).toEqual([expect.stringMatching(message)]),
    );
  }
  test("nothing, when nothing is wrong", () => {
    expect(systemMistakes({ tasks: { acl, ...many(31, program) }, rules: ports(9_999) })).toEqual([]);
  });
});

test("a rule has the line that states it", async () => {
  const system = await describeSystem(PRODUCT);
  const lines = readFileSync(inRoot(PRODUCT), "utf8").split("\n");
  const stated = lines.flatMap((text, index) => (/\b(allow|deny)\(/.test(text) ? [index + 1] : []));
  expect(stated.length).toBeGreaterThan(0);
  expect(system.rules.map((rule) => rule.line)).toEqual(stated);
});

/** Rules that all decide about something and give nothing; the ACL server's own peer comes on top. */
function ports(count: number): System["rules"] {
  const about = (from: number) => ({ from, count: 1 });
  return Array.from({ length: count }, (_, from) => ({
    subject: "acl",
    right: "io-ports",
    allow: false,
    about: about(from),
    line: 7,
  }));
}

function many<T>(count: number, task: T): Record<string, T> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${index}`, task]));
}
